import type { LangGraphRunnableConfig } from "@langchain/langgraph";
import type { GraphDeps } from "../../deps.ts";
import { emit, emitProgress, PERCENT } from "../../progress.ts";
import { toTurnText } from "../conversation.ts";
import { createReadRequest } from "../read-request.ts";
import type { QueenUpdate, QueenValues } from "../state.ts";

export function createPerceiveNode(deps: Pick<GraphDeps, "clock">) {
  const readRequest = createReadRequest(deps);

  return function perceive({ messages }: QueenValues, config: LangGraphRunnableConfig): QueenUpdate {
    const perception = readRequest(toTurnText(messages));
    emit(config, { type: "perception-ready", perception });
    emitProgress(config, PERCENT.perceived, "Read the request");
    return { perception };
  };
}
