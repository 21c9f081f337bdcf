import { NO_USAGE, type Usage } from "../../src/domain/answer.ts";
import type { StepOutcome, SwarmTask } from "./state.ts";

/** A step that has no answer still has a result, so that the plan can go on. */
export function toFailedOutcome(task: SwarmTask, failure: string, usage: Usage = NO_USAGE): StepOutcome {
  return {
    step: task.step,
    skill: task.ref.id,
    answer: { skill: task.ref.id, output: {}, text: "", sources: [] },
    usage,
    degraded: null,
    ref: task.ref,
    inputs: task.inputs,
    facts: [],
    passages: [],
    message_id: null,
    failure,
  };
}
