import { index, jsonb, primaryKey, text, timestamp } from "drizzle-orm/pg-core";
import { tenantTable } from "../tenant-table.ts";
import { keyText } from "./checkpoints.ts";

const moment = (name: string) => timestamp(name, { withTimezone: true, precision: 3, mode: "string" });

/** The store that graphs remember things in, across threads. */
export const storeItems = tenantTable(
  "store_items",
  {
    namespace: text("namespace").array().notNull(),
    key: keyText("key").notNull(),
    value: jsonb("value").notNull(),
    createdAt: moment("created_at").notNull(),
    updatedAt: moment("updated_at").notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.tenantId, table.namespace, table.key] }),
    index("store_items_updated").on(table.tenantId, table.updatedAt.desc()),
  ],
);
