import type { BaseCheckpointSaver, BaseStore } from "@langchain/langgraph-checkpoint";
import type { RunControl } from "@langchain/langgraph";
import { RUN_CONTEXT_KEY, type RunContext } from "../domain/run-context.ts";
import type { StreamMode } from "../domain/run.ts";
import type { ClaimedRun } from "../runs/claimed-run.ts";

/** What every run streams, whatever its client asked for: the log feeds all readers. */
const ALWAYS = ["values", "updates", "messages", "custom"] as const;
const ON_REQUEST = ["tools", "tasks", "checkpoints", "debug"] as const;
type GraphStreamMode = (typeof ALWAYS)[number] | (typeof ON_REQUEST)[number];

type Surroundings = {
  context: RunContext;
  checkpointer: BaseCheckpointSaver;
  store: BaseStore;
  signal: AbortSignal;
  control: RunControl;
  apiUrl: string | null;
  version: string;
};

function toStreamModes(requested: readonly StreamMode[]): GraphStreamMode[] {
  return [...ALWAYS, ...ON_REQUEST.filter((mode) => requested.includes(mode))];
}

/** The options of one invocation. Only what is defined is passed: an explicit undefined resets what the graph binds. */
export function toGraphOptions(
  run: ClaimedRun,
  { context, checkpointer, store, signal, control, ...host }: Surroundings,
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
      ...kwargs.checkpoint,
      [RUN_CONTEXT_KEY]: context,
      __pregel_checkpointer: checkpointer,
    },
  };
}

function hasKeys(context: unknown): boolean {
  return typeof context === "object" && context !== null && Object.keys(context).length > 0;
}
