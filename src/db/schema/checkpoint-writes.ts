import { integer, primaryKey, text, uuid } from "drizzle-orm/pg-core";
import { tenantTable } from "../tenant-table.ts";
import { baseColumns } from "./checkpoint-blobs.ts";
import { keyText } from "./checkpoints.ts";

/** What tasks wrote after a checkpoint and before the next one; a resumed run does not repeat finished tasks. */
export const checkpointWrites = tenantTable(
  "checkpoint_writes",
  {
    threadId: keyText("thread_id").notNull(),
    checkpointNs: keyText("checkpoint_ns").notNull(),
    checkpointId: keyText("checkpoint_id").notNull(),
    taskId: keyText("task_id").notNull(),
    /** Place among the task's writes; negative for errors, interrupts and answers, which may be written again. */
    idx: integer("idx").notNull(),
    channel: keyText("channel").notNull(),
    runId: uuid("run_id"),
    type: text("type").notNull(),
    value: text("value").notNull(),
    ...baseColumns(),
  },
  (table) => [
    primaryKey({
      name: "checkpoint_writes_pk",
      columns: [
        table.threadId,
        table.checkpointNs,
        table.checkpointId,
        table.taskId,
        table.idx,
        table.tenantId,
      ],
    }),
  ],
);
