/**
 * How values that grow are stored. A conversation is written anew with every message; its text begins like the text
 * before. So a row holds what is new, and names the row it goes on from:
 *
 *   version 1  [a,b,c          a row with 2,000 characters or more of its own is full: others build on it
 *   version 2         ,d]      from 1
 *   version 3         ,d,e]    from 1 as well, since 2 is not full
 *   version 4            ...   from 3, once that is full
 *
 * Each row holds little more than a full row does, and the way down to the first is as long as the value is large.
 */
export const FULL_LENGTH = 2_000;

/** Where a value is stored: a channel at a version, in a namespace of a thread. */
export type TextPlace = { threadId: string; checkpointNs: string; channel: string };

/** The first `length` characters of another value of the thread, which stand at `at` in this one. */
export type Base = { ns: string; channel: string; version: string; length: number; at: number };

/** The part of a value that a row of its own adds: from `start` to `end` in the value. */
export type Segment = { ns: string; channel: string; version: string; start: number; end: number };

/** What is left to store once the base is left out. */
export type ShortText = { value: string; base: Base | null; segments: Segment[] };

/** The large values that one saver has read or written, by place; what it writes next often begins like one of them. */
export type KnownTexts = {
  shorten(place: TextPlace, text: string): ShortText;
  remember(place: TextPlace, version: string, text: string, segments: Segment[]): void;
  forget(): void;
};

type Known = TextPlace & { text: string; segments: Segment[] };

/** Subgraphs have a namespace for each call. */
const MOST_KNOWN = 64;
const MOST_INSIDE = 8;

export function createKnownTexts(): KnownTexts {
  const known = new Map<string, Known>();

  /** Of the place itself, of the graph around it, and the newest of that channel in any namespace. */
  function findCandidates({ threadId, checkpointNs, channel }: TextPlace): Known[] {
    const mine = known.get(toKey(threadId, checkpointNs, channel));
    const root = known.get(toKey(threadId, "", channel));
    const newest = [...known.values()].findLast(
      (each) => each.threadId === threadId && each.channel === channel,
    );
    return [...new Set([mine, newest, root])].filter((each) => each !== undefined);
  }

  /** The state that a subgraph is given holds values of the graph around it under their names. */
  function findInside({ threadId }: TextPlace, text: string): { at: number; candidate: Known } | null {
    if (!text.startsWith("{")) return null;
    const newest = new Map([...known.values()].map((each) => [each.channel, each]));
    for (const candidate of [...newest.values()].slice(-MOST_INSIDE)) {
      if (candidate.threadId !== threadId) continue;
      const name = `${JSON.stringify(candidate.channel)}:`;
      const found = text.indexOf(name + candidate.text.slice(0, FULL_LENGTH / 2));
      if (found !== -1) return { at: found + name.length, candidate };
    }
    return null;
  }

  return {
    shorten(place, text) {
      if (text.length < FULL_LENGTH) return toWhole(text);
      const [first, ...others] = findCandidates(place).map((candidate) => cut(candidate, text, 0));
      const best = others.reduce((most, next) => (keeps(next) > keeps(most) ? next : most), first);
      if (best !== undefined && best.base !== null) return best;
      const inside = findInside(place, text);
      return inside === null ? toWhole(text) : cut(inside.candidate, text, inside.at);
    },
    remember(place, version, text, segments) {
      if (text.length < FULL_LENGTH) return;
      const { threadId, checkpointNs, channel } = place;
      const key = toKey(threadId, checkpointNs, channel);
      const start = segments.at(-1)?.end ?? 0;
      const own = { ns: checkpointNs, channel, version, start, end: text.length };
      known.delete(key);
      known.set(key, { threadId, checkpointNs, channel, text, segments: [...segments, own] });
      const [oldest] = known.keys();
      if (known.size > MOST_KNOWN && oldest !== undefined) known.delete(oldest);
    },
    forget: () => known.clear(),
  };
}

/** `text` without what `candidate` begins like at that place in it, if that is worth a reference. */
function cut({ text: known, segments }: Known, text: string, at: number): ShortText {
  const common = countCommon(known, text, at);
  const last = segments.findLastIndex(
    ({ start, end }) => start < common && Math.min(end, common) - start >= FULL_LENGTH,
  );
  const segment = segments[last];
  if (segment === undefined) return toWhole(text);
  const { ns, channel, version, end } = segment;
  const length = Math.min(end, common);
  return {
    value: text.slice(0, at) + text.slice(at + length),
    base: { ns, channel, version, length, at },
    segments: [...segments.slice(0, last), { ...segment, end: length }],
  };
}

function keeps(text: ShortText | undefined): number {
  return text?.base?.length ?? 0;
}

function toWhole(text: string): ShortText {
  return { value: text, base: null, segments: [] };
}

/** How many characters of `known` stand in `text` from `at` on; never half of a pair of surrogates. */
function countCommon(known: string, text: string, at: number): number {
  let low = 0;
  let high = Math.min(known.length, text.length - at);
  // A list that grew differs in its closing bracket only.
  let middle = high === known.length ? high - 1 : high;
  while (low < high) {
    if (text.startsWith(known.slice(low, middle), at + low)) low = middle;
    else high = middle - 1;
    middle = Math.ceil((low + high) / 2);
  }
  return isLowSurrogate(known.charCodeAt(low)) ? low - 1 : low;
}

function isLowSurrogate(code: number): boolean {
  return code >= 0xdc00 && code <= 0xdfff;
}

function toKey(threadId: string, checkpointNs: string, channel: string): string {
  return [threadId, checkpointNs, channel].join("\0");
}
