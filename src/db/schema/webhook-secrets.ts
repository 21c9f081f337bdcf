import { primaryKey, text, timestamp } from "drizzle-orm/pg-core";
import { tenantTable } from "../tenant-table.ts";

/** The secret that signs a tenant's webhooks, made when it is first needed and none is configured. */
export const webhookSecrets = tenantTable(
  "webhook_secrets",
  {
    /** `whsec_` and 32 bytes in base64. */
    secret: text("secret").notNull(),
    createdAt: timestamp("created_at", { withTimezone: true, precision: 3, mode: "string" })
      .notNull()
      .defaultNow(),
  },
  (table) => [primaryKey({ columns: [table.tenantId] })],
);
