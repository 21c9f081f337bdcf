import { customType, jsonb, primaryKey, text, uuid } from "drizzle-orm/pg-core";
import { tenantTable } from "../tenant-table.ts";

/** Text of keys that sort by code point, so that "latest" means the same in a database of any locale. */
export const keyText = customType<{ data: string }>({ dataType: () => 'text COLLATE "C"' });

/** One row per checkpoint of a thread and namespace; large channel values stand in `checkpoint_blobs`. */
export const checkpoints = tenantTable(
  "checkpoints",
  {
    threadId: keyText("thread_id").notNull(),
    checkpointNs: keyText("checkpoint_ns").notNull(),
    checkpointId: keyText("checkpoint_id").notNull(),
    parentCheckpointId: keyText("parent_checkpoint_id"),
    /** The run whose worker wrote it; null for state written through the API. */
    runId: uuid("run_id"),
    /** Serialised as JSON text (which never holds U+0000), with the small channel values inline. */
    checkpoint: text("checkpoint").notNull(),
    /** Channel to version of each value that stands in `checkpoint_blobs`. */
    blobVersions: jsonb("blob_versions").notNull(),
    metadata: jsonb("metadata").notNull(),
  },
  (table) => [
    primaryKey({
      name: "checkpoints_pk",
      columns: [table.threadId, table.checkpointNs, table.checkpointId, table.tenantId],
    }),
  ],
);
