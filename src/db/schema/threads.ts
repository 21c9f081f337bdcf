import { sql } from "drizzle-orm";
import { bigint, index, integer, jsonb, primaryKey, text, timestamp, uuid } from "drizzle-orm/pg-core";
import { tenantTable } from "../tenant-table.ts";

const moment = (name: string) => timestamp(name, { withTimezone: true, precision: 3, mode: "string" });

export const threads = tenantTable(
  "threads",
  {
    threadId: uuid("thread_id").notNull(),
    status: text("status").notNull().default("idle"),
    metadata: jsonb("metadata").notNull().default({}),
    config: jsonb("config").notNull().default({}),
    values: jsonb("values"),
    interrupts: jsonb("interrupts").notNull().default({}),
    error: jsonb("error"),
    /** The next free number of the thread's log; a worker that holds a claim has reserved up to here. */
    nextSeq: bigint("next_seq", { mode: "number" }).notNull().default(1),
    /** Runs that wait or are executed. Counted in the row itself, since another transaction's runs cannot be seen. */
    activeRuns: integer("active_runs").notNull().default(0),
    /** Set when a thread that lives for one run is over: nobody sees it, its stream can still be joined until then. */
    deleteAfter: moment("delete_after"),
    createdAt: moment("created_at").notNull().defaultNow(),
    updatedAt: moment("updated_at").notNull().defaultNow(),
    stateUpdatedAt: moment("state_updated_at").notNull().defaultNow(),
  },
  (table) => [
    primaryKey({ columns: [table.tenantId, table.threadId] }),
    index("threads_created").on(table.tenantId, table.createdAt.desc().nullsFirst()),
    index("threads_updated").on(table.tenantId, table.updatedAt.desc().nullsFirst()),
    index("threads_deleted")
      .on(table.deleteAfter)
      .where(sql`delete_after is not null`),
    index("threads_metadata").using("gin", table.metadata.op("jsonb_path_ops")),
  ],
);
