import type { Fact } from "../../src/domain/brief.ts";
import type { PlanStep } from "../../src/domain/route.ts";
import type { Order } from "../lord/state.ts";
import type { ProgressShare } from "../progress.ts";
import type { StepOutcome } from "../swarm/state.ts";
import { findEarlierAnswer } from "./conversation.ts";
import { requirePerception } from "./required-state.ts";
import { FOLLOW_UP, hasMark } from "./route-marks.ts";
import type { QueenValues } from "./state.ts";

const MAX_EARLIER_CHARACTERS = 4_000;

type OrderOptions = {
  share: ProgressShare | null;
  /** Whether the writer can use its own earlier answer; one that only quotes its sources would quote itself. */
  quotesEarlier: boolean;
};

/** A step of the plan with everything its lord needs. */
export function toOrder(state: QueenValues, step: PlanStep, { share, quotesEarlier }: OrderOptions): Order {
  const perception = requirePerception(state);
  const earlier = hasMark(state.route, FOLLOW_UP) ? findEarlierAnswer(state.messages) : null;
  return {
    step: step.id,
    skill: step.skill,
    ref: null,
    request: perception.text,
    perception,
    inputs: step.inputs,
    earlier_inputs: earlier?.skills.includes(step.skill) === true ? earlier.inputs : {},
    facts: [
      ...(earlier === null || !quotesEarlier ? [] : [toEarlierFact(earlier.text)]),
      ...state.results.filter((outcome) => step.depends_on.includes(outcome.step)).flatMap(toInputFacts),
    ],
    passages: state.passages,
    issues: [],
    share,
  };
}

/** The same step again, with what the critic found; what was asked and looked up is not asked again. */
export function toRevisionOrder(state: QueenValues, outcome: StepOutcome, issues: string[]): Order {
  const perception = requirePerception(state);
  const { step, skill, ref, inputs, facts, passages } = outcome;
  return {
    ...{ step, skill, ref, inputs, facts, passages, perception, issues },
    request: perception.text,
    earlier_inputs: {},
    share: null,
  };
}

function toInputFacts(outcome: StepOutcome): Fact[] {
  if (outcome.failure !== null) return [];
  const source = { id: `step:${outcome.step}`, title: `Result of ${outcome.skill}`, kind: "tool" as const };
  return [{ label: `input_${outcome.step}`, text: withoutReferences(outcome.answer.text), source }];
}

function toEarlierFact(text: string): Fact {
  const source = { id: "conversation", title: "Earlier in this conversation", kind: "request" as const };
  return {
    label: "Your earlier answer",
    text: withoutReferences(text).slice(0, MAX_EARLIER_CHARACTERS),
    source,
  };
}

/** The numbers of sources mean something else in another answer. */
function withoutReferences(text: string): string {
  return text.replaceAll(/ ?\[S\d+(?:, ?S\d+)*\]/g, "");
}
