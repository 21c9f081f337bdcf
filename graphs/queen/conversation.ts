import { AIMessage, type BaseMessage, HumanMessage } from "@langchain/core/messages";
import { isQuestionMessage } from "../question-messages.ts";
import { isFollowUp } from "./follow-up.ts";

/** What an answer remembers of the skills that gave it; a follow-up goes on from here. */
export type EarlierAnswer = { skills: string[]; text: string; inputs: Record<string, unknown> };

/** What a person asked in one go, with their answers to questions about it, and what came of it. */
type Turn = { texts: string[]; answer: EarlierAnswer | null };

function toTurns(messages: BaseMessage[]): Turn[] {
  const turns: Turn[] = [];
  for (const [index, message] of messages.entries()) {
    const turn = turns.at(-1);
    if (HumanMessage.isInstance(message)) {
      if (turn !== undefined && isQuestionMessage(messages[index - 1])) turn.texts.push(message.text.trim());
      else turns.push({ texts: [message.text.trim()], answer: null });
    } else if (turn !== undefined) turn.answer = toEarlierAnswer(message) ?? turn.answer;
  }
  return turns;
}

/** The current request in the person's own words, with their answers to questions about it. */
export function toTurnText(messages: BaseMessage[]): string {
  return toTurns(messages).at(-1)?.texts.join("\n\n") ?? "";
}

/** A follow-up with everything that it continues; the newest words come first, so that their numbers count. */
export function toContinuedText(messages: BaseMessage[]): string {
  const turns = toTurns(messages);
  const answered = turns.slice(0, -1).filter((turn) => turn.answer !== null);
  const root = answered.findLastIndex((turn) => !isFollowUp(turn.texts[0] ?? ""));
  return [...answered.slice(Math.max(root, 0)), ...turns.slice(-1)]
    .map((turn) => turn.texts.join("\n\n"))
    .reverse()
    .join("\n\n");
}

/** The last answer that a skill gave before the current request. */
export function findEarlierAnswer(messages: BaseMessage[]): EarlierAnswer | null {
  return (
    toTurns(messages)
      .slice(0, -1)
      .findLast((turn) => turn.answer !== null)?.answer ?? null
  );
}

function toEarlierAnswer(message: BaseMessage): EarlierAnswer | null {
  if (!AIMessage.isInstance(message)) return null;
  const { skill, inputs } = message.additional_kwargs;
  if (typeof skill !== "string") return null;
  const skills = skill.split(" + ");
  return {
    skills,
    text: message.text,
    inputs: typeof inputs === "object" && inputs !== null ? { ...inputs } : {},
  };
}
