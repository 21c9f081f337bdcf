import type { RunConfig, RunCreate, RunKwargs } from "../domain/run.ts";

type Json = Record<string, unknown>;

/** What the assistant and the thread bring into a run. */
export type RunSurroundings = {
  assistant: { config: RunConfig; context: Json; metadata: Json };
  thread: { config: RunConfig; metadata: Json } | null;
};

/** The request with every default filled in; assistant < thread < run < headers (PROTOCOL 4.2). */
export function toRunKwargs(
  body: RunCreate,
  headers: Record<string, string>,
  { assistant, thread }: RunSurroundings,
  temporary: boolean,
): RunKwargs {
  const configs = [assistant.config, toInherited(thread), body.config ?? {}, { configurable: headers }];
  return {
    input: body.input ?? null,
    command: body.command ?? null,
    config: mergeConfigs(configs),
    context: isObject(body.context)
      ? { ...assistant.context, ...body.context }
      : (body.context ?? assistant.context),
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
  };
}

export function toRunMetadata(body: RunCreate, { assistant, thread }: RunSurroundings, stamp: Json): Json {
  return { ...assistant.metadata, ...thread?.metadata, ...body.metadata, ...stamp };
}

const CHECKPOINT_KEYS = new Set(["checkpoint_id", "checkpoint_ns", "checkpoint_map"]);

/** What the thread keeps of a request: where one run began, and what one caller's headers said, is not for the next. */
export function toThreadConfig(body: RunCreate, { thread }: RunSurroundings): RunConfig {
  if (body.config === null || body.config === undefined) return {};
  const { configurable = {}, ...config } = body.config;
  const kept = Object.entries(configurable).filter(([key]) => !CHECKPOINT_KEYS.has(key));
  return mergeConfigs([thread?.config ?? {}, { ...config, configurable: Object.fromEntries(kept) }]);
}

/** A thread hands down `configurable` only; tags and limits are the run's or the assistant's. */
function toInherited(thread: RunSurroundings["thread"]): RunConfig {
  return { configurable: { ...thread?.config.configurable } };
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

/** Later wins; `configurable` and `metadata` are merged key by key. */
function mergeConfigs(configs: RunConfig[]): RunConfig {
  return configs.reduce((merged, config) => ({
    ...merged,
    ...config,
    configurable: { ...merged.configurable, ...config.configurable },
    metadata: { ...merged.metadata, ...config.metadata },
  }));
}

function isObject(value: unknown): value is Json {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
