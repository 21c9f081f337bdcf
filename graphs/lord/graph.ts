import { END, START, StateGraph } from "@langchain/langgraph";
import type { GraphDeps } from "../deps.ts";
import { buildSwarm } from "../swarm/graph.ts";
import { toSwarm } from "./edges.ts";
import { createAssignNode } from "./nodes/assign.ts";
import { LordInput, LordOutput, LordState } from "./state.ts";

/*
 *   assign ──> swarm ──> END
 *     │ names the version of the skill that does the step
 *     └── the skill is gone ──> END
 */
export function buildLord(deps: GraphDeps, options: { checkpointer?: false } = {}) {
  return new StateGraph({ state: LordState, input: LordInput, output: LordOutput })
    .addNode("assign", createAssignNode(deps))
    .addNode("swarm", buildSwarm(deps))
    .addEdge(START, "assign")
    .addConditionalEdges("assign", toSwarm, ["swarm", END])
    .addEdge("swarm", END)
    .compile({ name: "lord", ...options });
}
