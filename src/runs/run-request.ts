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
  const checkpointId = body.checkpoint?.checkpoint_id ?? body.checkpoint_id ?? undefined;
  return {
    input: body.input ?? null,
    command: body.command ?? null,
    config: mergeConfigs([assistant.config, thread?.config ?? {}, body.config ?? {}, { configurable: headers }]),
    context: isObject(body.context) ? { ...assistant.context, ...body.context } : (body.context ?? assistant.context),
    stream_mode: body.stream_mode ?? ["values"],
    interrupt_before: body.interrupt_before ?? null,
    interrupt_after: body.interrupt_after ?? null,
    webhook: body.webhook ?? null,
    feedback_keys: body.feedback_keys ?? null,
    subgraphs: body.stream_subgraphs ?? false,
    resumable: body.stream_resumable ?? false,
    temporary,
    checkpoint:
      checkpointId === undefined
        ? null
        : { checkpoint_id: checkpointId, checkpoint_ns: body.checkpoint?.checkpoint_ns ?? "" },
    durability: body.durability ?? fromCheckpointDuring(body.checkpoint_during) ?? "sync",
  };
}

export function toRunMetadata(body: RunCreate, { assistant, thread }: RunSurroundings): Json {
  return { ...assistant.metadata, ...thread?.metadata, ...body.metadata };
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
