import type { RunnableConfig } from "@langchain/core/runnables";
import { getCheckpointId } from "@langchain/langgraph-checkpoint";
import { AppError } from "../../domain/errors.ts";
import { toPlainText } from "../../store/jsonb-text.ts";

/** What `configurable` says about a place in a thread's history; each part may be absent. */
export type PartialAddress = {
  threadId: string | undefined;
  /** Namespace of a subgraph; the root's is the empty string. */
  checkpointNs: string | undefined;
  checkpointId: string | undefined;
};
export type CheckpointAddress = PartialAddress & { threadId: string; checkpointNs: string };

export function toPartialAddress(config: RunnableConfig | undefined): PartialAddress {
  const configurable: Record<string, unknown> = config?.configurable ?? {};
  const id = config === undefined ? "" : getCheckpointId(config);
  return {
    threadId: toText(configurable["thread_id"]),
    checkpointNs: toText(configurable["checkpoint_ns"]),
    checkpointId: id === "" ? undefined : toPlainText(id),
  };
}

/** Throws `malformed_request` when the thread is not named. */
export function toAddress(config: RunnableConfig): CheckpointAddress {
  const { threadId, checkpointNs, checkpointId } = toPartialAddress(config);
  if (threadId === undefined) {
    throw new AppError("malformed_request", 'A checkpoint needs "thread_id" in the config\'s "configurable"');
  }
  return { threadId, checkpointNs: checkpointNs ?? "", checkpointId };
}

export function toConfig(threadId: string, checkpointNs: string, checkpointId: string): RunnableConfig {
  return { configurable: { thread_id: threadId, checkpoint_ns: checkpointNs, checkpoint_id: checkpointId } };
}

function toText(value: unknown): string | undefined {
  if (typeof value === "string") return toPlainText(value);
  return typeof value === "number" ? String(value) : undefined;
}
