import { buildQueen } from "../../graphs/queen/graph.ts";
import { createRouter } from "../agents/route/create-router.ts";
import type { Config } from "../config.ts";
import type { Database } from "../db/database.ts";
import { systemClock } from "../domain/clock.ts";
import { AppError } from "../domain/errors.ts";
import { newId } from "../domain/ids.ts";
import type { AnyGraph, GraphCatalogue } from "../domain/ports.ts";
import { createFestivalCalendar } from "../india/festival-calendar.ts";
import { createKnowledge } from "../knowledge/knowledge.ts";
import { createEpisodicMemory } from "../memory/episodic-memory.ts";
import { createFoundationMemory } from "../memory/foundation-memory.ts";
import { createModelGateway } from "../models/gateway.ts";
import { toProductVerbs } from "../product-verbs.ts";
import { createSkillRegistry } from "../skills/skill-registry.ts";
import { createSkillVersions } from "../skills/skill-versions.ts";
import type { Log } from "../telemetry/log.ts";
import { createToolRegistry } from "../tools/registry.ts";
import { ROOT } from "./root.ts";
import type { Served } from "./served.ts";
import { createSkillTools } from "./skill-tools.ts";

const MODEL_TIMEOUTS = { firstTokenMs: 30_000, silenceMs: 30_000, totalMs: 180_000 };

type ProductDeps = { config: Config; log: Log; db: Database };

/** RaptorFlow itself: the Queen with her skills, models, memory and tools. */
export async function serveProduct({ config, log, db }: ProductDeps): Promise<Served> {
  const clock = systemClock;
  const knowledge = createKnowledge({ db, newId, clock });
  const foundations = createFoundationMemory({ db, clock });
  const tools = createToolRegistry({ knowledge, festivals: createFestivalCalendar() });
  const skills = await createSkillRegistry({
    sources: [`${ROOT}skills`, ...config.skillFolders],
    log,
    isToolInstalled: (name) => tools.get(name) !== undefined,
    isToolPublished: (name) => tools.isPublished(name),
  });
  const models = createModelGateway({ settings: toModelSettings(config), clock, log, newId });
  const queen = buildQueen({
    clock,
    newId,
    skills,
    skillVersions: createSkillVersions({ db }),
    router: createRouter({ skills: () => skills.current() }),
    models,
    tools,
    knowledge,
    foundations,
    episodes: createEpisodicMemory({ db, newId, clock }),
    log,
  });
  return {
    graphs: toCatalogue({ queen: { graph: queen, description: "Routes a marketing request to skills" } }),
    product: toProductVerbs({ foundations, knowledge, skills }),
    skillTools: createSkillTools({ skills }),
    facts: () => ({
      model: toModelFact(models.describe(), config.models.openaiBaseUrl),
      skills: `${skills.current().skills.length} loaded`,
    }),
    close: () => skills.close(),
  };
}

function toCatalogue(graphs: Record<string, { graph: AnyGraph; description: string }>): GraphCatalogue {
  return {
    ids: () => Object.keys(graphs),
    has: (graphId) => Object.hasOwn(graphs, graphId),
    describe: (graphId) => ({ description: graphs[graphId]?.description ?? null }),
    async open(graphId) {
      const entry = graphs[graphId];
      if (entry === undefined) throw new AppError("assistant_not_found", "Assistant not found");
      return entry.graph;
    },
  };
}

function toModelFact(
  { provider, tiers }: { provider: string; tiers: Record<string, string> },
  baseUrl: string | null,
): string {
  if (provider === "offline") return "offline (set OPENAI_API_KEY for a real one)";
  const at = baseUrl === null ? "" : ` at ${new URL(baseUrl).host}`;
  return `${Object.values(tiers).join(", ")}${at}`;
}

function toModelSettings({ models }: Config) {
  const { openaiApiKey, openaiBaseUrl, nano, mini, full } = models;
  return { openaiApiKey, openaiBaseUrl, tiers: { nano, mini, full }, timeouts: MODEL_TIMEOUTS };
}
