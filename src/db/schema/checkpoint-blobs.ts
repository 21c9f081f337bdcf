import { integer, primaryKey, text } from "drizzle-orm/pg-core";
import { tenantTable } from "../tenant-table.ts";
import { keyText } from "./checkpoints.ts";

/**
 * Another value of the thread that this one goes on from: `base_length` of its characters belong to this one, at
 * `base_at`, and are not stored again. Both count UTF-16 code units, as JavaScript does.
 */
export const baseColumns = () => ({
  baseNs: keyText("base_ns"),
  baseChannel: keyText("base_channel"),
  baseVersion: keyText("base_version"),
  baseLength: integer("base_length"),
  baseAt: integer("base_at"),
});

/** A channel's value at one version, shared by every checkpoint that names the version. */
export const checkpointBlobs = tenantTable(
  "checkpoint_blobs",
  {
    threadId: keyText("thread_id").notNull(),
    checkpointNs: keyText("checkpoint_ns").notNull(),
    channel: keyText("channel").notNull(),
    version: keyText("version").notNull(),
    /** Kind of the serialised value: "json", or "bytes" (then `value` is base64). */
    type: text("type").notNull(),
    value: text("value").notNull(),
    ...baseColumns(),
  },
  (table) => [
    primaryKey({
      name: "checkpoint_blobs_pk",
      columns: [table.threadId, table.checkpointNs, table.channel, table.version, table.tenantId],
    }),
  ],
);
