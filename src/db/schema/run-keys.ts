import { index, json, primaryKey, text, timestamp } from "drizzle-orm/pg-core";
import { tenantTable } from "../tenant-table.ts";

/** Keys under which callers created runs, and what they were answered: who comes again with one gets the same. */
export const runKeys = tenantTable(
  "run_keys",
  {
    /** Whose key it is: two callers may choose the same. */
    caller: text("caller").notNull(),
    key: text("key").notNull(),
    /** Of the request; the same key for another request is a mistake. */
    fingerprint: text("fingerprint").notNull(),
    reply: json("reply"),
    createdAt: timestamp("created_at", { withTimezone: true, precision: 3, mode: "string" })
      .notNull()
      .defaultNow(),
  },
  (table) => [
    primaryKey({ columns: [table.tenantId, table.caller, table.key] }),
    index("run_keys_created").on(table.tenantId, table.createdAt),
  ],
);
