import { integer, primaryKey, text, timestamp, uuid } from "drizzle-orm/pg-core";
import { tenantTable } from "../tenant-table.ts";

const moment = (name: string) => timestamp(name, { withTimezone: true, precision: 3, mode: "string" });

/** What runs did outside: begun before, noted as done after, so that a step that is repeated does not act again. */
export const effects = tenantTable(
  "effects",
  {
    threadId: text("thread_id").notNull(),
    /** Of the step, the call and its input. */
    key: text("key").notNull(),
    name: text("name").notNull(),
    /** The run that acted last. */
    runId: uuid("run_id"),
    /** "started": begun, with an outcome that nobody has noted; or "done". */
    status: text("status").notNull().default("started"),
    /** JSON text of what it came to. */
    result: text("result"),
    attempt: integer("attempt").notNull().default(1),
    startedAt: moment("started_at").notNull().defaultNow(),
    doneAt: moment("done_at"),
  },
  (table) => [primaryKey({ columns: [table.tenantId, table.threadId, table.key] })],
);
