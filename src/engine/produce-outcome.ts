import type { RunControl, StateSnapshot } from "@langchain/langgraph";
import type { Database } from "../db/database.ts";
import { isAppError } from "../domain/errors.ts";
import type { AnyGraph } from "../domain/ports.ts";
import type { RunContext } from "../domain/run-context.ts";
import type { LogWriter } from "../log/writer.ts";
import type { ClaimedRun } from "../runs/claimed-run.ts";
import { beginRun, toStateConfig } from "./begin-run.ts";
import { createEffectLedger } from "./effects/effect-ledger.ts";
import type { ExecuteDeps, StopReason } from "./execution.ts";
import type { Outcome } from "./finish-run.ts";
import { streamChunks } from "./graph-chunks.ts";
import { toGraphOptions } from "./graph-options.ts";
import { createChunkLog } from "./log-chunks.ts";
import { logStart } from "./log-start.ts";
import { NOTHING_STANDS, readStanding, toCancelledStanding, toErrorOutcome, toStanding } from "./outcome.ts";
import { pump } from "./pump.ts";
import { UnknownInterruptError } from "./strict-resume.ts";

type Control = { signal: AbortSignal; control: RunControl; stopped(): StopReason | null };
type Failure = { error: unknown; reason: StopReason | null; readHead(): Promise<StateSnapshot | undefined> };

/**
 * Executes the graph, writing what it emits into the log; "released" when it stopped for another worker to go on. `db`
 * is what the run itself writes through.
 */
export async function produceOutcome(
  deps: ExecuteDeps,
  db: Database,
  run: ClaimedRun,
  writer: LogWriter,
  { signal, control, stopped }: Control,
): Promise<Outcome | "released"> {
  let readHead = async (): Promise<StateSnapshot | undefined> => undefined;
  try {
    await logStart(db, run, writer);
    const context: RunContext = { tenantId: run.tenantId, claim: { runId: run.runId, fence: run.fence } };
    const checkpointer = deps.openCheckpointer(context, writer, db);
    const options = toGraphOptions(run, {
      context,
      checkpointer,
      store: deps.openStore(run.tenantId, db),
      effects: createEffectLedger({ db }),
      signal,
      control,
      apiUrl: deps.apiUrl,
      version: deps.version,
    });
    const graph = await deps.graphs.open(run.graphId, { access: "threads.create_run", config: options });
    // LangGraph looks for some values with the graph's own checkpointer only; the shared graph is never changed.
    const view: AnyGraph = Object.create(graph, { checkpointer: { value: checkpointer } });
    readHead = () => view.getState(toStateConfig(options));
    signal.throwIfAborted();
    const { headOfRun } = deps;
    const begin = await beginRun({ headOfRun, run, graph: view, options, checkpointer, writer });
    const chunks = await streamChunks(graph, run, begin.input, begin.options);
    const streamed = await pump(chunks, createChunkLog(writer, run.kwargs.stream_mode));
    const done = { status: "success", error: null } as const;
    if (streamed.asked === null && !hasBreakpoints(run))
      return { ...done, ...NOTHING_STANDS, valuesJson: streamed.valuesJson };
    const standing = await readStanding(readHead, (snapshot) => toStanding(snapshot, streamed.asked));
    return { ...done, ...standing };
  } catch (error) {
    return toFailed({ error, reason: stopped(), readHead });
  }
}

/** Throws when there is nothing for this worker to say: the run goes on elsewhere, or later. */
async function toFailed({ error, reason, readHead }: Failure): Promise<Outcome | "released"> {
  if (reason === "claim-lost" || isAppError(error, "claim_lost")) throw error;
  // Without a look at the graph or its state: they may be what took three workers down.
  if (reason === "exhausted") return { status: "error", error: WORKERS_LOST, ...NOTHING_STANDS };
  // The database is away: the lease lapses, and whoever reaches it goes on at the last checkpoint.
  if (isAppError(error, "unavailable")) throw error;
  if (reason === "draining" || isDrained(error)) return "released";
  if (error instanceof UnknownInterruptError) return toRefused(error);
  const standing = await readStanding(readHead, reason === "cancelled" ? toCancelledStanding : toStanding);
  if (reason === "cancelled") return { status: "interrupted", error: null, ...standing };
  if (reason === "timeout") return { status: "timeout", error: OUT_OF_TIME, ...standing, waiting: false };
  return { status: "error", error: toErrorOutcome(error), ...standing, waiting: false };
}

const WORKERS_LOST = {
  error: "WorkerLost",
  message: "The run was given up: its worker was lost three times",
};

const OUT_OF_TIME = { error: "RunTimeout", message: "The run was stopped: its time was up" };

/** The run fails and the thread stays as it was; clients of the thread protocol are told which answers nobody waits for. */
function toRefused(refusal: UnknownInterruptError): Outcome {
  const { interruptIds: interrupt_ids, pendingIds: pending_ids } = refusal;
  const error = { ...toErrorOutcome(refusal), reason: "unknown_interrupt", interrupt_ids, pending_ids };
  return { status: "error", error, ...NOTHING_STANDS, isRefused: true };
}

function hasBreakpoints({ kwargs }: ClaimedRun): boolean {
  return (kwargs.interrupt_before ?? kwargs.interrupt_after) !== null;
}

function isDrained(error: unknown): boolean {
  return error instanceof Error && error.name === "GraphDrained";
}
