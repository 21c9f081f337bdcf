import { MessagesValue, StateSchema } from "@langchain/langgraph";
import type { Answer, Critique, Degraded, Passage, Usage, Verdict } from "../../src/domain/answer.ts";
import type { Perception, Plan, Route } from "../../src/domain/route.ts";
import type { Order } from "../lord/state.ts";
import { listField, objectField } from "../state-field.ts";
import { errorsField, resultsField } from "../swarm/state.ts";

export const QueenState = new StateSchema({
  messages: MessagesValue,
  perception: objectField<Perception>("What rules read out of the request"),
  passages: listField<Passage>("What the knowledge base says about the request"),
  route: objectField<Route>("Which skills answer, how sure that is, and which layers decided"),
  plan: objectField<Plan>("The steps, their order and their price"),
  results: resultsField,
  answer: objectField<Answer>("The answer in the shape of the skill's output contract"),
  critique: objectField<Critique>("What the critic found in the answer"),
  verdict: objectField<Verdict>("Whether the answer was released"),
  usage: objectField<Usage>("Tokens, micro-dollars, milliseconds and models of the whole run"),
  degraded: objectField<NonNullable<Degraded>>(
    "Why the answer is less than it could be; null when it is not",
  ),
  errors: errorsField,
});
export type QueenValues = typeof QueenState.State;
export type QueenUpdate = typeof QueenState.Update;

/** A caller brings messages and nothing else: neither a plan nor an approval can be handed in. */
export const QueenInput = new StateSchema({ messages: MessagesValue });

/** What `dispatch` sends to a lord. */
export type LordOrder = { order: Order };
