import type { Passage } from "../../domain/answer.ts";
import { type Fact, listSources, type NumberedSource } from "../../domain/brief.ts";
import type { Foundation } from "../../domain/foundation.ts";
import type { CompiledSkill } from "../../domain/skill.ts";
import { toFoundationSlice } from "../../memory/foundation-slices.ts";

export type Knowledge = {
  skill: Pick<CompiledSkill, "settings">;
  foundation: Foundation | null;
  passages: Passage[];
  facts: Fact[];
};

/** The facts of a brief: the slice of the foundation that the skill names, then what tools and steps found. */
export function toKnownFacts({ skill, foundation, facts }: Omit<Knowledge, "passages">): Fact[] {
  return [...(foundation === null ? [] : toFoundationSlice(foundation, skill.settings.foundation)), ...facts];
}

/** The sources of a brief under the numbers that its answer cites; the writer and the critic both count by this. */
export function toKnownSources({ passages, ...known }: Knowledge): NumberedSource[] {
  return listSources({ passages, facts: toKnownFacts(known) });
}
