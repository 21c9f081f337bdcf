import { hydrate } from "../../src/agents/hydrate/hydrate.ts";
import type { Passage } from "../../src/domain/answer.ts";
import type { Fact } from "../../src/domain/brief.ts";
import type { Foundation } from "../../src/domain/foundation.ts";
import type { CompiledSkill } from "../../src/domain/skill.ts";
import type { SwarmTask } from "./state.ts";

type PromptInput = {
  task: SwarmTask;
  skill: CompiledSkill;
  foundation: Foundation | null;
  inputs: Record<string, unknown> | null;
  facts: Fact[];
  passages: Passage[];
  today: Date;
};

/** The prompt of a task and the same as data; the numbers of its sources follow the facts and passages given. */
export function toPrompt({ task, inputs, ...known }: PromptInput) {
  return hydrate({
    ...known,
    inputs: inputs ?? {},
    request: task.request,
    language: task.perception.language,
    issues: task.issues,
  });
}
