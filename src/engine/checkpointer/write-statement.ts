import type { RunContext } from "../../domain/run-context.ts";
import type { EventRow } from "../../log/event-row.ts";
import { eventRowsFrom, toEventColumns } from "../../log/store-rows.ts";
import type { WrittenRows } from "./written-rows.ts";

type Statement = { text: string; values: unknown[] };

/** The statement's one row: 1 as long as the claim holds, 0 when nothing was written because it does not. */
export type HeldRow = { held: number };

/** One statement for everything. Its text depends only on which tables it writes, so that it is prepared once. */
export function toWriteStatement(
  rows: WrittenRows,
  events: readonly EventRow[],
  context: RunContext,
): Statement {
  const values: unknown[] = [];
  const bind: Bind = (value) => `$${values.push(value)}`;
  const tenant = `${bind(context.tenantId)}::uuid`;
  const run = `${bind(context.claim?.runId ?? null)}::uuid`;
  const parts = [toClaim(context, tenant, run, bind)];
  if (rows.checkpoints.length > 0) parts.push(toCheckpointInsert(rows.checkpoints, tenant, run, bind));
  if (rows.blobs.length > 0) parts.push(toBlobInsert(rows.blobs, tenant, bind));
  if (rows.writes.length > 0) parts.push(toWriteInsert(rows.writes, tenant, run, bind));
  if (events.length > 0) {
    parts.push(toEventInsert(tenant, run, values.length + 1));
    values.push(...toEventColumns(events));
  }
  return { text: `with ${parts.join(", ")} select count(*)::int as held from claim`, values };
}

type Bind = (value: unknown) => string;

/**
 * One row as long as the claim holds, none when the run belongs to another worker by now. The share lock keeps it so
 * until the rows are committed.
 */
function toClaim({ claim }: RunContext, tenant: string, run: string, bind: Bind): string {
  if (claim === undefined) return "claim as (select 1)";
  return `claim as (
    select thread_id from runs
    where tenant_id = ${tenant} and run_id = ${run} and fence = ${bind(claim.fence)}::bigint and status = 'running'
    for share
  )`;
}

function toCheckpointInsert(
  rows: WrittenRows["checkpoints"],
  tenant: string,
  run: string,
  bind: Bind,
): string {
  const columns = bindColumns(
    rows,
    ["threadId", "checkpointNs", "checkpointId", "parentId", "body", "blobVersions", "metadata"],
    bind,
  );
  return `put_checkpoints as (
    insert into checkpoints (tenant_id, run_id, thread_id, checkpoint_ns, checkpoint_id, parent_checkpoint_id,
      checkpoint, blob_versions, metadata)
    select ${tenant}, ${run}, thread, ns, id, parent, body, blob_versions::jsonb, metadata::jsonb
    from claim, unnest(${columns}) as put (thread, ns, id, parent, body, blob_versions, metadata)
    on conflict (tenant_id, thread_id, checkpoint_ns, checkpoint_id) do update set
      run_id = excluded.run_id, parent_checkpoint_id = excluded.parent_checkpoint_id,
      checkpoint = excluded.checkpoint, blob_versions = excluded.blob_versions, metadata = excluded.metadata
  )`;
}

function toBlobInsert(rows: WrittenRows["blobs"], tenant: string, bind: Bind): string {
  const columns = bindColumns(
    rows,
    ["threadId", "checkpointNs", "channel", "version", "type", "value"],
    bind,
  );
  return `put_blobs as (
    insert into checkpoint_blobs (tenant_id, thread_id, checkpoint_ns, channel, version, type, value)
    select ${tenant}, put.* from claim, unnest(${columns}) as put
    on conflict do nothing
  )`;
}

function toWriteInsert(rows: WrittenRows["writes"], tenant: string, run: string, bind: Bind): string {
  const columns = bindColumns(
    rows,
    ["threadId", "checkpointNs", "checkpointId", "taskId", "channel", "type", "value"],
    bind,
  );
  return `put_writes as (
    insert into checkpoint_writes (tenant_id, run_id, thread_id, checkpoint_ns, checkpoint_id, task_id, channel,
      type, value, idx)
    select ${tenant}, ${run}, put.* from claim, unnest(${columns}, ${bind(rows.map(({ idx }) => idx))}::int[]) as put
    on conflict (tenant_id, thread_id, checkpoint_ns, checkpoint_id, task_id, idx) do update set
      run_id = excluded.run_id, channel = excluded.channel, type = excluded.type, value = excluded.value
    where checkpoint_writes.idx < 0
  )`;
}

/** Events belong to the thread of the run, whatever thread a graph of its own may keep. */
function toEventInsert(tenant: string, run: string, firstParameter: number): string {
  return `put_events as (
    insert into thread_events (tenant_id, thread_id, run_id, seq, run_seq, attempt, ns, mode, data, at)
    select ${tenant}, claim.thread_id, ${run}, e.* from claim, ${eventRowsFrom(firstParameter)}
    on conflict (tenant_id, thread_id, seq) do nothing
  )`;
}

/** The rows turned into one text array per column, e.g. `$3::text[], $4::text[]`. */
function bindColumns<Row>(rows: Row[], columns: (keyof Row)[], bind: Bind): string {
  return columns.map((column) => `${bind(rows.map((row) => row[column]))}::text[]`).join(", ");
}
