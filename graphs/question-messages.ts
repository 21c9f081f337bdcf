import { AIMessage, type BaseMessage, HumanMessage } from "@langchain/core/messages";

/** A question of ours as part of the conversation, marked as one that the next human message answers. */
export function toQuestionMessage(id: string, question: string): AIMessage {
  return new AIMessage({ id, content: question, additional_kwargs: { question: true } });
}

export function isQuestionMessage(message: BaseMessage | undefined): boolean {
  return AIMessage.isInstance(message) && message.additional_kwargs["question"] === true;
}

/** What a person answered, as part of the conversation. */
export function toReplyMessage(id: string, resume: unknown): HumanMessage {
  return new HumanMessage({ id, content: toReplyText(resume) });
}

/** A resume in words: plain text as it is, `{ field: value }` one per line. */
export function toReplyText(resume: unknown): string {
  if (typeof resume === "string") return resume.trim();
  if (typeof resume === "number" || typeof resume === "boolean") return String(resume);
  if (typeof resume !== "object" || resume === null) return "";
  return Object.entries(resume)
    .map(([name, value]) => `${name}: ${typeof value === "string" ? value : JSON.stringify(value)}`)
    .join("\n");
}
