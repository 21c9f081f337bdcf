type Json = Record<string, unknown>;

/**
 * What the log and its readers get of a chunk (PROTOCOL 3.3): checkpoints in the field's snake_case, configurations
 * without callbacks and without what only the server sets.
 */
export function toShownPayload(mode: string, payload: unknown): unknown {
  if (!isRecord(payload)) return payload;
  if (mode === "checkpoints") return toShownCheckpoint(payload);
  if (mode !== "debug" || payload["type"] !== "checkpoint" || !isRecord(payload["payload"])) return payload;
  return { ...payload, payload: toShownCheckpoint(payload["payload"]) };
}

function toShownCheckpoint({ config, parentConfig, tasks, ...rest }: Json): Json {
  return {
    ...rest,
    config: toShownConfig(config),
    parent_config: toShownConfig(parentConfig),
    checkpoint: toCheckpoint(config),
    parent_checkpoint: toCheckpoint(parentConfig),
    tasks: Array.isArray(tasks) ? tasks.map(toShownTask) : [],
  };
}

/** The state of a task that runs a graph is only its address here. */
function toShownTask(task: unknown): unknown {
  if (!isRecord(task) || !isRecord(task["state"])) return task;
  const { state, ...rest } = task;
  return { ...rest, checkpoint: toShownKeys(isRecord(state) ? state["configurable"] : undefined) };
}

function toShownConfig(config: unknown): Json | null {
  if (!isRecord(config)) return null;
  const { callbacks: _, ...rest } = config;
  return { ...rest, configurable: toShownKeys(config["configurable"]) };
}

/** A `user_id` is the client's own where nobody signs in. */
function toShownKeys(configurable: unknown): Json {
  if (!isRecord(configurable)) return {};
  const isSigned = "langgraph_auth_user_id" in configurable;
  const isOwn = (key: string): boolean =>
    key.startsWith("__") || key.startsWith("langgraph_auth_") || (isSigned && key === "user_id");
  return Object.fromEntries(Object.entries(configurable).filter(([key]) => !isOwn(key)));
}

function toCheckpoint(config: unknown): Json | null {
  const keys = toShownKeys(isRecord(config) ? config["configurable"] : undefined);
  const { thread_id, checkpoint_ns = "", checkpoint_id, checkpoint_map = null } = keys;
  return checkpoint_id === undefined ? null : { thread_id, checkpoint_ns, checkpoint_id, checkpoint_map };
}

function isRecord(value: unknown): value is Json {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
