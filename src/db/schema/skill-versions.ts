import { primaryKey, text, timestamp } from "drizzle-orm/pg-core";
import { tenantTable } from "../tenant-table.ts";

/** The text of a skill from its first use, so that a run resumes with the version it began with. */
export const skillVersions = tenantTable(
  "skill_versions",
  {
    skillId: text("skill_id").notNull(),
    hash: text("hash").notNull(),
    source: text("source").notNull(),
    path: text("path").notNull(),
    createdAt: timestamp("created_at", { withTimezone: true, precision: 3, mode: "string" })
      .notNull()
      .defaultNow(),
  },
  (table) => [primaryKey({ columns: [table.tenantId, table.skillId, table.hash] })],
);
