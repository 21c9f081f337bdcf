import type { Passage, Source } from "./answer.ts";
import type { Field } from "./skill.ts";

/** A fact with its origin, e.g. a tool's result or a line of the foundation. */
export type Fact = { label: string; text: string; source: Source };

/**
 * Everything a skill run knows, as data. Hydration renders it to a prompt for a real model; the offline model
 * composes from it directly, so that both see the same things.
 */
export type Brief = {
  request: string;
  /** BCP 47 tag of the request. */
  language: string;
  skill: {
    id: string;
    title: string;
    role: string;
    sections: { heading: string; body: string }[];
    output: Field[];
    checks: string[];
  };
  inputs: Record<string, unknown>;
  facts: Fact[];
  passages: Passage[];
  /** What a critic found in the draft that is to be revised; empty at first. */
  issues: string[];
};

/** One thing that an answer may cite, e.g. as `[S1]`; `text` is all that is known from it. */
export type NumberedSource = { ref: string; source: Source; text: string };

/**
 * Passages first, then facts, numbered from S1; what comes from one source shares one number, so that a prompt,
 * a composed answer and the critic mean the same thing by `[S2]`.
 */
export function listSources(brief: Pick<Brief, "passages" | "facts">): NumberedSource[] {
  const found = new Map<string, { source: Source; texts: string[] }>();
  const add = (source: Source, text: string): void => {
    const known = found.get(source.id);
    if (known === undefined) found.set(source.id, { source, texts: [text] });
    else if (!known.texts.includes(text)) known.texts.push(text);
  };
  for (const passage of brief.passages) {
    const text = passage.heading === "" ? passage.text : `${passage.heading}: ${passage.text}`;
    add({ id: passage.document_id, title: passage.title, kind: "document" }, text);
  }
  for (const fact of brief.facts) add(fact.source, `${fact.label}: ${fact.text}`);
  return [...found.values()].map(({ source, texts }, index) => ({
    ref: `S${index + 1}`,
    source,
    text: texts.join("\n"),
  }));
}
