import { index, integer, jsonb, primaryKey, text, timestamp, uuid } from "drizzle-orm/pg-core";
import { tenantTable } from "../tenant-table.ts";

const moment = (name: string) => timestamp(name, { withTimezone: true, precision: 3, mode: "string" });

export const assistants = tenantTable(
  "assistants",
  {
    assistantId: uuid("assistant_id").notNull(),
    graphId: text("graph_id").notNull(),
    name: text("name").notNull(),
    description: text("description"),
    config: jsonb("config").notNull().default({}),
    context: jsonb("context").notNull().default({}),
    metadata: jsonb("metadata").notNull().default({}),
    version: integer("version").notNull().default(1),
    /** The number of the newest version; `version` is behind it when people went back to an older one. */
    highestVersion: integer("highest_version").notNull().default(1),
    /** What the configuration said of a default assistant when it was last applied; null for those people made. */
    defaults: jsonb("defaults"),
    createdAt: moment("created_at").notNull().defaultNow(),
    updatedAt: moment("updated_at").notNull().defaultNow(),
  },
  (table) => [
    primaryKey({ columns: [table.tenantId, table.assistantId] }),
    index("assistants_created").on(table.tenantId, table.createdAt.desc().nullsFirst()),
  ],
);
