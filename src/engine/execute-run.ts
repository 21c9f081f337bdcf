import { RunControl, type StateSnapshot } from "@langchain/langgraph";
import type { BaseCheckpointSaver, BaseStore } from "@langchain/langgraph-checkpoint";
import type { Clock } from "../domain/clock.ts";
import type { Database } from "../db/database.ts";
import { isAppError } from "../domain/errors.ts";
import type { AnyGraph, GraphCatalogue } from "../domain/ports.ts";
import type { RunContext } from "../domain/run-context.ts";
import type { Hub } from "../log/hub.ts";
import { createLogWriter, type LogWriter } from "../log/writer.ts";
import { toWireJson } from "../log/wire.ts";
import type { ClaimedRun } from "../runs/claimed-run.ts";
import type { Journal } from "./checkpointer/checkpoint-writer.ts";
import { finishRun, type Finished, type Outcome } from "./finish-run.ts";
import { endsThread, toGraphInput } from "./graph-input.ts";
import { toGraphOptions } from "./graph-options.ts";
import { readStanding, toCancelledStanding, toErrorOutcome, toStanding } from "./outcome.ts";
import { rollBackRun } from "./roll-back-run.ts";
import { toShownPayload } from "./shown-payload.ts";

/** Why a run is stopped from outside. */
export type StopReason = "cancelled" | "claim-lost" | "draining" | "exhausted";

export type RunningRun = {
  run: ClaimedRun;
  stop(reason: StopReason): void;
  /** Stops at the next step boundary, for another worker to go on. */
  drain(): void;
  done: Promise<RunEnd>;
};

export type RunEnd = ({ kind: "finished" } & Finished) | { kind: "released" } | { kind: "lost" };

export type ExecuteDeps = {
  db: Database;
  clock: Clock;
  hub: Hub;
  graphs: GraphCatalogue;
  openCheckpointer(context: RunContext, journal: Journal): BaseCheckpointSaver;
  openStore(tenantId: string): BaseStore;
  /** Id of the newest checkpoint that the run has written, if any. */
  headOfRun(tenantId: string, threadId: string, runId: string): Promise<string | null>;
  /** Takes back what the run wrote into checkpoints. */
  deleteOfRun(tenantId: string, threadId: string, runId: string): Promise<void>;
  release(run: ClaimedRun): Promise<void>;
  onTrouble(run: ClaimedRun | null, error: unknown): void;
  apiUrl: string | null;
  version: string;
};

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
      const outcome = await produce(deps, run, writer, {
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
  const finished = (await finishRun(deps.db, run, sealed, outcome)) ?? (await takeBack(deps, run));
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

/** Whoever holds the claim does the same, so a worker may break off in between and another begin anew. */
async function takeBack({ db, deleteOfRun }: ExecuteDeps, run: ClaimedRun): Promise<Finished> {
  await deleteOfRun(run.tenantId, run.threadId, run.runId);
  return rollBackRun(db, run);
}

type Control = { signal: AbortSignal; control: RunControl; stopped(): StopReason | null };
type GraphOptions = ReturnType<typeof toGraphOptions>;

async function produce(
  deps: ExecuteDeps,
  run: ClaimedRun,
  writer: LogWriter,
  { signal, control, stopped }: Control,
): Promise<Outcome | "released"> {
  let graph: AnyGraph | null = null;
  const context: RunContext = { tenantId: run.tenantId, claim: { runId: run.runId, fence: run.fence } };
  const options = toGraphOptions(run, {
    context,
    checkpointer: deps.openCheckpointer(context, writer),
    store: deps.openStore(run.tenantId),
    signal,
    control,
    apiUrl: deps.apiUrl,
    version: deps.version,
  });
  try {
    graph = await deps.graphs.open(run.graphId);
    signal.throwIfAborted();
    const begin = await toBeginning(deps, run, graph, options, writer);
    const streamed = await pump(await graph.stream(begin.input, begin.options), writer);
    if (streamed.asked !== null || hasBreakpoints(run)) {
      const toOwn = (snapshot: StateSnapshot) => toStanding(snapshot, streamed.asked);
      return {
        status: "success",
        error: null,
        ...(await readStanding(graph, toStateConfig(options), toOwn)),
      };
    }
    return {
      status: "success",
      valuesJson: streamed.valuesJson,
      interrupts: {},
      waiting: false,
      error: null,
    };
  } catch (error) {
    const reason = stopped();
    if (reason === "claim-lost" || isAppError(error, "claim_lost")) throw error;
    // The database is away: the lease lapses, and whoever reaches it goes on at the last checkpoint.
    if (isAppError(error, "unavailable")) throw error;
    if (reason === "draining" || isDrained(error)) return "released";
    if (reason === "cancelled") {
      return {
        status: "interrupted",
        error: null,
        ...(await readStanding(graph, toStateConfig(options), toCancelledStanding)),
      };
    }
    const standing = await readStanding(graph, toStateConfig(options), toStanding);
    const shown = reason === "exhausted" ? WORKERS_LOST : toErrorOutcome(error);
    return { status: "error", error: shown, ...standing, waiting: false };
  }
}

const WORKERS_LOST = {
  error: "WorkerLost",
  message: "The run was given up: its worker was lost three times",
};

/** A run that was begun before goes on at its last checkpoint; its clients first get the state as it stands there. */
async function toBeginning(
  deps: ExecuteDeps,
  run: ClaimedRun,
  graph: AnyGraph,
  options: GraphOptions,
  writer: LogWriter,
): Promise<{ input: unknown; options: GraphOptions }> {
  const atHead = { ...options, configurable: toStateConfig(options).configurable };
  const toFirst = async () => ({
    input: await toGraphInput(run.kwargs, graph, options),
    options: endsThread(run.kwargs) ? atHead : options,
  });
  if (run.runSeq === 1) return toFirst();
  const { runId, threadId, tenantId, attempt } = run;
  await writer.append("", "metadata", JSON.stringify({ run_id: runId, thread_id: threadId, attempt }));
  const snapshot = await graph.getState(toStateConfig(options));
  if (snapshot.createdAt !== undefined) await writer.append("", "values", toWireJson(snapshot.values));
  if ((await deps.headOfRun(tenantId, threadId, runId)) === null) return toFirst();
  return { input: null, options: atHead };
}

/** The head of the thread, whatever checkpoint the run was asked to begin from. */
function toStateConfig(options: GraphOptions): { configurable: GraphOptions["configurable"] } {
  const { checkpoint_id: _, checkpoint_ns: __, checkpoint_map: ___, ...configurable } = options.configurable;
  return { configurable };
}

/** `asked`: ids of what the run asked; null when it did not stop. */
type Streamed = { valuesJson: string | null; asked: ReadonlySet<unknown> | null };

/** The metadata of a message stands beside each of its pieces, as one and the same object: it is written once. */
function createMessageWriter(): (payload: unknown) => string {
  const known = new WeakMap<object, string>();
  return function toMessageJson(payload) {
    const [piece, metadata]: unknown[] = Array.isArray(payload) ? payload : [payload];
    if (typeof metadata !== "object" || metadata === null) return toWireJson(payload);
    const written = known.get(metadata) ?? toWireJson(metadata);
    known.set(metadata, written);
    return `[${toWireJson(piece)},${written}]`;
  };
}

async function pump(chunks: AsyncIterable<unknown>, writer: LogWriter): Promise<Streamed> {
  const toMessageJson = createMessageWriter();
  let valuesJson: string | null = null;
  let asked: Set<unknown> | null = null;
  for await (const chunk of chunks) {
    const [namespace, mode, payload] = chunk as [string[], Parameters<LogWriter["append"]>[1], unknown];
    const ns = namespace.join("|");
    const json = mode === "messages" ? toMessageJson(payload) : toWireJson(toShownPayload(mode, payload));
    if (ns === "" && mode === "values") {
      if (isInterrupt(payload))
        asked = new Set([...(asked ?? []), ...payload.__interrupt__.map(({ id }) => id)]);
      else valuesJson = json;
    }
    const room = writer.append(ns, mode, json);
    if (room !== undefined) await room;
  }
  return { valuesJson, asked };
}

function isInterrupt(payload: unknown): payload is { __interrupt__: { id?: string }[] } {
  if (typeof payload !== "object" || payload === null || !("__interrupt__" in payload)) return false;
  return Array.isArray(payload.__interrupt__);
}

function hasBreakpoints({ kwargs }: ClaimedRun): boolean {
  return (kwargs.interrupt_before ?? kwargs.interrupt_after) !== null;
}

function isDrained(error: unknown): boolean {
  return error instanceof Error && error.name === "GraphDrained";
}
