import type { LangGraphRunnableConfig } from "@langchain/langgraph";
import { toRunContext } from "../../../src/domain/run-context.ts";
import type { GraphDeps } from "../../deps.ts";
import { emitProgress, PERCENT } from "../../progress.ts";
import { requirePerception } from "../required-state.ts";
import type { QueenUpdate, QueenValues } from "../state.ts";

const MAX_REQUEST = 300;
const MAX_ANSWER = 700;

/** Keeps what was asked and answered for later conversations; what was withheld is not worth remembering. */
export function createRememberNode({ episodes }: Pick<GraphDeps, "episodes">) {
  return async function remember(state: QueenValues, config: LangGraphRunnableConfig): Promise<QueenUpdate> {
    const threadId: unknown = config.configurable?.["thread_id"];
    const { answer, critique, verdict } = state;
    if (typeof threadId === "string" && answer !== null && verdict?.decision !== "withhold") {
      const request = requirePerception(state).text.slice(0, MAX_REQUEST);
      await episodes.remember(toRunContext(config).tenantId, {
        threadId,
        summary: `Asked: ${request}\nAnswered by ${answer.skill}: ${answer.text.slice(0, MAX_ANSWER)}`,
        importance: (critique?.score ?? 0) / 100,
        kind: "answer",
      });
    }
    emitProgress(config, PERCENT.done, "Done");
    return {};
  };
}
