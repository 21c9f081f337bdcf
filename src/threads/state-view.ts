import type { StateSnapshot } from "@langchain/langgraph";
import type { BaseCheckpointSaver } from "@langchain/langgraph-checkpoint";
import type { Database } from "../db/database.ts";
import type { MetadataFilter } from "../domain/authorization.ts";
import { AppError, isAppError } from "../domain/errors.ts";
import type { AnyGraph, GraphAccess, GraphCatalogue } from "../domain/ports.ts";
import { RUN_CONTEXT_KEY, type RunContext } from "../domain/run-context.ts";
import type { Thread } from "../domain/thread.ts";
import { recordResults, type TaskResults } from "./task-results.ts";
import { findThread } from "./thread-row.ts";

export type StateDeps = {
  db: Database;
  graphs: GraphCatalogue;
  openCheckpointer(context: RunContext): BaseCheckpointSaver;
};

type Selector = { checkpoint_id?: string | null | undefined; checkpoint_ns?: string | null | undefined };

export type StateView = {
  thread: Thread;
  graph: AnyGraph;
  /** The configuration that addresses a checkpoint of this thread. */
  at(checkpoint?: Selector): { configurable: Record<string, unknown> };
  /** The state at a checkpoint, or at the head with what its tasks wrote since. */
  read(checkpoint: Selector, options: { subgraphs: boolean }): Promise<StateSnapshot>;
  /** Of every checkpoint that was read so far. */
  results: TaskResults;
};

/** A thread that the caller may see, with its graph; `view` is null when it has none. Throws `thread_not_found`. */
export async function openState(
  deps: StateDeps,
  tenantId: string,
  threadId: string,
  filter: MetadataFilter | null = null,
): Promise<{ thread: Thread; view: StateView | null }> {
  const thread = await findThread(deps.db, tenantId, threadId, filter);
  return { thread, view: await openView(deps, { tenantId }, thread, "threads.read") };
}

/**
 * The graph that last ran on the thread, seen through an object of its own that carries the checkpointer, so that the
 * shared compiled graph is never changed. null when the thread has no graph.
 */
export async function openView(
  { graphs, openCheckpointer }: StateDeps,
  context: RunContext,
  thread: Thread,
  access: GraphAccess,
): Promise<StateView | null> {
  const threadId = thread.thread_id;
  const graphId = thread.metadata["graph_id"];
  if (typeof graphId !== "string" || !graphs.has(graphId)) return null;
  const results: TaskResults = new Map();
  const checkpointer = recordResults(openCheckpointer(context), results);
  const at: StateView["at"] = (checkpoint) => ({
    configurable: {
      thread_id: threadId,
      checkpoint_ns: checkpoint?.checkpoint_ns ?? "",
      ...(checkpoint?.checkpoint_id ? { checkpoint_id: checkpoint.checkpoint_id } : {}),
      [RUN_CONTEXT_KEY]: context,
    },
  });
  const config = { configurable: { ...toConfigurable(thread.config), ...at().configurable } };
  const graph: AnyGraph = Object.create(await graphs.open(graphId, { access, config }), {
    checkpointer: { value: checkpointer },
  });
  const read: StateView["read"] = async (checkpoint, options) => {
    try {
      return await graph.getState(at(checkpoint), options);
    } catch (error) {
      if (!isGraphFault(error) || checkpoint.checkpoint_id) throw error;
      // An input that the graph could not take stands at the head as a write that fits no channel; read without it.
      const head = await checkpointer.getTuple(at(checkpoint));
      if (head === undefined) throw error;
      return graph.getState(at({ ...checkpoint, checkpoint_id: head.checkpoint.id }), options);
    }
  };
  return { thread, graph, at, read, results };
}

/** What a thread remembers of the configuration of its runs, for graphs that a factory makes from it. */
function toConfigurable(config: Record<string, unknown>): object {
  const { configurable } = config;
  return typeof configurable === "object" && configurable !== null ? configurable : {};
}

/** What a graph throws about values it was given, and not the database below it. */
export function isGraphFault(error: unknown): boolean {
  if (isAppError(error)) return false;
  return !(error instanceof Error && "code" in error && typeof error.code === "string");
}

export function threadWithoutGraph(threadId: string): AppError {
  return new AppError("thread_without_graph", `Thread ${threadId} has no graph yet`, {
    fix: "Run an assistant on the thread first, or create it with metadata.graph_id.",
  });
}
