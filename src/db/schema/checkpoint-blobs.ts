import { primaryKey, text } from "drizzle-orm/pg-core";
import { tenantTable } from "../tenant-table.ts";
import { keyText } from "./checkpoints.ts";

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
  },
  (table) => [
    primaryKey({
      name: "checkpoint_blobs_pk",
      columns: [table.tenantId, table.threadId, table.checkpointNs, table.channel, table.version],
    }),
  ],
);
