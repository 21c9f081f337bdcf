import type { RunConfig, RunCreate, RunKwargs } from "../domain/run.ts";

type Json = Record<string, unknown>;

/** What an assistant brings into a run. */
export type RunAssistant = { config: RunConfig; context: Json; metadata: Json };

/** Two layers, between which the thread's own belong. */
export type Layers = { under: Json; over: Json };

/** What is asked for, with defaults, before assistant, thread and headers come to it. */
export function toRequested(body: RunCreate, temporary: boolean): RunKwargs {
  return {
    input: body.input ?? null,
    command: body.command ?? null,
    config: body.config ?? {},
    context: body.context ?? {},
    stream_mode: body.stream_mode ?? ["values"],
    interrupt_before: body.interrupt_before ?? null,
    interrupt_after: body.interrupt_after ?? null,
    webhook: body.webhook ?? null,
    feedback_keys: body.feedback_keys ?? null,
    subgraphs: body.stream_subgraphs ?? false,
    resumable: body.stream_resumable ?? false,
    temporary,
    checkpoint: toCheckpoint(body),
    durability: body.durability ?? fromCheckpointDuring(body.checkpoint_during) ?? "sync",
    strict_resume: body.strict_resume ?? false,
    timeout: body.timeout ?? null,
  };
}

/** The request on its assistant: assistant < thread < run < headers (PROTOCOL 4.2); the thread comes in later. */
export function toMerged(
  requested: RunKwargs,
  headers: Record<string, string>,
  { config, context }: RunAssistant,
): { kwargs: RunKwargs; configurable: Layers } {
  const { configurable: under = {}, ...defaults } = config;
  const { configurable: over = {}, ...asked } = requested.config;
  return {
    kwargs: {
      ...requested,
      config: { ...defaults, ...asked, metadata: { ...defaults.metadata, ...asked.metadata } },
      context: isObject(requested.context) ? { ...context, ...requested.context } : requested.context,
    },
    configurable: { under: toClientKeys(under), over: { ...toClientKeys(over), ...headers } },
  };
}

/** The complete configuration, once it is known what the thread hands down: `configurable` only, no tags or limits. */
export function toInherited(kwargs: RunKwargs, { under, over }: Layers, ofThread: Json): RunKwargs {
  const configurable = { ...under, ...toClientKeys(ofThread), ...over };
  return { ...kwargs, config: { ...kwargs.config, configurable } };
}

const CHECKPOINT_KEYS = new Set(["checkpoint_id", "checkpoint_ns", "checkpoint_map"]);

/** What the thread keeps of a request: where one run began, and what one caller's headers said, is not for the next. */
export function toThreadConfig({ config }: RunKwargs): RunConfig {
  const { configurable = {}, ...rest } = config;
  const kept = Object.entries(toClientKeys(configurable)).filter(([key]) => !CHECKPOINT_KEYS.has(key));
  return kept.length === 0 ? rest : { ...rest, configurable: Object.fromEntries(kept) };
}

/** Where a run begins, whether it says so itself or in its configuration; null at the head. */
export function toOrigin(kwargs: RunKwargs, { over }: Layers): { id: string; ns: string } | null {
  const { checkpoint_id: id, checkpoint_ns: ns } = kwargs.checkpoint ?? over;
  if (typeof id !== "string" || id === "") return null;
  return { id, ns: typeof ns === "string" ? ns : "" };
}

/** Without what the server alone sets, wherever it comes from. */
function toClientKeys(configurable: Json): Json {
  const entries = Object.entries(configurable);
  return Object.fromEntries(
    entries.filter(([key]) => !key.startsWith("__") && !key.startsWith("langgraph_auth_")),
  );
}

function toCheckpoint({ checkpoint, checkpoint_id }: RunCreate): RunKwargs["checkpoint"] {
  const id = checkpoint?.checkpoint_id ?? checkpoint_id ?? null;
  if (id === null) return null;
  const map = checkpoint?.checkpoint_map ?? null;
  return {
    checkpoint_id: id,
    checkpoint_ns: checkpoint?.checkpoint_ns ?? "",
    // A fork inside a subgraph is found through the checkpoints of the graphs around it.
    ...(map === null ? {} : { checkpoint_map: map }),
  };
}

function fromCheckpointDuring(during: boolean | null | undefined): RunKwargs["durability"] | undefined {
  if (during === null || during === undefined) return undefined;
  return during ? "sync" : "exit";
}

function isObject(value: unknown): value is Json {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
