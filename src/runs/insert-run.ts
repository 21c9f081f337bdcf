import { toSqlState, type Database, type Session } from "../db/database.ts";
import type { Run, RunConfig, RunKwargs } from "../domain/run.ts";
import { SEQ_BLOCK } from "../log/numbers.ts";
import { markCancelled, type StoppedRun } from "./mark-cancelled.ts";

export type NewRun = {
  tenantId: string;
  threadId: string;
  runId: string;
  assistantId: string;
  graphId: string;
  kwargs: RunKwargs;
  metadata: Record<string, unknown>;
  /** What the thread keeps for its later runs. */
  threadConfig: RunConfig;
  strategy: Run["multitask_strategy"];
  createThread: boolean;
  afterSeconds: number;
  /** Claim it at once when nothing else is active on the thread. */
  claim: { worker: string; leaseMs: number } | null;
};

export type Inserted = {
  outcome: "pending" | "running" | "busy" | "no-thread";
  createdAt: string;
  /** First reserved number of the thread's log when `running`. */
  seq: number;
  /** The active runs that make way for it. */
  stopped: StoppedRun[];
};

const UNIQUE_VIOLATION = "23505";
const DEADLOCK = "40P01";
const MOST_RACES = 6;

/**
 * One statement: the thread's row is the lock, the run is inserted behind it, claimed when that is possible. Two
 * creators that raced for the claim meet at the unique index; the loser comes again and finds the thread taken.
 */
export async function insertRun(db: Database, run: NewRun): Promise<Inserted> {
  for (let race = 1; ; race++) {
    try {
      if (run.strategy !== "enqueue")
        return await db.transaction(run.tenantId, (session) => insertAlone(session, run));
      return await tryInsert((text, values) => db.run(run.tenantId, text, values), run);
    } catch (error) {
      const state = toSqlState(error);
      if ((state !== UNIQUE_VIOLATION && state !== DEADLOCK) || race === MOST_RACES) throw error;
    }
  }
}

/**
 * For strategies that look at the thread's other runs: one creator at a time, so that of many who supersede or refuse
 * each other exactly one run is left. The lock is no row, since workers lock runs before their thread.
 */
async function insertAlone({ query }: Session, run: NewRun): Promise<Inserted> {
  const { tenantId, threadId, runId, strategy } = run;
  await query("select pg_advisory_xact_lock(hashtextextended($1, 0))", [threadId]);
  if (strategy === "reject" || strategy === "enqueue") return tryInsert(query, run);
  const stopped = await markCancelled(query, {
    tenantId,
    threadId,
    action: strategy,
    reason: `superseded:${runId}`,
  });
  return { ...(await tryInsert(query, run)), stopped };
}

async function tryInsert(query: Session["query"], run: NewRun): Promise<Inserted> {
  const stamp = JSON.stringify({ graph_id: run.graphId, assistant_id: run.assistantId });
  const [row] = await query<{ status: Inserted["outcome"] | null; created_at: string; seq: number }>(
    run.createThread ? WITH_THREAD : ON_THREAD,
    [
      run.tenantId,
      run.threadId,
      run.runId,
      run.assistantId,
      run.graphId,
      JSON.stringify(run.kwargs),
      JSON.stringify(run.metadata),
      run.strategy,
      run.afterSeconds,
      run.claim?.worker ?? null,
      run.claim?.leaseMs ?? 0,
      stamp,
      JSON.stringify(run.threadConfig),
    ],
  );
  if (row === undefined) return { outcome: "no-thread", createdAt: "", seq: 0, stopped: [] };
  return { outcome: row.status ?? "busy", createdAt: row.created_at, seq: row.seq, stopped: [] };
}

const ACTIVE = `
  active as (
    select count(*) filter (where status in ('pending', 'running')) > 0 as some,
      count(*) filter (where status = 'running' or (status = 'pending' and due_at <= now())) > 0 as due
    from runs where tenant_id = $1 and thread_id = $2 and status in ('pending', 'running')
  ), intent as (
    select $8 = 'reject' and active.some as refused,
      $10::text is not null and $9::float8 = 0 and not active.due as claimed
    from active
  )`;

const CHANGES = `
  status = case when intent.refused then threads.status else 'busy' end,
  metadata = case when intent.refused then threads.metadata else threads.metadata || $12::jsonb end,
  config = case when intent.refused then threads.config else threads.config || $13::jsonb end,
  updated_at = now(), active_runs = threads.active_runs + case when intent.refused then 0 else 1 end,
  next_seq = threads.next_seq + case when intent.claimed and not intent.refused then ${SEQ_BLOCK} else 0 end`;

const INSERT = `
  inserted as (
    insert into runs (tenant_id, run_id, thread_id, assistant_id, graph_id, status, kwargs, metadata,
      multitask_strategy, due_at, attempt, fence, worker, lease_until, first_seq, next_run_seq, started_at)
    select $1, $3, $2, $4, $5, case when intent.claimed then 'running' else 'pending' end, $6::json, $7::jsonb,
      $8, now() + $9::float8 * interval '1 second', intent.claimed::int, intent.claimed::int,
      case when intent.claimed then $10 end,
      case when intent.claimed then now() + $11::int * interval '1 millisecond' end,
      case when intent.claimed then thread.next_seq - ${SEQ_BLOCK} end,
      case when intent.claimed then 1 + ${SEQ_BLOCK} else 1 end,
      case when intent.claimed then now() end
    from thread, intent where not intent.refused
    returning status, created_at, first_seq
  )
  select inserted.status, inserted.created_at, inserted.first_seq as seq
  from thread left join inserted on true`;

const ON_THREAD = `
  with ${ACTIVE}, thread as (
    update threads set ${CHANGES} from intent
    where threads.tenant_id = $1 and threads.thread_id = $2 and threads.delete_after is null
    returning threads.next_seq
  ), ${INSERT}`;

const WITH_THREAD = `
  with ${ACTIVE}, thread as (
    insert into threads as threads (tenant_id, thread_id, status, metadata, config, active_runs, next_seq)
    select $1, $2, 'busy', $12::jsonb, $13::jsonb, 1, 1 + case when intent.claimed then ${SEQ_BLOCK} else 0 end
    from intent
    on conflict (tenant_id, thread_id) do update set
      status = 'busy', metadata = threads.metadata || excluded.metadata, config = threads.config || excluded.config,
      updated_at = now(), active_runs = threads.active_runs + 1, next_seq = threads.next_seq + (excluded.next_seq - 1)
      where threads.delete_after is null
    returning threads.next_seq
  ), ${INSERT}`;
