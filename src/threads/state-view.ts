import type { BaseCheckpointSaver } from "@langchain/langgraph-checkpoint";
import type { Database } from "../db/database.ts";
import { AppError, isAppError } from "../domain/errors.ts";
import type { StateSnapshot } from "@langchain/langgraph";
import type { AnyGraph, GraphCatalogue } from "../domain/ports.ts";
import { RUN_CONTEXT_KEY, type RunContext } from "../domain/run-context.ts";
import type { Thread } from "../domain/thread.ts";
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
};

/**
 * A thread with the graph that last ran on it; `view` is null when none did. The graph is seen through an object of
 * its own that carries the checkpointer, so the shared compiled graph is never changed. Throws `thread_not_found`.
 */
export async function openState(
  { db, graphs, openCheckpointer }: StateDeps,
  tenantId: string,
  threadId: string,
): Promise<{ thread: Thread; view: StateView | null }> {
  const thread = await findThread(db, tenantId, threadId);
  const graphId = thread.metadata["graph_id"];
  if (typeof graphId !== "string" || !graphs.has(graphId)) return { thread, view: null };
  const context: RunContext = { tenantId };
  const checkpointer = openCheckpointer(context);
  const graph: AnyGraph = Object.create(await graphs.open(graphId), {
    checkpointer: { value: checkpointer },
  });
  const at: StateView["at"] = (checkpoint) => ({
    configurable: {
      thread_id: threadId,
      checkpoint_ns: checkpoint?.checkpoint_ns ?? "",
      ...(checkpoint?.checkpoint_id ? { checkpoint_id: checkpoint.checkpoint_id } : {}),
      [RUN_CONTEXT_KEY]: context,
    },
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
  return { thread, view: { thread, graph, at, read } };
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
