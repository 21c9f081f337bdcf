import { sql } from "drizzle-orm";
import {
  bigint,
  index,
  integer,
  json,
  jsonb,
  primaryKey,
  text,
  timestamp,
  uniqueIndex,
  uuid,
} from "drizzle-orm/pg-core";
import { tenantTable } from "../tenant-table.ts";

const moment = (name: string) => timestamp(name, { withTimezone: true, precision: 3, mode: "string" });

/** A run is its own queue entry: status, due time, lease and fence decide who may execute it. */
export const runs = tenantTable(
  "runs",
  {
    runId: uuid("run_id").notNull(),
    threadId: uuid("thread_id").notNull(),
    assistantId: uuid("assistant_id").notNull(),
    graphId: text("graph_id").notNull(),
    status: text("status").notNull().default("pending"),
    kwargs: json("kwargs").notNull(),
    metadata: jsonb("metadata").notNull().default({}),
    /** Who created it: `{ identity, permissions, user }`; the graph sees it, a client never. */
    caller: jsonb("caller"),
    multitaskStrategy: text("multitask_strategy").notNull().default("enqueue"),
    cancelAction: text("cancel_action"),
    cancelReason: text("cancel_reason"),
    error: jsonb("error"),
    attempt: integer("attempt").notNull().default(0),
    /** Grows with every claim; each write of a worker names the fence it was given. */
    fence: bigint("fence", { mode: "number" }).notNull().default(0),
    worker: text("worker"),
    /** A place among the tenant's runs that are executed at once, where their number is limited; else null. */
    tenantSlot: integer("tenant_slot"),
    leaseUntil: moment("lease_until"),
    /** Where the run's events begin in the thread's log; null before the first claim. */
    firstSeq: bigint("first_seq", { mode: "number" }),
    /** The next free id of the run's stream; 0 is the `metadata` frame that the row itself stands for. */
    nextRunSeq: integer("next_run_seq").notNull().default(1),
    dueAt: moment("due_at").notNull().defaultNow(),
    createdAt: moment("created_at").notNull().defaultNow(),
    updatedAt: moment("updated_at").notNull().defaultNow(),
    startedAt: moment("started_at"),
    endedAt: moment("ended_at"),
  },
  (table) => [
    primaryKey({ columns: [table.runId, table.tenantId] }),
    uniqueIndex("runs_one_running_per_thread")
      .on(table.threadId, table.tenantId)
      .where(sql`status = 'running'`),
    uniqueIndex("runs_tenant_slots")
      .on(table.tenantId, table.tenantSlot)
      .where(sql`status = 'running' and tenant_slot is not null`),
    index("runs_due")
      .on(table.tenantId, table.dueAt, table.createdAt, table.runId)
      .where(sql`status = 'pending'`),
    index("runs_waiting")
      .on(table.threadId, table.tenantId, table.dueAt, table.createdAt, table.runId)
      .where(sql`status = 'pending'`),
    index("runs_leases")
      .on(table.leaseUntil)
      .where(sql`status = 'running'`),
    index("runs_of_thread").on(table.threadId, table.createdAt.desc().nullsFirst()),
  ],
);
