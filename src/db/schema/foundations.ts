import { jsonb, primaryKey, timestamp } from "drizzle-orm/pg-core";
import { tenantTable } from "../tenant-table.ts";

/** The business profile: one per tenant. */
export const foundations = tenantTable(
  "foundations",
  {
    data: jsonb("data").notNull(),
    updatedAt: timestamp("updated_at", { withTimezone: true, precision: 3, mode: "string" })
      .notNull()
      .defaultNow(),
  },
  (table) => [primaryKey({ columns: [table.tenantId] })],
);
