import { END, START, StateGraph } from "@langchain/langgraph";
import type { GraphDeps } from "../deps.ts";
import { toAct, toAsk, toShape } from "./edges.ts";
import { failSoft } from "./fail-soft.ts";
import { createActNode } from "./nodes/act.ts";
import { createAskNode } from "./nodes/ask.ts";
import { createHydrateNode } from "./nodes/hydrate.ts";
import { createReflectNode } from "./nodes/reflect.ts";
import { createShapeNode } from "./nodes/shape.ts";
import { SwarmInput, SwarmOutput, SwarmState } from "./state.ts";

/*
 *   hydrate ──> ask ──────────> act ────────────> shape ──> reflect ──> END
 *      │        interrupts      model <-> tools     │          ▲
 *      │        for what is     until it answers    │          │
 *      │        missing            │                ▼          │
 *      └───────────┴───────────────┴── a failure ──────────────┘
 *
 * One static topology for every skill: the skill is state, not structure.
 */
export function buildSwarm(deps: GraphDeps) {
  return new StateGraph({ state: SwarmState, input: SwarmInput, output: SwarmOutput })
    .addNode("hydrate", failSoft(createHydrateNode(deps), deps.log))
    .addNode("ask", createAskNode(deps))
    .addNode("act", failSoft(createActNode(deps), deps.log))
    .addNode("shape", failSoft(createShapeNode(deps), deps.log))
    .addNode("reflect", createReflectNode())
    .addEdge(START, "hydrate")
    .addConditionalEdges("hydrate", toAsk, ["ask", "reflect"])
    .addConditionalEdges("ask", toAct, ["act", "reflect"])
    .addConditionalEdges("act", toShape, ["shape", "reflect"])
    .addEdge("shape", "reflect")
    .addEdge("reflect", END)
    .compile({ name: "swarm" });
}
