import { MessagesValue, StateSchema } from "@langchain/langgraph";
import type { SkillRef } from "../../src/domain/skill.ts";
import { objectField } from "../state-field.ts";
import { errorsField, resultsField, SwarmState, type SwarmTask } from "../swarm/state.ts";

/** A step as the Queen orders it: the skill by id, and by version only when it is done again. */
export type Order = Omit<SwarmTask, "ref"> & { skill: string; ref: SkillRef | null };

export const LordState = new StateSchema({
  order: objectField<Order>("The step that the Queen orders"),
  task: SwarmState.fields.task,
  messages: MessagesValue,
  results: resultsField,
  errors: errorsField,
});
export type LordValues = typeof LordState.State;
export type LordUpdate = typeof LordState.Update;

export const LordInput = new StateSchema({ order: LordState.fields.order });
export const LordOutput = new StateSchema({
  messages: MessagesValue,
  results: resultsField,
  errors: errorsField,
});
