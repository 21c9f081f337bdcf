import type { LangGraphRunnableConfig } from "@langchain/langgraph";
import { isAppError } from "../../src/domain/errors.ts";
import type { GraphDeps } from "../deps.ts";
import type { SwarmUpdate, SwarmValues } from "./state.ts";

type SwarmNode = (state: SwarmValues, config: LangGraphRunnableConfig) => Promise<SwarmUpdate>;

/**
 * A node whose failure ends its step and not the run. Only for nodes that never interrupt: an interrupt is thrown
 * and must not be caught.
 */
export function failSoft(node: SwarmNode, log: GraphDeps["log"]): SwarmNode {
  return async function softened(state, config) {
    try {
      return await node(state, config);
    } catch (error) {
      // A cancelled run is no failed step.
      if (config.signal?.aborted === true) throw error;
      log?.error({ err: error, node: node.name, skill: state.task?.ref.id }, "a step failed");
      return { failure: toPlainWords(error) };
    }
  };
}

function toPlainWords(error: unknown): string {
  if (isAppError(error)) return error.fix === undefined ? error.detail : `${error.detail} ${error.fix}`;
  return "it met an unexpected error; the log of the service has the details";
}
