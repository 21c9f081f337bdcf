import type { BaseMessage } from "@langchain/core/messages";

const ASCII = /^[\u0000-\u007f]*$/;

/** An estimate for when nobody counted: four Latin characters or two of any other script make a token. */
export function countTokens(text: string): number {
  if (ASCII.test(text)) return Math.ceil(text.length / 4);
  let quarters = 0;
  for (const character of text) quarters += ASCII.test(character) ? 1 : 2;
  return Math.ceil(quarters / 4);
}

export function countMessageTokens(messages: readonly BaseMessage[]): number {
  return messages.reduce((sum, message) => sum + countTokens(message.text), 0);
}
