import type { BaseCheckpointSaver, BaseStore } from "@langchain/langgraph-checkpoint";
import type { RunControl } from "@langchain/langgraph";
import { EFFECTS_KEY, type Effects } from "../domain/effects.ts";
import { RUN_CONTEXT_KEY, type RunContext } from "../domain/run-context.ts";
import type { StreamMode } from "../domain/run.ts";
import type { ClaimedRun } from "../runs/claimed-run.ts";

/** What the engine itself needs of every run: the state, and with it who is asked. */
const ALWAYS = ["values"] as const;
const ON_REQUEST = ["updates", "custom", "tools", "debug", "messages", "tasks"] as const;
type GraphStreamMode = (typeof ALWAYS)[number] | (typeof ON_REQUEST)[number];

type Surroundings = {
  context: RunContext;
  checkpointer: BaseCheckpointSaver;
  store: BaseStore;
  effects: Effects;
  signal: AbortSignal;
  control: RunControl;
  apiUrl: string | null;
  version: string;
};

/**
 * Only what somebody asked for: to listen to models and tasks costs each step of a graph as much again as the step. Runs
 * of the thread protocol ask for all of it.
 */
function toStreamModes(requested: readonly StreamMode[]): GraphStreamMode[] {
  const wanted = new Set<StreamMode>(requested);
  if (wanted.has("messages-tuple")) wanted.add("messages");
  // The checkpoints stand in `debug` too. Were they asked for by name, their light form would not come.
  if (wanted.has("checkpoints")) wanted.add("debug");
  if (wanted.has("lifecycle")) wanted.add("tasks");
  return [...ALWAYS, ...ON_REQUEST.filter((mode) => wanted.has(mode))];
}

/** The options of one invocation. Only what is defined is passed: an explicit undefined resets what the graph binds. */
export function toGraphOptions(
  run: ClaimedRun,
  { context, checkpointer, store, effects, signal, control, ...host }: Surroundings,
) {
  const { kwargs } = run;
  const { configurable, recursion_limit: recursionLimit, metadata, tags } = kwargs.config;
  return {
    ...(tags === undefined ? {} : { tags }),
    ...(recursionLimit === undefined ? {} : { recursionLimit }),
    ...(hasKeys(kwargs.context) ? { context: kwargs.context } : {}),
    ...(kwargs.interrupt_before === null ? {} : { interruptBefore: kwargs.interrupt_before }),
    ...(kwargs.interrupt_after === null ? {} : { interruptAfter: kwargs.interrupt_after }),
    streamMode: toStreamModes(kwargs.stream_mode),
    // The form of events: from the second on each state comes behind the light form of the checkpoint that holds it.
    version: "v2" as const,
    subgraphs: true as const,
    durability: kwargs.durability,
    signal,
    control,
    store,
    runId: run.runId,
    metadata: {
      ...run.metadata,
      ...metadata,
      run_id: run.runId,
      thread_id: run.threadId,
      graph_id: run.graphId,
      assistant_id: run.assistantId,
      run_attempt: run.attempt,
      langgraph_version: host.version,
      langgraph_host: "self-hosted",
      langgraph_plan: "self-hosted",
      ...(host.apiUrl === null ? {} : { langgraph_api_url: host.apiUrl }),
    },
    configurable: {
      ...configurable,
      run_id: run.runId,
      thread_id: run.threadId,
      graph_id: run.graphId,
      assistant_id: run.assistantId,
      ...toAuthKeys(run),
      ...kwargs.checkpoint,
      [RUN_CONTEXT_KEY]: context,
      [EFFECTS_KEY]: effects,
      __pregel_checkpointer: checkpointer,
    },
  };
}

/** Who created the run, for its graph only; nobody in particular without custom auth. */
function toAuthKeys({ caller }: ClaimedRun): Record<string, unknown> {
  if (caller === null || caller.user === null) return {};
  const { identity, permissions, user } = caller;
  return {
    user_id: identity,
    langgraph_auth_user: user,
    langgraph_auth_user_id: identity,
    langgraph_auth_permissions: [...permissions],
  };
}

function hasKeys(context: unknown): boolean {
  return typeof context === "object" && context !== null && Object.keys(context).length > 0;
}
