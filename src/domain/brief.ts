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
