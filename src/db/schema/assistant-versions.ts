import { integer, jsonb, primaryKey, text, timestamp, uuid } from "drizzle-orm/pg-core";
import { tenantTable } from "../tenant-table.ts";

/** What each assistant was at each of its versions. */
export const assistantVersions = tenantTable(
  "assistant_versions",
  {
    assistantId: uuid("assistant_id").notNull(),
    version: integer("version").notNull(),
    graphId: text("graph_id").notNull(),
    name: text("name").notNull(),
    description: text("description"),
    config: jsonb("config").notNull(),
    context: jsonb("context").notNull(),
    metadata: jsonb("metadata").notNull(),
    createdAt: timestamp("created_at", { withTimezone: true, precision: 3, mode: "string" }).notNull(),
  },
  (table) => [primaryKey({ columns: [table.tenantId, table.assistantId, table.version] })],
);
