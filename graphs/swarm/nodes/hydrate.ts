import type { LangGraphRunnableConfig } from "@langchain/langgraph";
import { extractInputs } from "../../../src/agents/inputs/extract-inputs.ts";
import type { Passage } from "../../../src/domain/answer.ts";
import { toRunContext } from "../../../src/domain/run-context.ts";
import type { GraphDeps } from "../../deps.ts";
import { emitShare } from "../../progress.ts";
import { createSkillLoader } from "../load-skill.ts";
import { requireTask } from "../require-task.ts";
import type { SwarmUpdate, SwarmValues } from "../state.ts";

const MAX_PASSAGES = 8;

/** Loads the skill in its version and collects what it works with; what is asked later is decided here, once. */
export function createHydrateNode(deps: GraphDeps) {
  const loadSkill = createSkillLoader(deps);

  return async function hydrate(state: SwarmValues, config: LangGraphRunnableConfig): Promise<SwarmUpdate> {
    const task = requireTask(state);
    const { tenantId } = toRunContext(config);
    const skill = await loadSkill(tenantId, task.ref);
    const foundation = await deps.foundations.get(tenantId);
    const found = await deps.knowledge.search(tenantId, `${task.request}\n${skill.title}`, {
      limit: MAX_PASSAGES,
    });
    const read = extractInputs({
      skill,
      text: task.request,
      perception: task.perception,
      foundation,
      given: task.inputs,
    });
    emitShare(config, task.share, 0.1, `${skill.title}: collected what is known`);
    const inputs = { ...task.earlier_inputs, ...read.inputs };
    const missing = read.missing.filter((field) => inputs[field.name] === undefined);
    return {
      title: skill.title,
      inputs,
      missing,
      facts: task.facts,
      passages: mergePassages(task.passages, found),
    };
  };
}

function mergePassages(left: Passage[], right: Passage[]): Passage[] {
  const fresh = right.filter((passage) => !left.some((other) => other.id === passage.id));
  return [...left, ...fresh].sort((one, other) => other.score - one.score).slice(0, MAX_PASSAGES);
}
