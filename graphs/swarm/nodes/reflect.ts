import type { LangGraphRunnableConfig } from "@langchain/langgraph";
import { NO_USAGE } from "../../../src/domain/answer.ts";
import { emit, emitShare } from "../../progress.ts";
import { toFailedOutcome } from "../failed-outcome.ts";
import { requireTask } from "../require-task.ts";
import type { StepOutcome, SwarmTask, SwarmUpdate, SwarmValues } from "../state.ts";

/** Looks at the own draft before anybody else does, and reports the step: its answer, its price, or why it failed. */
export function createReflectNode() {
  return async function reflect(state: SwarmValues, config: LangGraphRunnableConfig): Promise<SwarmUpdate> {
    const task = requireTask(state);
    const { step } = task;
    const skill = task.ref.id;
    const usage = state.usage ?? NO_USAGE;
    const failure = findFailure(state);
    emit(config, { type: "cost-recorded", step, skill, usage });
    emit(config, { type: "step-end", step, skill, ok: failure === null });
    emitShare(config, task.share, 1, `${state.title ?? skill}: done`);
    if (failure === null) return { results: [toOutcome(task, state)] };
    const error = `The step ${skill} gave no answer: ${failure}`;
    return { results: [toFailedOutcome(task, failure, usage)], errors: [error] };
  };
}

function findFailure({ failure, draft }: SwarmValues): string | null {
  if (failure !== null) return failure;
  return draft === null || draft.markdown.trim() === "" ? "the model wrote nothing" : null;
}

function toOutcome(task: SwarmTask, { draft, output, ...state }: SwarmValues): StepOutcome {
  const skill = task.ref.id;
  return {
    step: task.step,
    skill,
    answer: { skill, output: output ?? {}, text: draft?.markdown ?? "", sources: draft?.sources ?? [] },
    usage: state.usage ?? NO_USAGE,
    degraded: state.degraded,
    ref: task.ref,
    inputs: state.inputs ?? {},
    facts: state.facts,
    passages: state.passages,
    message_id: draft?.message_id ?? null,
    failure: null,
  };
}
