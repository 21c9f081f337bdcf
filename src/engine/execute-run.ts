import { RunControl } from "@langchain/langgraph";
import { toSqlState } from "../db/database.ts";
import { isAppError } from "../domain/errors.ts";
import { createLogWriter, type LogWriter, type Sealed } from "../log/writer.ts";
import { toWireJson } from "../log/wire.ts";
import type { ClaimedRun } from "../runs/claimed-run.ts";
import { createClaimProof, createProvenDatabase } from "./claim-proof.ts";
import type { ExecuteDeps, RunEnd, RunningRun, StopReason } from "./execution.ts";
import { finishRun, toEndNote, type Finished, type Outcome } from "./finish-run.ts";
import { createPatientDatabase } from "./patient-database.ts";
import { produceOutcome } from "./produce-outcome.ts";
import { rollBackRun } from "./roll-back-run.ts";
import { startRunTimer } from "./run-timer.ts";

/** Executes a claimed run once and writes its end, unless the claim is lost or the process drains. */
export function startExecution(deps: ExecuteDeps, run: ClaimedRun): RunningRun {
  const abort = new AbortController();
  const control = new RunControl();
  let reason: StopReason | null = null;
  const stop = (why: StopReason): void => {
    reason ??= why;
    abort.abort(new Error(`Run ${run.runId} stopped: ${why}`));
  };

  const db = createPatientDatabase({
    db: deps.db,
    isWanted: () => reason !== "claim-lost" && reason !== "draining",
    onWaiting(why, error, isFirst) {
      deps.troubles.tell(run.runId, WAITING[why]);
      if (isFirst) deps.onTrouble(run, error);
    },
  });
  const proof = createClaimProof({ db, leaseMs: deps.leaseMs }, run);
  const claim = { runId: run.runId, firstSeq: run.seq, resumed: run.runSeq > 1 };
  const live = deps.hub.open(run, claim, proof.stands);
  const writer = createLogWriter(
    {
      db,
      clock: deps.clock,
      live,
      onFailure: (error) =>
        isAppError(error, "claim_lost") ? stop("claim-lost") : deps.onTrouble(run, error),
    },
    run,
    { modes: run.kwargs.stream_mode, subgraphs: run.kwargs.subgraphs },
  );

  const stopTimer = startRunTimer(run, deps.runTimeoutMs, () => stop("timeout"));
  async function execute(): Promise<RunEnd> {
    try {
      const outcome = await produceOutcome(deps, createProvenDatabase(db, proof), run, writer, {
        signal: abort.signal,
        control,
        stopped: () => reason,
      });
      if (outcome === "released") {
        await writer.flush();
        await deps.release(run);
        writer.finish(null);
        return { kind: "released" };
      }
      return { kind: "finished", ...(await conclude({ ...deps, db }, run, writer, outcome)) };
    } catch (error) {
      if (!isAppError(error, "claim_lost")) deps.onTrouble(run, error);
      writer.finish(null);
      return { kind: "lost" };
    } finally {
      stopTimer();
    }
  }

  return {
    run,
    stop,
    drain: () => control.requestDrain(),
    renewed: proof.renewed,
    done: execute(),
  };
}

const WAITING = {
  away: "waiting for the database: it cannot be reached",
  full: "waiting for the database: it has no room",
};

async function conclude(
  deps: ExecuteDeps,
  run: ClaimedRun,
  writer: LogWriter,
  outcome: Outcome,
): Promise<Finished> {
  if (outcome.error !== null) await writer.append("", "error", toWireJson(outcome.error));
  const sealed = { ...(await writer.seal()), note: toEndNote(outcome) };
  const finished = (await storeEnd(deps, run, sealed, outcome)) ?? (await takeBack(deps, run));
  writer.finish({
    seq: sealed.nextSeq,
    runSeq: sealed.nextRunSeq,
    attempt: run.attempt,
    ns: "",
    mode: "end",
    json: JSON.stringify({ run_id: run.runId, status: finished.status }),
    note: sealed.note,
    at: sealed.at,
  });
  return finished;
}

/** What Postgres refuses today it refuses tomorrow: to try again would never end. */
async function storeEnd(
  { db, onTrouble }: ExecuteDeps,
  run: ClaimedRun,
  sealed: Sealed & { note: string | null },
  outcome: Outcome,
): Promise<Finished | null> {
  try {
    return await finishRun(db, run, sealed, outcome);
  } catch (error) {
    if (!/^(22|54)/.test(toSqlState(error) ?? "")) throw error;
    onTrouble(run, error);
    return finishRun(db, run, { ...sealed, rows: [] }, UNSTORABLE);
  }
}

const UNSTORABLE: Outcome = {
  status: "error",
  error: { error: "UnstorableResult", message: "The run's result is too large or malformed to be stored" },
  valuesJson: null,
  interrupts: {},
  waiting: false,
};

/** Whoever holds the claim does the same, so a worker may break off in between and another begin anew. */
async function takeBack({ db, deleteOfRun }: ExecuteDeps, run: ClaimedRun): Promise<Finished> {
  await deleteOfRun(run.tenantId, run.threadId, run.runId);
  return rollBackRun(db, run);
}
