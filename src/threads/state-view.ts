import type { BaseCheckpointSaver } from "@langchain/langgraph-checkpoint";
import type { Database } from "../db/database.ts";
import { AppError } from "../domain/errors.ts";
import type { AnyGraph, GraphCatalogue } from "../domain/ports.ts";
import { RUN_CONTEXT_KEY, type RunContext } from "../domain/run-context.ts";
import type { Thread } from "../domain/thread.ts";
import { findThread } from "./thread-row.ts";

export type StateDeps = { db: Database; graphs: GraphCatalogue; openCheckpointer(context: RunContext): BaseCheckpointSaver };

export type StateView = {
  thread: Thread;
  graph: AnyGraph;
  /** The configuration that addresses a checkpoint of this thread. */
  at(checkpoint?: { checkpoint_id?: string | null | undefined; checkpoint_ns?: string | null | undefined }): {
    configurable: Record<string, unknown>;
  };
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
  const checkpointer = { value: openCheckpointer(context) };
  const graph: AnyGraph = Object.create(await graphs.open(graphId), { checkpointer });
  return {
    thread,
    view: {
      thread,
      graph,
      at: (checkpoint) => ({
        configurable: {
          thread_id: threadId,
          checkpoint_ns: checkpoint?.checkpoint_ns ?? "",
          ...(checkpoint?.checkpoint_id ? { checkpoint_id: checkpoint.checkpoint_id } : {}),
          [RUN_CONTEXT_KEY]: context,
        },
      }),
    },
  };
}

export function threadWithoutGraph(threadId: string): AppError {
  return new AppError("thread_without_graph", `Thread ${threadId} has no graph yet`, {
    fix: "Run an assistant on the thread first, or create it with metadata.graph_id.",
  });
}
