import { fileURLToPath } from "node:url";
import { type BaseMessage, HumanMessage } from "@langchain/core/messages";
import { Command, MemorySaver } from "@langchain/langgraph";
import type { Clock } from "../../src/domain/clock.ts";
import { LOCAL_TENANT_ID } from "../../src/domain/ids.ts";
import type { Route } from "../../src/domain/route.ts";
import { createSkillRegistry, type SkillRegistry } from "../../src/skills/skill-registry.ts";
import type { GraphDeps } from "../../graphs/deps.ts";
import type { QueenContext } from "../../graphs/queen/context.ts";
import { buildQueen } from "../../graphs/queen/graph.ts";
import type { QueenValues } from "../../graphs/queen/state.ts";
import { createMemoryEpisodes } from "../../graphs/standalone/memory-episodes.ts";
import { createMemoryFoundations } from "../../graphs/standalone/memory-foundations.ts";
import { createMemoryKnowledge } from "../../graphs/standalone/memory-knowledge.ts";
import { createMemorySkillVersions } from "../../graphs/standalone/memory-skill-versions.ts";

export const REAL_SKILLS = fileURLToPath(new URL("../../skills", import.meta.url));
export const TEST_SKILLS = fileURLToPath(new URL("./skills", import.meta.url));
/** Seven weeks before Diwali 2026. */
export const CLOCK: Clock = { now: () => new Date("2026-09-20T09:00:00.000Z") };

export function loadTestSkills(folder: string): Promise<SkillRegistry> {
  return createSkillRegistry({
    sources: [folder],
    log: { info() {}, warn() {} },
    watch: false,
    isToolInstalled: () => true,
    isToolPublished: () => true,
  });
}

/** A router that always decides the same. */
export function routeTo(...skills: string[]): GraphDeps["router"] {
  const route: Route = {
    outcome: skills.length > 1 ? "several" : "single",
    skills: skills.map((skill) => ({ skill, score: 0.9, why: "the test says so" })),
    confidence: 0.9,
    path: ["scripted"],
  };
  return () => route;
}

/** Tools for graphs whose skills have none. */
const NO_TOOLS: GraphDeps["tools"] = {
  get: () => undefined,
  isPublished: () => true,
  call: async (_context, name) => ({ ok: false, error: `There is no tool ${name}.` }),
};

type FixtureDeps = Pick<GraphDeps, "skills" | "router" | "models"> & Partial<GraphDeps>;
export type Chunk = [namespace: string[], mode: string, payload: unknown];

/** A Queen on in-memory stores with one thread to talk in. */
export function openQueen(deps: FixtureDeps) {
  const saver = new MemorySaver();
  const episodes = createMemoryEpisodes();
  let ids = 0;
  const graph = buildQueen({
    clock: CLOCK,
    newId: () => `id-${(ids += 1)}`,
    skillVersions: createMemorySkillVersions(),
    knowledge: createMemoryKnowledge(),
    foundations: createMemoryFoundations(),
    episodes,
    tools: NO_TOOLS,
    ...deps,
  });
  const configurable = {
    thread_id: "00000000-0000-7000-8000-00000000000a",
    __pregel_checkpointer: saver,
    __raptorflow: { tenantId: LOCAL_TENANT_ID },
  };

  async function run(
    input: unknown,
    context?: QueenContext,
  ): Promise<{ chunks: Chunk[]; custom: Record<string, unknown>[] }> {
    const chunks: Chunk[] = [];
    const stream = await graph.stream(input as never, {
      configurable,
      context: context as never,
      streamMode: ["values", "updates", "messages", "custom", "tools"],
      subgraphs: true,
    });
    for await (const chunk of stream) chunks.push(chunk as unknown as Chunk);
    const custom = chunks
      .filter(([, mode]) => mode === "custom")
      .map(([, , payload]) => payload as Record<string, unknown>);
    return { chunks, custom };
  }

  return {
    graph,
    saver,
    episodes,
    configurable,
    run,
    ask: (content: BaseMessage["content"], context?: QueenContext) =>
      run({ messages: [new HumanMessage({ content })] }, context),
    resume: (value: unknown) => run(new Command({ resume: value })),
    async values(): Promise<QueenValues> {
      return (await graph.getState({ configurable })).values as QueenValues;
    },
    /** The text of the last message. */
    async reply(): Promise<string> {
      const { messages } = (await graph.getState({ configurable })).values as QueenValues;
      return messages.at(-1)?.text ?? "";
    },
    /** The values of the interrupts that wait for an answer. */
    async interrupts(): Promise<unknown[]> {
      const state = await graph.getState({ configurable });
      return state.tasks.flatMap((task) => task.interrupts.map((interrupt) => interrupt.value as unknown));
    },
  };
}
