import { AIMessage } from "@langchain/core/messages";
import type { LangGraphRunnableConfig } from "@langchain/langgraph";
import { oversee } from "../../../src/agents/overseer/oversee.ts";
import type { Answer, Verdict } from "../../../src/domain/answer.ts";
import { toRunContext } from "../../../src/domain/run-context.ts";
import type { GraphDeps } from "../../deps.ts";
import { emit, emitProgress, PERCENT } from "../../progress.ts";
import type { QueenUpdate, QueenValues } from "../state.ts";

/** The last look: releases, warns or withholds, and says the result in the conversation. */
export function createOverseerNode({ foundations, newId }: Pick<GraphDeps, "foundations" | "newId">) {
  return async function overseer(state: QueenValues, config: LangGraphRunnableConfig): Promise<QueenUpdate> {
    const { critique, answer, degraded } = state;
    if (answer === null || critique === null) return giveUp(state, newId(), config);
    const foundation = await foundations.get(toRunContext(config).tenantId);
    const request = state.perception?.text ?? "";
    const released = oversee({ critique, answer, foundation, degraded, request });
    announce(config, released.verdict);
    const message = new AIMessage({
      id: findStreamedId(state, released.answer.text) ?? newId(),
      content: released.answer.text,
      additional_kwargs: {
        skill: released.answer.skill,
        score: critique.score,
        inputs: state.results.length === 1 ? (state.results[0]?.inputs ?? {}) : {},
      },
    });
    return { ...released, messages: [message] };
  };
}

/** The message that was streamed while it was written, when it is what is released: then a UI shows it once. */
function findStreamedId({ results }: QueenValues, text: string): string | null {
  return (
    results.find((outcome) => outcome.message_id !== null && outcome.answer.text === text)?.message_id ?? null
  );
}

function giveUp(state: QueenValues, id: string, config: LangGraphRunnableConfig): QueenUpdate {
  const reasons = state.errors.length > 0 ? state.errors : ["No step of the plan gave an answer."];
  const verdict: Verdict = { decision: "withhold", reasons };
  announce(config, verdict);
  const content = ["I could not finish this.", "", ...reasons.map((reason) => `- ${reason}`)].join("\n");
  const answer: Answer | null = null;
  return {
    messages: [new AIMessage({ id, content })],
    verdict,
    answer,
    degraded: state.degraded ?? { reason: "quality" },
  };
}

function announce(config: LangGraphRunnableConfig, verdict: Verdict): void {
  emit(config, { type: "verdict-made", verdict });
  emitProgress(config, PERCENT.released, "Decided about the release");
}
