import {
  isAIMessage,
  isBaseMessage,
  isToolMessage,
  ToolMessage,
  type AIMessage,
  type BaseMessage,
} from "@langchain/core/messages";

/** What is known beside the list of messages itself. */
export type CallKnowledge = {
  /** Calls that the coming input answers. */
  answered: ReadonlySet<string>;
  /** Messages that the coming input removes or puts another in place of; null: all of them. */
  replaced: ReadonlySet<string> | null;
  /** Results that were reached and did not get into the list. */
  results: ReadonlyMap<string, ToolMessage>;
};

const UNKNOWN =
  "Cancelled: the run ended before this call had a result. Whether it took effect is not known.";

/**
 * The messages with a result behind each tool call that has none, or null when none is missing. Providers insist that
 * results follow their calls at once, so that is where they go.
 */
export function closeOpenCalls(messages: readonly BaseMessage[], known: CallKnowledge): BaseMessage[] | null {
  if (known.replaced === null) return null;
  const given = new Set(messages.filter(isToolMessage).map((message) => message.tool_call_id));
  const closed: BaseMessage[] = [];
  let due: ToolMessage[] = [];
  let missing = 0;
  for (const message of messages) {
    if (!isToolMessage(message)) closed.push(...due.splice(0));
    closed.push(message);
    if (!isAIMessage(message) || known.replaced.has(message.id ?? "")) continue;
    due = toMissing(message, given, known);
    missing += due.length;
  }
  return missing === 0 ? null : [...closed, ...due];
}

function toMissing(message: AIMessage, given: ReadonlySet<string>, known: CallKnowledge): ToolMessage[] {
  return (message.tool_calls ?? []).flatMap(({ id, name }) => {
    if (id === undefined || given.has(id) || known.answered.has(id)) return [];
    const result = known.results.get(id);
    if (result !== undefined) return [result];
    const fields = { tool_call_id: id, name, status: "error" as const, content: UNKNOWN };
    return [new ToolMessage({ ...fields, id: `cancelled-${message.id ?? ""}-${id}` })];
  });
}

/** Whether it may be a list of messages at all. */
export function isMessageList(value: unknown): value is BaseMessage[] {
  return Array.isArray(value) && value.length > 0 && value.every(isBaseMessage);
}
