import { index, primaryKey, real, text, timestamp, uuid } from "drizzle-orm/pg-core";
import { tenantTable } from "../tenant-table.ts";
import { searchTerms } from "./knowledge-chunks.ts";

const moment = (name: string) => timestamp(name, { withTimezone: true, precision: 3, mode: "string" });

/** What happened and was worth keeping: it fades day by day and is forgotten after a year. */
export const episodicMemory = tenantTable(
  "episodic_memory",
  {
    episodeId: uuid("episode_id").notNull(),
    threadId: uuid("thread_id"),
    kind: text("kind").notNull(),
    summary: text("summary").notNull(),
    /** 0 to 1. */
    importance: real("importance").notNull(),
    terms: searchTerms("terms").notNull(),
    createdAt: moment("created_at").notNull(),
    expiresAt: moment("expires_at").notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.tenantId, table.episodeId] }),
    index("episodic_memory_created").on(table.tenantId, table.createdAt.desc().nullsFirst()),
    index("episodic_memory_expires").on(table.tenantId, table.expiresAt),
    index("episodic_memory_terms").using("gin", table.terms),
  ],
);
