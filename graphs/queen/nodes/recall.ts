import type { LangGraphRunnableConfig } from "@langchain/langgraph";
import { toRunContext } from "../../../src/domain/run-context.ts";
import type { GraphDeps } from "../../deps.ts";
import { emitProgress, PERCENT } from "../../progress.ts";
import { requirePerception } from "../required-state.ts";
import type { QueenUpdate, QueenValues } from "../state.ts";

const MAX_PASSAGES = 8;

/** Looks up what the business has on file; its foundation is read where it is used, so it is never stale. */
export function createRecallNode({ knowledge }: Pick<GraphDeps, "knowledge">) {
  return async function recall(state: QueenValues, config: LangGraphRunnableConfig): Promise<QueenUpdate> {
    const { text } = requirePerception(state);
    const passages = await knowledge.search(toRunContext(config).tenantId, text, { limit: MAX_PASSAGES });
    emitProgress(config, PERCENT.recalled, "Looked up what is on file");
    return { passages };
  };
}
