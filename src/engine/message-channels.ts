import { AIMessage, RemoveMessage, type BaseMessage } from "@langchain/core/messages";
import { isDeltaSnapshot, type CheckpointTuple } from "@langchain/langgraph-checkpoint";
import type { AnyGraph } from "../domain/ports.ts";
import { isMessageList } from "./open-calls.ts";

type Channel = { fromCheckpoint(value: unknown): { update(writes: unknown[]): unknown; get(): unknown } };

/** A list of messages in a checkpoint; `isDelta`: of a channel that keeps only what is written to it. */
export type MessageList = { channel: string; messages: BaseMessage[]; isDelta: boolean };

/** The lists of messages that stand in a checkpoint, whatever their channels are called. */
export async function readMessageLists(
  { checkpoint, metadata }: CheckpointTuple,
  readValues: () => Promise<Record<string, unknown>>,
): Promise<MessageList[]> {
  const counted: unknown = metadata?.counters_since_delta_snapshot;
  const written = typeof counted === "object" && counted !== null ? Object.keys(counted) : [];
  const values = written.length === 0 ? {} : await readValues();
  const lists: MessageList[] = written.flatMap((channel) => toList(channel, values[channel], true));
  for (const [channel, value] of Object.entries(checkpoint.channel_values)) {
    if (written.includes(channel)) continue;
    lists.push(
      ...(isDeltaSnapshot(value) ? toList(channel, value.value, true) : toList(channel, value, false)),
    );
  }
  return lists;
}

function toList(channel: string, messages: unknown, isDelta: boolean): MessageList[] {
  return isMessageList(messages) ? [{ channel, messages, isDelta }] : [];
}

/**
 * Whether the graph keeps messages in the channel as LangGraph does: by id, and so that one can be removed. Asked by
 * what it does, so that reducers which wrap the usual one count as well.
 */
export function isForMessages(graph: AnyGraph, name: string): boolean {
  const channels: unknown = Reflect.get(graph, "channels");
  const channel: unknown =
    typeof channels === "object" && channels !== null ? Reflect.get(channels, name) : null;
  if (!isChannel(channel)) return false;
  try {
    const probe = channel.fromCheckpoint([new AIMessage({ id: "probe", content: "" })]);
    probe.update([[new RemoveMessage({ id: "probe" })]]);
    const left = probe.get();
    return Array.isArray(left) && left.length === 0;
  } catch {
    return false;
  }
}

function isChannel(value: unknown): value is Channel {
  return (
    typeof value === "object" &&
    value !== null &&
    "fromCheckpoint" in value &&
    typeof value.fromCheckpoint === "function"
  );
}
