import { sql } from "drizzle-orm";
import { boolean, index, json, jsonb, primaryKey, text, timestamp, uuid } from "drizzle-orm/pg-core";
import { tenantTable } from "../tenant-table.ts";

const moment = (name: string) => timestamp(name, { withTimezone: true, precision: 3, mode: "string" });

/** Runs that are started by the clock. */
export const crons = tenantTable(
  "crons",
  {
    cronId: uuid("cron_id").notNull(),
    assistantId: uuid("assistant_id").notNull(),
    /** null: each fire makes a thread of its own. */
    threadId: uuid("thread_id"),
    /** What becomes of that thread: delete or keep. */
    onRunCompleted: text("on_run_completed"),
    /** Five fields, read in the time zone. */
    schedule: text("schedule").notNull(),
    timezone: text("timezone").notNull().default("UTC"),
    endTime: moment("end_time"),
    enabled: boolean("enabled").notNull().default(true),
    /** Whoever moves it on has the slot; null when no slot is to come. */
    nextRunDate: moment("next_run_date"),
    /** The body of the runs it creates. */
    payload: json("payload").notNull(),
    metadata: jsonb("metadata").notNull().default({}),
    userId: text("user_id"),
    /** Who created it, `{ identity, permissions, user }`: its runs act as them. Never shown. */
    caller: jsonb("caller").notNull(),
    createdAt: moment("created_at").notNull().defaultNow(),
    updatedAt: moment("updated_at").notNull().defaultNow(),
  },
  (table) => [
    primaryKey({ columns: [table.tenantId, table.cronId] }),
    index("crons_due")
      .on(table.nextRunDate)
      .where(sql`enabled and next_run_date is not null`),
    index("crons_created").on(table.tenantId, table.createdAt.desc().nullsFirst()),
    index("crons_of_thread").on(table.tenantId, table.threadId),
  ],
);
