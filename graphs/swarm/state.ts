import { MessagesValue, ReducedValue, StateSchema } from "@langchain/langgraph";
import type { Degraded, Passage, Source, StepResult, Usage } from "../../src/domain/answer.ts";
import type { Fact } from "../../src/domain/brief.ts";
import type { FieldError } from "../../src/domain/errors.ts";
import type { Perception } from "../../src/domain/route.ts";
import type { Field, SkillRef } from "../../src/domain/skill.ts";
import type { ProgressShare } from "../progress.ts";
import { listField, listUpdate, objectField, textField } from "../state-field.ts";

/** One step of a plan as a swarm node gets it. */
export type SwarmTask = {
  step: string;
  ref: SkillRef;
  request: string;
  perception: Perception;
  /** Values known before the request is read: from the plan, or of an earlier draft. */
  inputs: Record<string, unknown>;
  /** Values of the answer that is continued: they stand in for what the request does not name. */
  earlier_inputs: Record<string, unknown>;
  /** The conversation so far and the results of the steps before, as facts. */
  facts: Fact[];
  passages: Passage[];
  /** What a critic found in the draft that is to be revised; empty at first. */
  issues: string[];
  share: ProgressShare | null;
};

/** A step's result with what a critic, a revision and a chat UI need to know about it. */
export type StepOutcome = StepResult & {
  ref: SkillRef;
  inputs: Record<string, unknown>;
  facts: Fact[];
  passages: Passage[];
  /** Id of the streamed message that holds exactly `answer.text`; null when there is none. */
  message_id: string | null;
  /** Why there is no answer, in plain words; null when there is one. */
  failure: string | null;
};

/** `sources` are in the order of their numbers: `[S1]` in the text is the first. */
export type Draft = { markdown: string; message_id: string | null; sources: Source[] };

export const resultsField = new ReducedValue(listField<StepOutcome>("What each step of the plan answered"), {
  inputSchema: listUpdate<StepOutcome>(),
  reducer: (current, next) => (next === null ? [] : mergeOutcomes(current, next)),
});

export const errorsField = new ReducedValue(listField<string>("What went wrong on the way, in plain words"), {
  inputSchema: listUpdate<string>(),
  reducer: (current, next) => (next === null ? [] : [...new Set([...current, ...next])]),
});

export const SwarmState = new StateSchema({
  task: objectField<SwarmTask>("The step to do"),
  messages: MessagesValue,
  title: textField("How the skill calls itself"),
  inputs: objectField<Record<string, unknown>>("The skill's inputs"),
  missing: listField<Field>("Required inputs that nobody has named yet"),
  facts: listField<Fact>("Facts with their origin"),
  passages: listField<Passage>("What retrieval found"),
  draft: objectField<Draft>("What the model wrote"),
  output: objectField<Record<string, unknown>>("The draft in the shape of the skill's output contract"),
  problems: listField<FieldError>("Where the draft misses the contract"),
  usage: objectField<Usage>("What the step has used"),
  degraded: objectField<NonNullable<Degraded>>("Why the answer is less than it could be"),
  failure: textField("Why the step has no answer"),
  results: resultsField,
  errors: errorsField,
});
export type SwarmValues = typeof SwarmState.State;
export type SwarmUpdate = typeof SwarmState.Update;

export const SwarmInput = new StateSchema({ task: SwarmState.fields.task });
export const SwarmOutput = new StateSchema({
  messages: MessagesValue,
  results: resultsField,
  errors: errorsField,
});

/** A step that is done again replaces what it said before. */
function mergeOutcomes(current: StepOutcome[], next: StepOutcome[]): StepOutcome[] {
  const replaced = current.map((outcome) => next.find((other) => other.step === outcome.step) ?? outcome);
  const added = next.filter((outcome) => !current.some((other) => other.step === outcome.step));
  return [...replaced, ...added];
}
