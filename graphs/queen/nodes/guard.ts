import { AIMessage, type BaseMessage, HumanMessage } from "@langchain/core/messages";
import type { GraphDeps } from "../../deps.ts";
import type { QueenUpdate, QueenValues } from "../state.ts";

export const MAX_CHARACTERS = 20_000;

/** Everything but the conversation begins anew with each run. */
const FRESH: QueenUpdate = {
  perception: null,
  passages: [],
  route: null,
  plan: null,
  results: null,
  answer: null,
  critique: null,
  verdict: null,
  usage: null,
  degraded: null,
  errors: null,
};

/** Takes the request and turns away what nobody could answer; a refusal is a message of ours at the end. */
export function createGuardNode({ newId }: Pick<GraphDeps, "newId">) {
  return function guard({ messages }: QueenValues): QueenUpdate {
    const request = messages.at(-1);
    const refusal = findRefusal(request);
    if (refusal !== null) return { ...FRESH, messages: [new AIMessage({ id: newId(), content: refusal })] };
    return request !== undefined && hasNul(request) ? { ...FRESH, messages: [withoutNul(request)] } : FRESH;
  };
}

function findRefusal(request: BaseMessage | undefined): string | null {
  const text = HumanMessage.isInstance(request) ? request.text.replaceAll("\u0000", "").trim() : "";
  if (text === "") {
    return "There is no request in this message. Write what you need, for example: plan a Diwali campaign for my sweet shop in Pune with 2 lakh.";
  }
  if (text.length <= MAX_CHARACTERS) return null;
  return `This message has ${text.length.toLocaleString("en-IN")} characters; I read at most ${MAX_CHARACTERS.toLocaleString("en-IN")} at once. Send the part that matters, and add the rest to the knowledge base as a document.`;
}

function hasNul(message: BaseMessage): boolean {
  return JSON.stringify(message.content).includes("\\u0000");
}

/** Postgres stores no U+0000; the replacement sign shows that something stood there. */
function withoutNul(message: BaseMessage): BaseMessage {
  const content = JSON.parse(JSON.stringify(message.content).replaceAll("\\u0000", "\ufffd"));
  return new HumanMessage({ id: message.id, content });
}
