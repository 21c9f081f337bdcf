import type { LangGraphRunnableConfig } from "@langchain/langgraph";
import { shapeOutput } from "../../../src/agents/shape/shape-output.ts";
import { toMarkdown } from "../../../src/agents/shape/to-markdown.ts";
import { addUsage, NO_USAGE } from "../../../src/domain/answer.ts";
import { toRunContext } from "../../../src/domain/run-context.ts";
import type { GraphDeps } from "../../deps.ts";
import { emitShare } from "../../progress.ts";
import { createSkillLoader } from "../load-skill.ts";
import { toPrompt } from "../prompt.ts";
import { createRepair } from "../repair.ts";
import { requireTask } from "../require-task.ts";
import type { SwarmUpdate, SwarmValues } from "../state.ts";

/** Reads the Markdown into the skill's output contract; what does not fit is repaired once, by a model that can. */
export function createShapeNode(deps: GraphDeps) {
  const loadSkill = createSkillLoader(deps);
  const repair = createRepair(deps);

  return async function shape(state: SwarmValues, config: LangGraphRunnableConfig): Promise<SwarmUpdate> {
    const task = requireTask(state);
    const { tenantId } = toRunContext(config);
    const skill = await loadSkill(tenantId, task.ref);
    const draft = state.draft ?? { markdown: "", message_id: null, sources: [] };
    const shaped = shapeOutput(draft.markdown, skill.output);
    emitShare(config, task.share, 0.9, `${skill.title}: put into form`);
    // A draft of the offline model is as complete as its sources allow.
    const isOffline = deps.models.describe().provider === "offline" || state.degraded !== null;
    if (shaped.problems.length === 0 || isOffline) return shaped;

    const foundation = await deps.foundations.get(tenantId);
    const { inputs, facts, passages } = state;
    const today = deps.clock.now();
    const prompt = toPrompt({ task, skill, foundation, inputs, facts, passages, tools: deps.tools, today });
    const repaired = await repair({ skill, prompt, markdown: draft.markdown, shaped }, config);
    const usage = addUsage(state.usage ?? NO_USAGE, repaired.usage);
    if (repaired.problems.length >= shaped.problems.length) return { ...shaped, usage };
    const markdown = toMarkdown(repaired.output, skill.output);
    // What was streamed is not this text, so it is no longer that message.
    return {
      output: repaired.output,
      problems: repaired.problems,
      usage,
      draft: { ...draft, markdown, message_id: null },
    };
  };
}
