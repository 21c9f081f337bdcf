import { boolean, index, primaryKey, text, timestamp, uuid } from "drizzle-orm/pg-core";
import { sql } from "drizzle-orm";
import { tenantTable } from "../tenant-table.ts";

/** Whom to tell of the end of a task: what is due goes into the outbox of the webhooks. */
export const taskPushes = tenantTable(
  "task_pushes",
  {
    /** Id of the task's first run. */
    taskId: uuid("task_id").notNull(),
    pushId: text("push_id").notNull(),
    threadId: uuid("thread_id").notNull(),
    url: text("url").notNull(),
    token: text("token"),
    authorization: text("authorization"),
    protocolVersion: text("protocol_version").notNull(),
    /** The newest run whose end was told. */
    toldRun: uuid("told_run"),
    /** The task goes on, so there is more to tell. */
    open: boolean("open").notNull().default(true),
    createdAt: timestamp("created_at", { withTimezone: true, precision: 3, mode: "string" })
      .notNull()
      .defaultNow(),
  },
  (table) => [
    primaryKey({ columns: [table.tenantId, table.taskId, table.pushId] }),
    index("task_pushes_open")
      .on(table.createdAt)
      .where(sql`open`),
  ],
);
