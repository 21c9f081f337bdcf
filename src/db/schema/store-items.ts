import { sql } from "drizzle-orm";
import { doublePrecision, index, jsonb, primaryKey, timestamp } from "drizzle-orm/pg-core";
import { tenantTable } from "../tenant-table.ts";
import { keyText } from "./checkpoints.ts";
import { searchTerms } from "./knowledge-chunks.ts";

const moment = (name: string) => timestamp(name, { withTimezone: true, mode: "string" });

/** What graphs and callers remember across threads. */
export const storeItems = tenantTable(
  "store_items",
  {
    /** Labels joined with `.`, which none contains: everything below a prefix is one range of the primary key. */
    namespace: keyText("namespace").notNull(),
    key: keyText("key").notNull(),
    value: jsonb("value").notNull(),
    /** What a search in plain words looks at; null where nobody has worked it out: then the whole value. */
    words: searchTerms("words"),
    /** How long it lives after it was written or, where that counts, read. */
    ttlMinutes: doublePrecision("ttl_minutes"),
    expiresAt: moment("expires_at"),
    createdAt: moment("created_at").notNull().defaultNow(),
    updatedAt: moment("updated_at").notNull().defaultNow(),
  },
  (table) => [
    primaryKey({ name: "store_items_pk", columns: [table.tenantId, table.namespace, table.key] }),
    index("store_items_updated").on(table.tenantId, table.updatedAt),
    index("store_items_expiring")
      .on(table.expiresAt)
      .where(sql`expires_at is not null`),
  ],
);
