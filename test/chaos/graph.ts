import { setTimeout as sleep } from "node:timers/promises";
import {
  END,
  interrupt,
  ReducedValue,
  Send,
  START,
  StateGraph,
  StateSchema,
  type LangGraphRunnableConfig,
} from "@langchain/langgraph";
import { z } from "zod";
import { toEffects } from "../../src/domain/effects.ts";
import type { AnyGraph } from "../../src/domain/ports.ts";
import type { createWitness } from "./witness.ts";

export const ACTS_AT_ONCE = 3;
export const STEPS_AFTER = 2;

const PIECES = 3;
const PIECE_MS = 50;

const Work = new StateSchema({
  /** Which turn of the thread it is. */
  turn: z.string().default(""),
  asks: z.boolean().default(false),
  answer: z.string().default(""),
  done: new ReducedValue(z.array(z.string()).default([]), {
    inputSchema: z.array(z.string()),
    reducer: (before, added) => [...before, ...added],
  }),
});
type Node = { name: string; turn: string };

/**
 *   begin > act (three at once) > ask > step_0 > step_1
 *
 * Each `act` and `step` has a side effect through the ledger; `ask` stops for an answer when the input says so.
 */
export function buildWork(witness: ReturnType<typeof createWitness>): AnyGraph {
  async function perform({ name, turn }: Node, config: LangGraphRunnableConfig): Promise<{ done: string[] }> {
    const place = toPlace(config, name);
    witness({ kind: "enter", ...place });
    await talk(config, { turn, name });
    const call = { name: "act", key: `${turn}/${name}`, within: "thread", onUnknown: "retry" } as const;
    const result = await toEffects(config).once(config, call, async ({ idempotencyKey }) => {
      witness({ kind: "effect", ...place, key: idempotencyKey });
      await sleep(10);
      return `${turn}/${name}`;
    });
    witness({ kind: "noted", ...place });
    await talk(config, { turn, name });
    witness({ kind: "leave", ...place });
    return { done: [result] };
  }
  const step =
    (name: string) =>
    ({ turn }: { turn: string }, config: LangGraphRunnableConfig) =>
      perform({ name, turn }, config);

  return new StateGraph(Work)
    .addNode("begin", (_, config) => {
      witness({ kind: "enter", ...toPlace(config, "begin") });
      return {};
    })
    .addNode("act", (node: Node, config: LangGraphRunnableConfig) => perform(node, config))
    .addNode("ask", ({ asks, turn }) => (asks ? { answer: String(interrupt({ turn })) } : {}))
    .addNode("step_0", step("step_0"))
    .addNode("step_1", step("step_1"))
    .addEdge(START, "begin")
    .addConditionalEdges("begin", ({ turn }) =>
      Array.from({ length: ACTS_AT_ONCE }, (_, index) => new Send("act", { name: `act_${index}`, turn })),
    )
    .addEdge("act", "ask")
    .addEdge("ask", "step_0")
    .addEdge("step_0", "step_1")
    .addEdge("step_1", END)
    .compile();
}

async function talk(config: LangGraphRunnableConfig, fields: Node): Promise<void> {
  for (let piece = 0; piece < PIECES; piece++) {
    config.writer?.({ ...fields, piece });
    await sleep(PIECE_MS);
  }
}

function toPlace({ metadata, configurable }: LangGraphRunnableConfig, node: string) {
  return {
    thread: String(configurable?.["thread_id"]),
    run: String(metadata?.["run_id"]),
    attempt: Number(metadata?.["run_attempt"]),
    node,
  };
}
