import { END, START, StateGraph } from "@langchain/langgraph";
import type { GraphDeps } from "../deps.ts";
import { buildLord } from "../lord/graph.ts";
import { QueenContext } from "./context.ts";
import {
  afterAggregate,
  afterApprove,
  afterClarify,
  createAfterDispatch,
  afterGuard,
  afterRouter,
} from "./edges.ts";
import { createAggregateNode } from "./nodes/aggregate.ts";
import { createApproveNode } from "./nodes/approve.ts";
import { createClarifyNode } from "./nodes/clarify.ts";
import { createCriticNode } from "./nodes/critic.ts";
import { createDeclineNode } from "./nodes/decline.ts";
import { createDispatchNode } from "./nodes/dispatch.ts";
import { createEscalateNode } from "./nodes/escalate.ts";
import { createGuardNode } from "./nodes/guard.ts";
import { createOverseerNode } from "./nodes/overseer.ts";
import { createPerceiveNode } from "./nodes/perceive.ts";
import { createPlannerNode } from "./nodes/planner.ts";
import { createPriceNode } from "./nodes/price.ts";
import { createRecallNode } from "./nodes/recall.ts";
import { createRememberNode } from "./nodes/remember.ts";
import { createReviseNode } from "./nodes/revise.ts";
import { createRouterNode } from "./nodes/router.ts";
import { QueenInput, QueenState } from "./state.ts";

/** The longest plan with every revision takes about forty steps; the default of 25 would cut it off. */
const RECURSION_LIMIT = 100;

/*
 *   guard ──> perceive ──> recall ──> router ─┬─> clarify ──> perceive   (interrupt; at most twice)
 *     │ refuses                               ├─> decline ──> END
 *     └─> END                                 ├─> escalate ──> END
 *                                             └─> planner ──> price ──> approve ─┬─> END   (interrupt; rejected)
 *                                                                                v
 *                         ┌──────────────────────────────────────────────── dispatch
 *                         │ all steps done                                   │    ▲
 *                         v                                        one Send  v    │
 *                     aggregate ──> critic ──> overseer            per step  lord ┘
 *                         │          │  ▲       ▲   │
 *                         │          v  │       │   v
 *                         │         revise ─────┤  remember ──> END
 *                         └─ no answer ─────────┘
 */
export function buildQueen(deps: GraphDeps) {
  return new StateGraph({ state: QueenState, input: QueenInput, context: QueenContext })
    .addNode("guard", createGuardNode(deps))
    .addNode("perceive", createPerceiveNode(deps))
    .addNode("recall", createRecallNode(deps))
    .addNode("router", createRouterNode(deps))
    .addNode("clarify", createClarifyNode(deps))
    .addNode("decline", createDeclineNode(deps))
    .addNode("escalate", createEscalateNode(deps))
    .addNode("planner", createPlannerNode(deps))
    .addNode("price", createPriceNode(deps))
    .addNode("approve", createApproveNode(deps))
    .addNode("dispatch", createDispatchNode())
    .addNode("lord", buildLord(deps))
    .addNode("aggregate", createAggregateNode())
    .addNode("critic", createCriticNode(deps), { ends: ["revise", "overseer"] })
    .addNode("revise", createReviseNode(deps), { ends: ["critic", "overseer"] })
    .addNode("overseer", createOverseerNode(deps))
    .addNode("remember", createRememberNode(deps))
    .addEdge(START, "guard")
    .addConditionalEdges("guard", afterGuard, ["perceive", END])
    .addEdge("perceive", "recall")
    .addEdge("recall", "router")
    .addConditionalEdges("router", afterRouter, ["clarify", "decline", "escalate", "planner"])
    .addConditionalEdges("clarify", afterClarify, ["perceive", "decline"])
    .addEdge("decline", END)
    .addEdge("escalate", END)
    .addEdge("planner", "price")
    .addEdge("price", "approve")
    .addConditionalEdges("approve", afterApprove, ["dispatch", END])
    .addConditionalEdges("dispatch", createAfterDispatch(deps), ["lord", "aggregate"])
    .addEdge("lord", "dispatch")
    .addConditionalEdges("aggregate", afterAggregate, ["critic", "overseer"])
    .addEdge("overseer", "remember")
    .addEdge("remember", END)
    .compile({ name: "queen" })
    .withConfig({ recursionLimit: RECURSION_LIMIT });
}
