import { isToolMessage, type ToolMessage } from "@langchain/core/messages";
import type { CheckpointPendingWrite } from "@langchain/langgraph-checkpoint";
import { REMOVE_ALL_MESSAGES } from "@langchain/langgraph";
import type { CallKnowledge } from "./open-calls.ts";

/** What the input of a run, and what tasks wrote that did not get into the state, say about a list of messages. */
export function toCallKnowledge(
  channel: string,
  input: unknown,
  pendingWrites: readonly CheckpointPendingWrite[],
): CallKnowledge {
  const given = toItems(isRecord(input) ? input[channel] : undefined).map(toFields);
  const ids = given.map(({ id }) => id).filter((id) => typeof id === "string");
  const answered = given.map(({ tool_call_id: id }) => id).filter((id) => typeof id === "string");
  const results = pendingWrites.flatMap(([, written, value]) =>
    written === channel ? toItems(value).filter(isResult) : [],
  );
  return {
    answered: new Set(answered),
    replaced: ids.includes(REMOVE_ALL_MESSAGES) ? null : new Set(ids),
    results: new Map(results.map((result) => [result.tool_call_id, result])),
  };
}

function toItems(value: unknown): unknown[] {
  return Array.isArray(value) ? value : [value];
}

/** A message as clients write it: flat, or in the form of LangChain's constructors. */
function toFields(message: unknown): Record<string, unknown> {
  if (!isRecord(message)) return {};
  return message["lc"] === 1 && isRecord(message["kwargs"]) ? message["kwargs"] : message;
}

function isResult(value: unknown): value is ToolMessage {
  return isRecord(value) && "tool_call_id" in value && isToolMessage(value as never);
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
