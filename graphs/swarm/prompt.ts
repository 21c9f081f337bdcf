import { hydrate } from "../../src/agents/hydrate/hydrate.ts";
import type { Passage } from "../../src/domain/answer.ts";
import type { Fact } from "../../src/domain/brief.ts";
import type { Foundation } from "../../src/domain/foundation.ts";
import type { CompiledSkill } from "../../src/domain/skill.ts";
import type { GraphDeps } from "../deps.ts";
import type { SwarmTask } from "./state.ts";

type PromptInput = {
  tools: GraphDeps["tools"];
  task: SwarmTask;
  skill: CompiledSkill;
  foundation: Foundation | null;
  inputs: Record<string, unknown> | null;
  facts: Fact[];
  passages: Passage[];
  today: Date;
};

/** The prompt of a task and the same as data; the numbers of its sources follow the facts and passages given. */
export function toPrompt({ task, inputs, tools, skill, ...known }: PromptInput) {
  return hydrate({
    ...known,
    skill: withMissingTools(skill, tools),
    inputs: inputs ?? {},
    request: task.request,
    language: task.perception.language,
    issues: task.issues,
  });
}

/** A skill whose method counts on a tool that is not here has to say so instead of pretending. */
function withMissingTools(skill: CompiledSkill, tools: GraphDeps["tools"]): CompiledSkill {
  const missing = skill.tools.filter((name) => tools.get(name) === undefined);
  if (missing.length === 0) return skill;
  const body = `These tools are not installed: ${missing.join(", ")}. Say what could not be looked up because of that.`;
  return { ...skill, sections: [...skill.sections, { heading: "Not available", body }] };
}
