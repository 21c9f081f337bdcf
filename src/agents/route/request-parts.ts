/** A stretch of a request that may ask for one thing of its own; offsets are those of the whole text. */
export type RequestPart = { text: string; start: number; end: number };

const SENTENCE_END = /[.!?;।]+(?=\s|$)|\n+/gu;
/** "and" and its like; what follows must look like a new order, or the list before it must be a plain list. */
const LINK =
  /,?\s+(?:and then|then also|and also|as well as|along with|in addition to|then|plus|also|and|aur phir|aur|phir|और फिर|और|तथा|आणि|फिर)\s+/giu;
const NEW_ORDER =
  /^(?:an?|the|one|two|three|four|five|some|my|our|also|then|please|\d+|write|draft|create|plan|compare|make|prepare|give|send|generate|design|tell|find|suggest|build|research|analy[sz]e|do|compose|turn|use|show|list|announce|summari[sz]e|rewrite|ek|do|teen|एक|दो|तीन)(?![\p{L}\p{M}])/iu;
/** Inside such a phrase "and" joins its objects: "with Boat and Noise". */
const INSIDE =
  /(?<![\p{L}])(?:with|to|for|about|on|against|between|of|via|through|using|from|by|including|like|in)\s+[^,]*$/iu;
const INDIAN = /[\u0900-\u0dff]|(?<![\p{L}])(?:aur|phir|banao|likho|karo|chahiye)(?![\p{L}])/iu;

/** Cuts a request where a new order seems to begin. Whether a part really asks for something is decided later. */
export function toParts(text: string): RequestPart[] {
  const cuts: { at: number; next: number }[] = [];
  for (const match of text.matchAll(SENTENCE_END))
    cuts.push({ at: match.index + match[0].length, next: match.index + match[0].length });
  for (const match of text.matchAll(LINK)) {
    const next = match.index + match[0].length;
    const since = Math.max(0, ...cuts.filter((cut) => cut.next <= match.index).map((cut) => cut.next));
    const before = text.slice(since, match.index);
    const isNew = NEW_ORDER.test(text.slice(next)) || INDIAN.test(text) || !INSIDE.test(before);
    if (isNew) cuts.push({ at: match.index, next });
  }
  const parts: RequestPart[] = [];
  let start = 0;
  for (const cut of [...cuts, { at: text.length, next: text.length }].toSorted(
    (left, right) => left.at - right.at,
  )) {
    if (cut.at > start) parts.push({ text: text.slice(start, cut.at), start, end: cut.at });
    start = Math.max(start, cut.next);
  }
  return parts.filter((part) => /[\p{L}\p{N}]/u.test(part.text));
}
