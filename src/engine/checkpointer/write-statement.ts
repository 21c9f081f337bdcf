import type { RunContext } from "../../domain/run-context.ts";
import type { EventRow } from "../../log/event-row.ts";
import { eventRowsFrom, toEventColumns } from "../../log/store-rows.ts";
import type { Base } from "./known-texts.ts";
import type { WrittenRows } from "./written-rows.ts";

type Statement = { text: string; values: unknown[] };

/** The statement's one row: 1 as long as the claim holds, 0 when nothing was written because it does not. */
export type HeldRow = { held: number };

/** One statement for everything. Its text depends only on which columns it writes, so that it is prepared once. */
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
 * One row as long as the claim holds, none when the run belongs to another worker by now, or when somebody writes by
 * hand and a run has come. The share lock keeps it so until the rows are committed.
 */
function toClaim({ claim, idle }: RunContext, tenant: string, run: string, bind: Bind): string {
  if (claim === undefined && idle === undefined) return "claim as (select 1)";
  if (claim === undefined)
    return `claim as (
    select thread_id from threads
    where tenant_id = ${tenant} and thread_id = ${bind(idle?.threadId)}::uuid and active_runs = 0
      and trims = ${bind(idle?.trims)}::int
    for share
  )`;
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
  const bases = bindBases(rows, bind);
  return `put_blobs as (
    insert into checkpoint_blobs (tenant_id, thread_id, checkpoint_ns, channel, version, type, value ${bases.names})
    select ${tenant}, put.* from claim, unnest(${columns} ${bases.arrays}) as put
    on conflict do nothing
  )`;
}

function toWriteInsert(rows: WrittenRows["writes"], tenant: string, run: string, bind: Bind): string {
  const columns = bindColumns(
    rows,
    ["threadId", "checkpointNs", "checkpointId", "taskId", "channel", "type", "value"],
    bind,
  );
  const numbers = `${bind(rows.map(({ idx }) => idx))}::int[]`;
  const bases = bindBases(rows, bind);
  return `put_writes as (
    insert into checkpoint_writes (tenant_id, run_id, thread_id, checkpoint_ns, checkpoint_id, task_id, channel,
      type, value, idx ${bases.names})
    select ${tenant}, ${run}, put.* from claim, unnest(${columns}, ${numbers} ${bases.arrays}) as put
    on conflict (tenant_id, thread_id, checkpoint_ns, checkpoint_id, task_id, idx) do update set
      run_id = excluded.run_id, channel = excluded.channel, type = excluded.type, value = excluded.value,
      (${BASE_COLUMNS}) = (excluded.base_ns, excluded.base_channel, excluded.base_version, excluded.base_length,
        excluded.base_at)
    where checkpoint_writes.idx < 0
  )`;
}

/** Events belong to the thread of the run, whatever thread a graph of its own may keep. */
function toEventInsert(tenant: string, run: string, firstParameter: number): string {
  return `put_events as (
    insert into thread_events (tenant_id, thread_id, run_id, seq, run_seq, attempt, ns, mode, data, at, note)
    select ${tenant}, claim.thread_id, ${run}, e.* from claim, ${eventRowsFrom(firstParameter)}
    on conflict (tenant_id, thread_id, seq) do nothing
  )`;
}

const BASE_COLUMNS = "base_ns, base_channel, base_version, base_length, base_at";

/** The columns of the bases, each with a comma before it; nothing when no row has one, as in any short thread. */
function bindBases(rows: { base: Base | null }[], bind: Bind): { names: string; arrays: string } {
  const bases = rows.map(({ base }) => base);
  if (bases.every((base) => base === null)) return { names: "", arrays: "" };
  const texts = (["ns", "channel", "version"] as const).map((key) =>
    bases.map((base) => base?.[key] ?? null),
  );
  const numbers = (["length", "at"] as const).map((key) => bases.map((base) => base?.[key] ?? null));
  const arrays = [
    ...texts.map((column) => `${bind(column)}::text[]`),
    ...numbers.map((column) => `${bind(column)}::int[]`),
  ];
  return { names: `, ${BASE_COLUMNS}`, arrays: `, ${arrays.join(", ")}` };
}

/** The rows turned into one text array per column, e.g. `$3::text[], $4::text[]`. */
function bindColumns<Row>(rows: Row[], columns: (keyof Row)[], bind: Bind): string {
  return columns.map((column) => `${bind(rows.map((row) => row[column]))}::text[]`).join(", ");
}
