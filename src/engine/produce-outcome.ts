import type { RunControl, StateSnapshot } from "@langchain/langgraph";
import { isAppError } from "../domain/errors.ts";
import type { AnyGraph } from "../domain/ports.ts";
import type { RunContext } from "../domain/run-context.ts";
import type { LogWriter } from "../log/writer.ts";
import { toWireJson } from "../log/wire.ts";
import type { ClaimedRun } from "../runs/claimed-run.ts";
import type { ExecuteDeps, StopReason } from "./execution.ts";
import type { Outcome } from "./finish-run.ts";
import { endsThread, toGraphInput } from "./graph-input.ts";
import { toGraphOptions } from "./graph-options.ts";
import { NOTHING_STANDS, readStanding, toCancelledStanding, toErrorOutcome, toStanding } from "./outcome.ts";
import { toShownPayload } from "./shown-payload.ts";

type Control = { signal: AbortSignal; control: RunControl; stopped(): StopReason | null };
type GraphOptions = ReturnType<typeof toGraphOptions>;

/** Executes the graph, writing what it emits into the log; "released" when it stopped for another worker to go on. */
export async function produceOutcome(
  deps: ExecuteDeps,
  run: ClaimedRun,
  writer: LogWriter,
  { signal, control, stopped }: Control,
): Promise<Outcome | "released"> {
  let readHead = async (): Promise<StateSnapshot | undefined> => undefined;
  try {
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
    const graph = await deps.graphs.open(run.graphId);
    readHead = () => graph.getState(toStateConfig(options));
    signal.throwIfAborted();
    const begin = await toBeginning(deps, run, graph, options, writer);
    const streamed = await pump(await graph.stream(begin.input, begin.options), writer);
    if (streamed.asked !== null || hasBreakpoints(run)) {
      const toOwn = (snapshot: StateSnapshot) => toStanding(snapshot, streamed.asked);
      return {
        status: "success",
        error: null,
        ...(await readStanding(readHead, toOwn)),
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
    // Without a look at the graph or its state: they may be what took three workers down.
    if (reason === "exhausted") return { status: "error", error: WORKERS_LOST, ...NOTHING_STANDS };
    // The database is away: the lease lapses, and whoever reaches it goes on at the last checkpoint.
    if (isAppError(error, "unavailable")) throw error;
    if (reason === "draining" || isDrained(error)) return "released";
    const standing = await readStanding(readHead, reason === "cancelled" ? toCancelledStanding : toStanding);
    if (reason === "cancelled") return { status: "interrupted", error: null, ...standing };
    return { status: "error", error: toErrorOutcome(error), ...standing, waiting: false };
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
