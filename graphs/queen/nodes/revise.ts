import { Command, type LangGraphRunnableConfig } from "@langchain/langgraph";
import { addUsage } from "../../../src/domain/answer.ts";
import { toRunContext } from "../../../src/domain/run-context.ts";
import type { GraphDeps } from "../../deps.ts";
import { buildLord } from "../../lord/graph.ts";
import type { StepOutcome } from "../../swarm/state.ts";
import { createJudge, type Judgement } from "../judge.ts";
import { requirePerception, requirePlan } from "../required-state.ts";
import type { QueenUpdate, QueenValues } from "../state.ts";
import { summarise } from "../summary.ts";
import { toRevisionOrder } from "../to-order.ts";

type ReviseCommand = Command<unknown, QueenUpdate, "critic" | "overseer">;

/** Has the weak parts written again and keeps, of each, the better draft; ends when none became better. */
export function createReviseNode(deps: GraphDeps) {
  const judge = createJudge(deps);
  // Nothing is asked in a revision, so it needs no checkpoints of its own.
  const lord = buildLord(deps, { checkpointer: false });

  return async function revise(state: QueenValues, config: LangGraphRunnableConfig): Promise<ReviseCommand> {
    const { tenantId } = toRunContext(config);
    const request = requirePerception(state).text;
    const foundation = await deps.foundations.get(tenantId);
    const revisions = state.critique?.revisions ?? 0;
    const context = { tenantId, foundation, request, revisions };
    const errors: string[] = [];

    async function improve(outcome: StepOutcome): Promise<StepOutcome> {
      const before = await judge(outcome, context);
      if (before.next !== "revise" && before.next !== "regenerate") return outcome;
      const written = await lord.invoke({ order: toRevisionOrder(state, outcome, toIssues(before)) }, config);
      errors.push(...written.errors);
      const [draft] = written.results;
      if (draft === undefined) return outcome;
      const usage = addUsage(outcome.usage, draft.usage);
      if (draft.failure !== null) return { ...outcome, usage };
      const after = await judge(draft, context);
      return { ...(after.critique.score > before.critique.score ? draft : outcome), usage };
    }

    const answered = state.results.filter((outcome) => outcome.failure === null);
    const results = await Promise.all(answered.map(improve));
    const isBetter = results.some((outcome, index) => outcome.answer.text !== answered[index]?.answer.text);
    const update: QueenUpdate = {
      results,
      errors,
      ...summarise(requirePlan(state), [
        ...results,
        ...state.results.filter((outcome) => outcome.failure !== null),
      ]),
      critique: state.critique === null ? null : { ...state.critique, revisions: revisions + 1 },
    };
    return new Command({ update, goto: isBetter ? "critic" : "overseer" });
  };
}

/** A draft that is nearly good is changed; one that is far off is written from scratch, without looking at it. */
function toIssues({ critique, outcome, next }: Judgement): string[] {
  const issues = critique.issues.map(({ message, evidence }) =>
    evidence === "" ? message : `${message} (${evidence})`,
  );
  if (next !== "revise") return issues;
  return [
    ...issues,
    `Keep what is good in this draft and change only what is named above:\n\n${outcome.answer.text}`,
  ];
}
