import type { BaseMessage } from "@langchain/core/messages";
import type { LangGraphRunnableConfig } from "@langchain/langgraph";
import { addUsage, NO_USAGE } from "../../../src/domain/answer.ts";
import { listSources } from "../../../src/domain/brief.ts";
import { toRunContext } from "../../../src/domain/run-context.ts";
import type { GraphDeps } from "../../deps.ts";
import { emitShare } from "../../progress.ts";
import { createSkillLoader } from "../load-skill.ts";
import { toOfferedTools } from "../offered-tools.ts";
import { toPrompt } from "../prompt.ts";
import { requireTask } from "../require-task.ts";
import { runToolCalls } from "../run-tool-calls.ts";
import type { SwarmUpdate, SwarmValues } from "../state.ts";

/** What a call gets when the time of the skill is nearly over: enough to end with an answer. */
const LAST_CALL_MS = 5_000;

/** Lets the model work with the skill's tools until it answers, within the skill's limits of calls and time. */
export function createActNode(deps: GraphDeps) {
  const loadSkill = createSkillLoader(deps);

  return async function act(state: SwarmValues, config: LangGraphRunnableConfig): Promise<SwarmUpdate> {
    const task = requireTask(state);
    const { tenantId } = toRunContext(config);
    const skill = await loadSkill(tenantId, task.ref);
    const { tier, temperature, maxOutputTokens, timeoutSeconds, maxToolCalls, maxCostMicrousd } =
      skill.settings;
    const foundation = await deps.foundations.get(tenantId);
    const today = deps.clock.now();
    const deadline = today.getTime() + timeoutSeconds * 1000;
    const offered = toOfferedTools(skill, deps.tools);
    const given = { task, skill, foundation, inputs: state.inputs, tools: deps.tools, today };

    const exchange: BaseMessage[] = [];
    const errors = new Set<string>();
    let { facts, passages, degraded } = state;
    let usage = state.usage ?? NO_USAGE;
    let callsLeft = maxToolCalls;
    // Ends at the latest when the calls are used up: then no tools are offered.
    for (;;) {
      // Rendered anew in each turn, so that the numbers of the sources are those of the facts at hand.
      const prompt = toPrompt({ ...given, facts, passages });
      const timeLeft = deadline - deps.clock.now().getTime();
      const mayGoOn = callsLeft > 0 && timeLeft > LAST_CALL_MS && usage.cost_microusd < maxCostMicrousd;
      const tools = mayGoOn ? offered : [];
      const messages = [...prompt.messages, ...exchange];
      const limits = { temperature, maxOutputTokens, timeoutMs: Math.max(timeLeft, LAST_CALL_MS) };
      const call = { tier, messages, brief: prompt.brief, ...limits, ...(tools.length > 0 && { tools }) };
      const { message, problem, ...spent } = await deps.models.complete(call, config);
      usage = addUsage(usage, spent.usage);
      degraded ??= spent.degraded;
      if (problem !== null) errors.add(problem);
      const calls = message.tool_calls ?? [];
      if (calls.length === 0 || tools.length === 0) {
        emitShare(config, task.share, 0.8, `${skill.title}: written`);
        const sources = listSources(prompt.brief).map(({ source }) => source);
        const draft = { markdown: message.text, message_id: message.id ?? null, sources };
        return { draft, facts, passages, usage, degraded, errors: [...errors] };
      }
      const signals = [
        AbortSignal.timeout(timeLeft),
        ...(config.signal === undefined ? [] : [config.signal]),
      ];
      const context = { tenantId, clock: deps.clock, signal: AbortSignal.any(signals) };
      const turn = await runToolCalls(
        deps.tools,
        { calls, offered: offered.map(({ name }) => name), callsLeft, context },
        config,
      );
      exchange.push(message, ...turn.messages);
      facts = [...facts, ...turn.facts];
      passages = [...passages, ...turn.passages];
      callsLeft -= calls.length;
    }
  };
}
