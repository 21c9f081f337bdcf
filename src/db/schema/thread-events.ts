import { bigint, integer, primaryKey, text, uuid } from "drizzle-orm/pg-core";
import { tenantTable } from "../tenant-table.ts";

/** The one log of a thread; see `LogEvent`. `data` is JSON text, so that it is written and sent without being parsed. */
export const threadEvents = tenantTable(
  "thread_events",
  {
    threadId: uuid("thread_id").notNull(),
    seq: bigint("seq", { mode: "number" }).notNull(),
    runId: uuid("run_id").notNull(),
    runSeq: integer("run_seq").notNull(),
    attempt: integer("attempt").notNull(),
    /** Namespace segments joined with `|`; empty for the root. */
    ns: text("ns").notNull(),
    mode: text("mode").notNull(),
    data: text("data").notNull(),
    /** What not every reader is shown; JSON text as well. */
    note: text("note"),
    /** Milliseconds since 1970. */
    at: bigint("at", { mode: "number" }).notNull(),
  },
  (table) => [primaryKey({ columns: [table.threadId, table.seq, table.tenantId] })],
);
