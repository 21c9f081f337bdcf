import type { RunnableConfig } from "@langchain/core/runnables";
import {
  DeltaSnapshot,
  uuid6,
  type BaseCheckpointSaver,
  type Checkpoint,
  type CheckpointTuple,
} from "@langchain/langgraph-checkpoint";
import type { AnyGraph } from "../domain/ports.ts";
import { toCallKnowledge } from "./input-messages.ts";
import { isForMessages, readMessageLists, type MessageList } from "./message-channels.ts";
import { closeOpenCalls } from "./open-calls.ts";

type Repair = {
  graph: AnyGraph;
  checkpointer: BaseCheckpointSaver;
  /** Where the run is about to begin. */
  tuple: CheckpointTuple;
  input: unknown;
  readValues(): Promise<Record<string, unknown>>;
};

/**
 * Before a new turn: gives each tool call that an earlier run left without a result one, as strict providers ask for,
 * in a checkpoint of its own. Answers whether there is such a checkpoint, which is the thread's head then.
 *
 * The list is written as it is to be, past its reducer: only so can a result get into the middle. The checkpoint names
 * no run, or LangGraph would take it for one that the run itself had reached, and pass over the input.
 */
export async function repairCalls({
  graph,
  checkpointer,
  tuple,
  input,
  readValues,
}: Repair): Promise<boolean> {
  const lists = (await readMessageLists(tuple, readValues)).flatMap((list): MessageList[] => {
    const known = toCallKnowledge(list.channel, input, tuple.pendingWrites ?? []);
    const messages = closeOpenCalls(list.messages, known);
    return messages === null || !isForMessages(graph, list.channel) ? [] : [{ ...list, messages }];
  });
  if (lists.length === 0) return false;
  const step = (tuple.metadata?.step ?? -1) + 1;
  const checkpoint = toRepaired(tuple.checkpoint, lists, step, (version) =>
    checkpointer.getNextVersion(version),
  );
  const versions = lists.map(({ channel }) => [channel, checkpoint.channel_versions[channel] ?? 0]);
  const metadata = { source: "update" as const, step, parents: tuple.metadata?.parents ?? {} };
  await checkpointer.put(toAddress(tuple.config), checkpoint, metadata, Object.fromEntries(versions));
  return true;
}

function toRepaired(
  checkpoint: Checkpoint,
  lists: readonly MessageList[],
  step: number,
  toNext: (version: number | undefined) => number,
): Checkpoint {
  const values = { ...checkpoint.channel_values };
  const versions = { ...checkpoint.channel_versions };
  for (const { channel, messages, isDelta } of lists) {
    values[channel] = isDelta ? new DeltaSnapshot(messages) : messages;
    const version = versions[channel];
    versions[channel] = toNext(typeof version === "number" ? version : undefined);
  }
  return {
    ...checkpoint,
    id: uuid6(step),
    ts: new Date().toISOString(),
    channel_values: values,
    channel_versions: versions,
  };
}

function toAddress({ configurable = {} }: RunnableConfig): RunnableConfig {
  const { thread_id, checkpoint_ns, checkpoint_id } = configurable;
  return { configurable: { thread_id, checkpoint_ns, checkpoint_id } };
}
