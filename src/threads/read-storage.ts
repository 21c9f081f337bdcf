import type { Database } from "../db/database.ts";
import type { CallContext } from "../domain/principal.ts";
import type { ThreadStorage } from "../domain/thread.ts";
import { requireThread } from "./thread-row.ts";

type StorageRow = {
  part: "checkpoints" | "channel_values" | "pending_writes";
  channel: string | null;
  count: number;
  bytes: number;
};

/** What the checkpoints of a thread take up. Throws `thread_not_found`. */
export function createReadStorage({ db }: { db: Database }) {
  return async function readStorage({
    ctx,
    input,
  }: {
    ctx: CallContext;
    input: { threadId: string };
  }): Promise<ThreadStorage> {
    const { tenantId } = ctx.principal;
    const { value, filter } = await ctx.authorize("threads:read", { thread_id: input.threadId });
    await requireThread(db, tenantId, value.thread_id, filter);
    const rows = await db.run<StorageRow>(tenantId, MEASURE, [tenantId, value.thread_id]);
    const sum = (part: StorageRow["part"]) => {
      const mine = rows.filter((row) => row.part === part);
      return { count: add(mine, "count"), bytes: add(mine, "bytes") };
    };
    const byChannel = rows.flatMap(({ channel, count, bytes }) =>
      channel === null ? [] : [[channel, { versions: count, bytes }] as const],
    );
    return {
      thread_id: value.thread_id,
      total_bytes: add(rows, "bytes"),
      checkpoints: sum("checkpoints"),
      channel_values: { ...sum("channel_values"), by_channel: Object.fromEntries(byChannel) },
      pending_writes: sum("pending_writes"),
    };
  };
}

function add(rows: readonly StorageRow[], field: "count" | "bytes"): number {
  return rows.reduce((sum, row) => sum + row[field], 0);
}

/** The sizes of the columns as they are stored, of the same channel in any namespace together. */
const MEASURE = `
  select 'checkpoints' as part, null as channel, count(*) as count,
    coalesce(sum(pg_column_size(checkpoint) + pg_column_size(blob_versions) + pg_column_size(metadata)), 0) as bytes
  from checkpoints where tenant_id = $1::uuid and thread_id = $2::text
  union all
  select 'channel_values', channel, count(*), sum(pg_column_size(value))
  from checkpoint_blobs where tenant_id = $1::uuid and thread_id = $2::text group by channel
  union all
  select 'pending_writes', null, count(*), coalesce(sum(pg_column_size(value)), 0)
  from checkpoint_writes where tenant_id = $1::uuid and thread_id = $2::text`;
