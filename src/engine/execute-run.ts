import { RunControl } from "@langchain/langgraph";
import { toSqlState } from "../db/database.ts";
import { isAppError } from "../domain/errors.ts";
import { createLogWriter, type LogWriter } from "../log/writer.ts";
import { toWireJson } from "../log/wire.ts";
import type { ClaimedRun } from "../runs/claimed-run.ts";
import type { ExecuteDeps, RunEnd, RunningRun, StopReason } from "./execution.ts";
import { finishRun, type Finished, type Outcome } from "./finish-run.ts";
import { produceOutcome } from "./produce-outcome.ts";
import { rollBackRun } from "./roll-back-run.ts";

/** Executes a claimed run once and writes its end, unless the claim is lost or the process drains. */
export function startExecution(deps: ExecuteDeps, run: ClaimedRun): RunningRun {
  const abort = new AbortController();
  const control = new RunControl();
  let reason: StopReason | null = null;
  const stop = (why: StopReason): void => {
    reason ??= why;
    abort.abort(new Error(`Run ${run.runId} stopped: ${why}`));
  };

  const feed = deps.hub.open(run.runId, { firstSeq: run.seq, resumed: run.runSeq > 1 });
  const writer = createLogWriter(
    {
      db: deps.db,
      clock: deps.clock,
      feed,
      onStored: () => deps.hub.ring(run.threadId),
      onFailure: (error) =>
        isAppError(error, "claim_lost") ? stop("claim-lost") : deps.onTrouble(run, error),
    },
    run,
    { modes: run.kwargs.stream_mode, subgraphs: run.kwargs.subgraphs },
  );

  async function execute(): Promise<RunEnd> {
    try {
      const outcome = await produceOutcome(deps, run, writer, {
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
      return { kind: "finished", ...(await conclude(deps, run, writer, outcome)) };
    } catch (error) {
      if (!isAppError(error, "claim_lost")) deps.onTrouble(run, error);
      writer.finish(null);
      return { kind: "lost" };
    } finally {
      deps.hub.retire(run.runId, feed);
      deps.hub.ring(run.runId);
    }
  }

  return { run, stop, drain: () => control.requestDrain(), done: execute() };
}

async function conclude(
  deps: ExecuteDeps,
  run: ClaimedRun,
  writer: LogWriter,
  outcome: Outcome,
): Promise<Finished> {
  if (outcome.error !== null) await writer.append("", "error", toWireJson(outcome.error));
  const sealed = await writer.seal();
  const finished = (await storeEnd(deps, run, sealed, outcome)) ?? (await takeBack(deps, run));
  writer.finish({
    seq: sealed.nextSeq,
    runSeq: sealed.nextRunSeq,
    attempt: run.attempt,
    ns: "",
    mode: "end",
    json: JSON.stringify({ run_id: run.runId, status: finished.status }),
    at: deps.clock.now().getTime(),
  });
  return finished;
}

/** What Postgres refuses today it refuses tomorrow: to try again would never end. */
async function storeEnd(
  { db, onTrouble }: ExecuteDeps,
  run: ClaimedRun,
  sealed: Awaited<ReturnType<LogWriter["seal"]>>,
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
