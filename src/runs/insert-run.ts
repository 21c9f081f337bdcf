import { toSqlState, type Database, type Session } from "../db/database.ts";
import { AppError } from "../domain/errors.ts";
import type { RunConfig } from "../domain/run.ts";
import { toInsertStatement, toThreadStatement, type InsertedRow } from "./insert-statement.ts";
import { markCancelled, type StoppedRun } from "./mark-cancelled.ts";
import type { NewRun } from "./new-run.ts";

export type Inserted = {
  /** "running": claimed by this worker. */
  status: "pending" | "running";
  createdAt: string;
  /** First reserved number of the thread's log when it runs. */
  seq: number;
  /** The last number of the thread's log before the run. */
  appliedThroughSeq: number;
  /** What the thread hands down, in configuration and metadata. */
  threadConfigurable: Record<string, unknown>;
  threadMetadata: Record<string, unknown>;
  /** Nothing was ever written on the thread. */
  isFresh: boolean;
  /** The active runs that make way for it. */
  stopped: StoppedRun[];
};

const UNIQUE_VIOLATION = "23505";
const DEADLOCK = "40P01";
const MOST_RACES = 6;

/**
 * One statement: the thread's row is the lock, the run is inserted behind it, claimed when that is possible. Throws
 * `thread_not_found`, `thread_busy`, `checkpoint_not_found`.
 */
export async function insertRun(db: Database, run: NewRun): Promise<Inserted> {
  return repeatRaces(() =>
    run.strategy === "enqueue"
      ? insertQueued((text, values) => db.run(run.tenantId, text, values), run)
      : db.transaction(run.tenantId, ({ query }) => insertRunIn(query, run)),
  );
}

/**
 * Two creators that raced for the claim meet at the unique index; the loser comes again and finds the thread taken. The
 * work is one statement or one transaction, so that nothing is left of a lost race.
 */
export async function repeatRaces<T>(work: () => Promise<T>): Promise<T> {
  for (let race = 1; ; race++) {
    try {
      return await work();
    } catch (error) {
      const state = toSqlState(error);
      if ((state !== UNIQUE_VIOLATION && state !== DEADLOCK) || race === MOST_RACES) throw error;
    }
  }
}

/**
 * In a transaction, which is to be given up when this throws. For strategies that look at the thread's other runs: one
 * creator at a time, so that of many who supersede or refuse each other exactly one run is left. The lock is no row,
 * since workers lock runs before their thread.
 */
export async function insertRunIn(query: Session["query"], run: NewRun): Promise<Inserted> {
  const { tenantId, threadId, runId, strategy } = run;
  if (strategy === "enqueue") return insertQueued(query, run);
  await query("select pg_advisory_xact_lock(hashtextextended($1, 0))", [threadId]);
  if (strategy === "reject") return insertQueued(query, run);
  const stopped = await markCancelled(query, {
    tenantId,
    threadId,
    action: strategy,
    reason: `superseded:${runId}`,
  });
  return { ...(await insertQueued(query, run)), stopped };
}

async function insertQueued(query: Session["query"], run: NewRun): Promise<Inserted> {
  const { text, values } = toInsertStatement(run);
  const [row] = await query<InsertedRow>(text, values);
  if (row === undefined) throw await toRefusal(query, run);
  if (row.status === null) throw new AppError("thread_busy", "Thread is busy");
  return {
    status: row.status,
    createdAt: row.created_at,
    seq: row.seq,
    appliedThroughSeq: row.applied_through_seq,
    threadConfigurable: toConfigurable(row.thread_config),
    threadMetadata: row.thread_metadata,
    isFresh: row.is_fresh,
    stopped: [],
  };
}

/** Why nothing was inserted: a thread that the caller may not see is named as one that is missing. */
async function toRefusal(query: Session["query"], run: NewRun): Promise<AppError> {
  const missing = new AppError("thread_not_found", `Thread with ID ${run.threadId} not found`);
  if (run.origin === null) return missing;
  const { text, values } = toThreadStatement(run);
  const [found] = await query(text, values);
  if (found === undefined && !run.createThread) return missing;
  return new AppError("checkpoint_not_found", `Checkpoint ${run.origin.id} of the thread not found`, {
    fix: "Take a checkpoint_id from the thread's history, or leave it out to begin at the head.",
  });
}

/** What a thread hands down of its configuration. */
export function toConfigurable({ configurable }: RunConfig): Record<string, unknown> {
  return isObject(configurable) ? configurable : {};
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
