import { toFilterCondition } from "../domain/authorization.ts";
import type { Bind } from "../domain/json-filter.ts";
import type { RunConfig } from "../domain/run.ts";
import { SEQ_BLOCK } from "../log/numbers.ts";
import type { NewRun } from "./new-run.ts";
import { toFreeSlot } from "./tenant-slot.ts";

type Statement = { text: string; values: unknown[] };

export type InsertedRow = {
  /** null: refused, since the thread is busy. */
  status: "pending" | "running" | null;
  created_at: string;
  seq: number;
  applied_through_seq: number;
  thread_config: RunConfig;
  thread_metadata: Record<string, unknown>;
  is_fresh: boolean;
};

/**
 * Inserts a run behind its thread's row, which is the lock, and takes over what the thread hands down. No row when the
 * thread is missing, not the caller's, or lacks the checkpoint. The text depends only on what kinds of conditions
 * there are, so that it is prepared once.
 */
export function toInsertStatement(run: NewRun): Statement {
  const { configurable, metadata, claim } = run;
  const { config, ...kwargs } = run.kwargs;
  const values: unknown[] = [
    run.tenantId,
    run.threadId,
    run.runId,
    run.assistantId,
    run.graphId,
    JSON.stringify(kwargs),
    JSON.stringify(config),
    run.strategy,
    run.afterSeconds,
    claim?.worker ?? null,
    claim?.leaseMs ?? 0,
    JSON.stringify(run.threadStamp),
    JSON.stringify(run.threadConfig),
    JSON.stringify(configurable.under),
    JSON.stringify(configurable.over),
    JSON.stringify(metadata.under),
    JSON.stringify(metadata.over),
    JSON.stringify(run.caller),
  ];
  const bind: Bind = (value) => `$${values.push(value)}`;
  const mine = toFilterCondition("threads.metadata", run.threadFilter, bind);
  const intent = toIntent(run, bind);
  const thread = run.createThread ? toNewThread(run, bind, mine) : toThread(mine);
  return { text: `with ${intent}, ${thread}, ${INSERT}`, values };
}

/** Whether the caller can see the thread. */
export function toThreadStatement(run: NewRun): Statement {
  const values: unknown[] = [run.tenantId, run.threadId];
  const mine = toFilterCondition("metadata", run.threadFilter, (value) => `$${values.push(value)}`);
  const text = `select 1 from threads where tenant_id = $1 and thread_id = $2 and delete_after is null and ${mine}`;
  return { text, values };
}

function toIntent({ origin, claim }: NewRun, bind: Bind): string {
  const begins =
    origin === null
      ? "true"
      : `exists (
        select 1 from checkpoints
        where tenant_id = $1 and thread_id = $2::uuid::text and checkpoint_ns = ${bind(origin.ns)}
          and checkpoint_id = ${bind(origin.id)}
      )`;
  return `
    slot as (${toFreeSlot("$1", bind(claim?.tenantLimit ?? null))}), active as (
      select count(*) > 0 as some,
        count(*) filter (where status = 'running' or due_at <= now()) > 0 as due
      from runs where tenant_id = $1 and thread_id = $2 and status in ('pending', 'running')
    ), intent as (
      select $8 = 'reject' and active.some as refused,
        $10::text is not null and $9::float8 = 0 and not active.due and exists (select 1 from slot) as claimed
      from active where ${begins}
    )`;
}

const isGiven = "not intent.refused and $13::jsonb <> '{}'::jsonb";
const toMergedKey = (key: string): string =>
  `'${key}', coalesce(threads.config -> '${key}', '{}'::jsonb) || coalesce($13::jsonb -> '${key}', '{}'::jsonb)`;
const CONFIG = `threads.config || $13::jsonb || jsonb_build_object(${toMergedKey("configurable")}, ${toMergedKey("metadata")})`;

const toThread = (mine: string): string => `
  thread as (
    update threads set
      status = case when intent.refused then threads.status else 'busy' end,
      metadata = case when intent.refused then threads.metadata else threads.metadata || $12::jsonb end,
      config = case when ${isGiven} then ${CONFIG} else threads.config end,
      updated_at = case when intent.refused then threads.updated_at else now() end,
      active_runs = threads.active_runs + case when intent.refused then 0 else 1 end,
      next_seq = threads.next_seq + case when intent.claimed and not intent.refused then ${SEQ_BLOCK} else 0 end
    from intent
    where threads.tenant_id = $1 and threads.thread_id = $2 and threads.delete_after is null and ${mine}
    returning threads.next_seq, threads.config, threads.metadata
  )`;

/** What is refused adds no run: that is all a row that is there already hears of it. */
const toNewThread = ({ newThreadMetadata, newThreadTtl }: NewRun, bind: Bind, mine: string): string => `
  thread as (
    insert into threads as threads (tenant_id, thread_id, status, metadata, config, active_runs, next_seq,
      ttl_minutes, ttl_strategy)
    select $1, $2, 'busy', ${bind(JSON.stringify(newThreadMetadata))}::jsonb, $13::jsonb,
      case when intent.refused then 0 else 1 end,
      1 + case when intent.claimed and not intent.refused then ${SEQ_BLOCK} else 0 end,
      ${bind(newThreadTtl?.ttl_minutes ?? null)}::float8, ${bind(newThreadTtl?.strategy ?? null)}::text
    from intent
    on conflict (tenant_id, thread_id) do update set
      status = case when excluded.active_runs = 0 then threads.status else 'busy' end,
      metadata = case when excluded.active_runs = 0 then threads.metadata else threads.metadata || $12::jsonb end,
      config = case
        when excluded.active_runs > 0 and $13::jsonb <> '{}'::jsonb then ${CONFIG} else threads.config end,
      updated_at = case when excluded.active_runs = 0 then threads.updated_at else now() end,
      active_runs = threads.active_runs + excluded.active_runs,
      next_seq = threads.next_seq + (excluded.next_seq - 1)
      where threads.delete_after is null and ${mine}
    returning threads.next_seq, threads.config, threads.metadata
  )`;

/** The thread's part of the configuration goes between the assistant's and the run's, inside the text of both. */
const KWARGS = `(
  left($6::text, -1) || ',"config":' || left($7::text, -1) || ',"configurable":'
  || ($14::jsonb || coalesce(thread.config -> 'configurable', '{}'::jsonb) || $15::jsonb)::text || '}}'
)::json`;

const INSERT = `
  inserted as (
    insert into runs (tenant_id, run_id, thread_id, assistant_id, graph_id, status, kwargs, metadata, caller,
      multitask_strategy, due_at, attempt, fence, worker, lease_until, first_seq, next_run_seq, started_at,
      tenant_slot)
    select $1, $3, $2, $4, $5, case when intent.claimed then 'running' else 'pending' end, ${KWARGS},
      $16::jsonb || thread.metadata || $17::jsonb, $18::jsonb,
      $8, now() + $9::float8 * interval '1 second', intent.claimed::int, intent.claimed::int,
      case when intent.claimed then $10 end,
      case when intent.claimed then now() + $11::int * interval '1 millisecond' end,
      case when intent.claimed then thread.next_seq - ${SEQ_BLOCK} end,
      case when intent.claimed then 1 + ${SEQ_BLOCK} else 1 end,
      case when intent.claimed then now() end,
      case when intent.claimed then (select n from slot) end
    from thread, intent where not intent.refused
    returning status, created_at, first_seq
  )
  select inserted.status, inserted.created_at, inserted.first_seq as seq,
    -- A run under way has numbers reserved that it has not used yet.
    coalesce(
      inserted.first_seq - 1, (select max(seq) from thread_events where tenant_id = $1 and thread_id = $2), 0
    ) as applied_through_seq,
    thread.config as thread_config, thread.metadata as thread_metadata,
    inserted.status = 'running' and not exists (
      select 1 from checkpoints where tenant_id = $1 and thread_id = $2::uuid::text
    ) as is_fresh
  from thread left join inserted on true`;
