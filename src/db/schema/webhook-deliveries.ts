import { sql } from "drizzle-orm";
import { index, integer, json, jsonb, primaryKey, text, timestamp, uuid } from "drizzle-orm/pg-core";
import { tenantTable } from "../tenant-table.ts";

const moment = (name: string) => timestamp(name, { withTimezone: true, precision: 3, mode: "string" });

/** The outbox: what is to be told to a webhook, written in the statement that ends its run. */
export const webhookDeliveries = tenantTable(
  "webhook_deliveries",
  {
    /** The receiver knows it as `webhook-id`: the id of the run. */
    deliveryId: uuid("delivery_id").notNull(),
    runId: uuid("run_id").notNull(),
    threadId: uuid("thread_id").notNull(),
    url: text("url").notNull(),
    /** pending, delivered, dead. */
    status: text("status").notNull().default("pending"),
    attempts: integer("attempts").notNull().default(0),
    /** When it is tried next; while an attempt is made, when that counts as lost. */
    nextAt: moment("next_at").notNull().defaultNow(),
    /** What the receiver answered last; null when it did not. */
    lastStatus: integer("last_status"),
    lastError: text("last_error"),
    /** The run's row and the thread's state as they were at its end; null once delivered. */
    run: json("run"),
    values: jsonb("values"),
    /** How the receiver of a task's end wants to be told; null for the webhook of a run. */
    push: json("push"),
    createdAt: moment("created_at").notNull().defaultNow(),
    deliveredAt: moment("delivered_at"),
  },
  (table) => [
    primaryKey({ columns: [table.tenantId, table.deliveryId] }),
    index("webhook_deliveries_due")
      .on(table.nextAt)
      .where(sql`status = 'pending'`),
    index("webhook_deliveries_created").on(table.tenantId, table.createdAt.desc().nullsFirst()),
    index("webhook_deliveries_over")
      .on(table.createdAt)
      .where(sql`status <> 'pending'`),
  ],
);
