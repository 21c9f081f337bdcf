import { Command, type LangGraphRunnableConfig } from "@langchain/langgraph";
import { toRunContext } from "../../../src/domain/run-context.ts";
import type { GraphDeps } from "../../deps.ts";
import { emit, emitProgress, PERCENT } from "../../progress.ts";
import { createJudge, mergeCritiques } from "../judge.ts";
import { requirePerception } from "../required-state.ts";
import type { QueenUpdate, QueenValues } from "../state.ts";

type CriticCommand = Command<unknown, QueenUpdate, "revise" | "overseer">;

/** Reads every part of the answer before a person does, and decides whether another draft is worth its price. */
export function createCriticNode(deps: Pick<GraphDeps, "skills" | "skillVersions" | "foundations">) {
  const judge = createJudge(deps);

  return async function critic(state: QueenValues, config: LangGraphRunnableConfig): Promise<CriticCommand> {
    const { tenantId } = toRunContext(config);
    const request = requirePerception(state).text;
    const revisions = state.critique?.revisions ?? 0;
    const foundation = await deps.foundations.get(tenantId);
    const answered = state.results.filter((outcome) => outcome.failure === null);
    const judgements = await Promise.all(
      answered.map((outcome) => judge(outcome, { tenantId, foundation, request, revisions })),
    );
    const critique = mergeCritiques(judgements, revisions);
    if (critique === null) return new Command({ goto: "overseer" });
    emit(config, { type: "critique-made", critique });
    emitProgress(config, revisions === 0 ? PERCENT.judged : PERCENT.revised, "Checked the answer");
    const isToRevise = judgements.some(({ next }) => next === "revise" || next === "regenerate");
    return new Command({ update: { critique }, goto: isToRevise ? "revise" : "overseer" });
  };
}
