import type { StateSnapshot } from "@langchain/langgraph";
import type { BaseCheckpointSaver } from "@langchain/langgraph-checkpoint";
import type { AnyGraph } from "../domain/ports.ts";
import { writeNote } from "../log/row-note.ts";
import type { LogWriter } from "../log/writer.ts";
import { toWireJson } from "../log/wire.ts";
import type { ClaimedRun } from "../runs/claimed-run.ts";
import type { ExecuteDeps } from "./execution.ts";
import { endsThread, isNewTurn, toGraphInput } from "./graph-input.ts";
import type { toGraphOptions } from "./graph-options.ts";
import { answerOnce } from "./known-tuple.ts";
import { repairCalls } from "./repair-calls.ts";
import { isStrictResume, refuseUnknownAnswers } from "./strict-resume.ts";

export type GraphOptions = ReturnType<typeof toGraphOptions>;
type Beginning = { input: unknown; options: GraphOptions };

type BeginDeps = Pick<ExecuteDeps, "headOfRun"> & {
  run: ClaimedRun;
  graph: AnyGraph;
  options: GraphOptions;
  checkpointer: BaseCheckpointSaver;
  writer: LogWriter;
};

/** A run that was begun before goes on at its last checkpoint; its clients first get the state as it stands there. */
export async function beginRun(deps: BeginDeps): Promise<Beginning> {
  const { run, graph, options, writer } = deps;
  if (run.runSeq === 1) return beginAnew(deps);
  const { runId, threadId, tenantId } = run;
  const snapshot = await graph.getState(toStateConfig(options));
  if (snapshot.createdAt !== undefined)
    await writer.append("", "values", toWireJson(snapshot.values), toHeadNote(snapshot));
  if ((await deps.headOfRun(tenantId, threadId, runId)) === null) return beginAnew(deps);
  return { input: null, options: toHeadOptions(options) };
}

async function beginAnew({ run, graph, options, checkpointer }: BeginDeps): Promise<Beginning> {
  const { kwargs } = run;
  if (isStrictResume(kwargs)) refuseUnknownAnswers(kwargs, await graph.getState(toStateConfig(options)));
  if (isNewTurn(kwargs)) {
    const { isRepaired } = await lookAtOrigin({ run, graph, options, checkpointer });
    return { input: kwargs.input, options: isRepaired ? toHeadOptions(options) : options };
  }
  const input = await toGraphInput(kwargs, graph, options);
  return { input, options: endsThread(kwargs) ? toHeadOptions(options) : options };
}

/**
 * Reads where a new turn begins, which LangGraph is then spared, and mends what an earlier run left there. A fork inside
 * a subgraph is LangGraph's own affair.
 */
async function lookAtOrigin({
  run,
  graph,
  options,
  checkpointer,
}: Omit<BeginDeps, "headOfRun" | "writer">): Promise<{ isRepaired: boolean }> {
  const { thread_id: threadId, ...place } = options.configurable;
  const { checkpoint_ns: ns = "", checkpoint_id: id } = place as {
    checkpoint_ns?: string;
    checkpoint_id?: string;
  };
  if (ns !== "") return { isRepaired: false };
  if (run.isFresh && id === undefined) {
    answerOnce(checkpointer, { threadId, checkpointId: undefined, tuple: undefined });
    return { isRepaired: false };
  }
  const at = {
    configurable: {
      ...toStateConfig(options).configurable,
      ...(id === undefined ? {} : { checkpoint_id: id }),
    },
  };
  const tuple = await checkpointer.getTuple(at);
  if (tuple !== undefined) {
    const readValues = async (): Promise<Record<string, unknown>> =>
      toRecord((await graph.getState(at)).values);
    const { input } = run.kwargs;
    if (await repairCalls({ graph, checkpointer, tuple, input, readValues })) return { isRepaired: true };
  }
  answerOnce(checkpointer, { threadId, checkpointId: id, tuple });
  return { isRepaired: false };
}

/** The checkpoint that holds a state, for those who go back to one. */
function toHeadNote({ config, parentConfig, metadata }: StateSnapshot): string | null {
  const id: unknown = config.configurable?.["checkpoint_id"];
  const parent: unknown = parentConfig?.configurable?.["checkpoint_id"];
  if (typeof id !== "string" || metadata === undefined) return null;
  const { step, source } = metadata;
  return writeNote({
    checkpoint: { id, ...(typeof parent === "string" ? { parent_id: parent } : {}), step, source },
  });
}

/** The head of the thread, whatever checkpoint the run was asked to begin from. */
export function toStateConfig(options: GraphOptions): { configurable: GraphOptions["configurable"] } {
  const { checkpoint_id: _, checkpoint_ns: __, checkpoint_map: ___, ...configurable } = options.configurable;
  return { configurable };
}

function toHeadOptions(options: GraphOptions): GraphOptions {
  return { ...options, configurable: toStateConfig(options).configurable };
}

function toRecord(value: unknown): Record<string, unknown> {
  return typeof value === "object" && value !== null ? { ...value } : {};
}
