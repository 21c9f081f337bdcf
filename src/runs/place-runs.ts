import type { Database, Session } from "../db/database.ts";
import { isAppError } from "../domain/errors.ts";
import type { Run } from "../domain/run.ts";
import type { CancelRun } from "./cancel-run.ts";
import type { RunExecutor } from "./claimed-run.ts";
import { findInserted } from "./find-inserted.ts";
import { insertRun, insertRunIn, repeatRaces, type Inserted } from "./insert-run.ts";
import type { NewRun } from "./new-run.ts";
import { keepReply, takeKey, type RunKey } from "./run-keys.ts";
import { toInherited } from "./run-request.ts";
import { toRun } from "./run-row.ts";

type PlaceDeps = { db: Database; executor: RunExecutor; cancelActive: CancelRun };

/** A run that was created, with the last number of its thread's log before it. */
export type PlacedRun = { run: Run; appliedThroughSeq: number };

type Placed = { replayed: PlacedRun[] } | { replayed: null; inserted: Inserted[] };

/**
 * Stores runs, all or none, and answers when they are committed. A process with a free slot creates a run already
 * claimed and executes it at once. Under a key that was used before it answers what it answered then.
 */
export function createPlaceRuns({ db, executor, cancelActive }: PlaceDeps) {
  async function insertAll(query: Session["query"], runs: NewRun[]): Promise<Inserted[]> {
    const inserted: Inserted[] = [];
    for (const run of runs) inserted.push(await insertRunIn(query, run));
    return inserted;
  }

  async function insert(runs: NewRun[], key: RunKey | null): Promise<Placed> {
    const [only, ...others] = runs;
    if (only === undefined) return { replayed: null, inserted: [] };
    if (key === null && others.length === 0) return { replayed: null, inserted: [await insertRun(db, only)] };
    return repeatRaces(() =>
      db.transaction(only.tenantId, async ({ query }) => {
        const replayed = key === null ? null : await takeKey<PlacedRun[]>(query, key);
        if (replayed !== null) return { replayed };
        const inserted = await insertAll(query, runs);
        if (key !== null) await keepReply(query, key, toPlaced(runs, inserted));
        return { replayed: null, inserted };
      }),
    );
  }

  async function insertSurely(runs: NewRun[], key: RunKey | null): Promise<Placed> {
    try {
      return await insert(runs, key);
    } catch (error) {
      if (!isAppError(error, "unavailable")) throw error;
      const inserted = await findInserted(db, runs);
      if (inserted === null) throw error;
      return { replayed: null, inserted };
    }
  }

  /** Uses the slot for a run that was created claimed, else gives it back. */
  function settle(run: NewRun, inserted: Inserted | undefined): void {
    if (inserted?.status !== "running") {
      if (run.claim !== null) executor.releaseSlot();
      return;
    }
    const { tenantId, threadId, runId, assistantId, graphId, caller } = run;
    const { kwargs, metadata } = toComplete(run, inserted);
    const claim = { attempt: 1, fence: 1, seq: inserted.seq, runSeq: 1, ageMs: 0, isFresh: inserted.isFresh };
    const address = { tenantId, threadId, runId, assistantId, graphId };
    executor.execute({ ...address, kwargs, metadata, caller, ...claim });
  }

  function tellWorkers(run: NewRun, { status, stopped }: Inserted): void {
    if (stopped.length > 0) cancelActive.announce(run, stopped);
    if (status === "pending") executor.wake();
  }

  return async function placeRuns(planned: NewRun[], key: RunKey | null): Promise<PlacedRun[]> {
    const runs = planned.map((run) => ({
      ...run,
      claim: run.afterSeconds > 0 ? null : executor.reserveSlot(),
    }));
    let placed: Placed = { replayed: null, inserted: [] };
    try {
      placed = await insertSurely(runs, key);
    } finally {
      const inserted = placed.replayed === null ? placed.inserted : [];
      for (const [index, run] of runs.entries()) settle(run, inserted[index]);
    }
    if (placed.replayed !== null) return placed.replayed;
    for (const [index, inserted] of placed.inserted.entries()) {
      const run = runs[index];
      if (run !== undefined) tellWorkers(run, inserted);
    }
    return toPlaced(runs, placed.inserted);
  };
}

function toPlaced(runs: NewRun[], inserted: Inserted[]): PlacedRun[] {
  return inserted.flatMap((each, index) => {
    const run = runs[index];
    if (run === undefined) return [];
    return [{ run: toCreatedRun(run, each), appliedThroughSeq: each.appliedThroughSeq }];
  });
}

function toComplete(run: NewRun, { threadConfigurable, threadMetadata }: Inserted) {
  const { under, over } = run.metadata;
  return {
    kwargs: toInherited(run.kwargs, run.configurable, threadConfigurable),
    metadata: { ...under, ...threadMetadata, ...over },
  };
}

function toCreatedRun(run: NewRun, inserted: Inserted): Run {
  return toRun({
    run_id: run.runId,
    thread_id: run.threadId,
    assistant_id: run.assistantId,
    created_at: inserted.createdAt,
    updated_at: inserted.createdAt,
    status: "pending",
    ...toComplete(run, inserted),
    multitask_strategy: run.strategy,
    cancel_reason: null,
  });
}
