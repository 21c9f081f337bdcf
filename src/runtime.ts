import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { buildQueen } from "../graphs/queen/graph.ts";
import { createRouter } from "./agents/route/create-router.ts";
import type { Config } from "./config.ts";
import type { Database } from "./db/database.ts";
import { openDatabase } from "./db/open-database.ts";
import { systemClock } from "./domain/clock.ts";
import { AppError } from "./domain/errors.ts";
import { newId } from "./domain/ids.ts";
import type { AnyGraph, GraphCatalogue } from "./domain/ports.ts";
import { createApp } from "./http/app.ts";
import { createFestivalCalendar } from "./india/festival-calendar.ts";
import { createKnowledge } from "./knowledge/knowledge.ts";
import { createEpisodicMemory } from "./memory/episodic-memory.ts";
import { createFoundationMemory } from "./memory/foundation-memory.ts";
import { createModelGateway } from "./models/gateway.ts";
import type { ModelGateway } from "./models/model-call.ts";
import { toProductVerbs } from "./product-verbs.ts";
import { createProtocol } from "./protocol/create-protocol.ts";
import { createSkillRegistry, type SkillRegistry } from "./skills/skill-registry.ts";
import { createSkillVersions } from "./skills/skill-versions.ts";
import type { Log } from "./telemetry/log.ts";
import { createHealth } from "./telemetry/health.ts";
import { createToolRegistry } from "./tools/registry.ts";

const ROOT = fileURLToPath(new URL("../", import.meta.url));
const MODEL_TIMEOUTS = { firstTokenMs: 30_000, silenceMs: 30_000, totalMs: 180_000 };

export type Runtime = {
  fetch: (request: Request) => Response | Promise<Response>;
  db: Database;
  models: ModelGateway;
  skills: SkillRegistry;
  /** Takes up work: claims runs. */
  start(): Promise<void>;
  /** Ends streams, hands running runs over, closes the database. */
  stop(graceMs: number): Promise<void>;
};

/** The composition root: everything that the service is made of, put together once. */
export async function createRuntime(config: Config, log: Log): Promise<Runtime> {
  const clock = systemClock;
  const db = await openDatabase({ url: config.databaseUrl, folder: config.dataFolder });
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

  const version = await readVersion(`${ROOT}package.json`);
  const langgraphVersion = await readVersion(`${ROOT}node_modules/@langchain/langgraph/package.json`);
  const graphs = toCatalogue({
    queen: { graph: queen, description: "Routes a marketing request to skills" },
  });
  const { concurrency, leaseMs, url: apiUrl } = config;
  const protocol = await createProtocol({
    db,
    clock,
    newId,
    log,
    graphs,
    concurrency,
    leaseMs,
    apiUrl,
    version,
  });
  const health = createHealth({ db, clock });
  const closing = new AbortController();
  const app = createApp({
    verbs: { ...protocol.verbs, ...toProductVerbs({ foundations, knowledge, skills }) },
    settings: { ...config, version, langgraphVersion },
    clock,
    newId,
    log,
    health,
    closing: closing.signal,
  });

  return {
    fetch: (request) => app.fetch(request),
    db,
    models,
    skills,
    async start() {
      await protocol.worker.start();
      health.setReady(true);
    },
    async stop(graceMs) {
      health.setReady(false);
      closing.abort();
      await protocol.worker.drain(graceMs);
      await skills.close();
      await db.close();
    },
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

function toModelSettings({ models }: Config) {
  const { openaiApiKey, openaiBaseUrl, nano, mini, full } = models;
  return { openaiApiKey, openaiBaseUrl, tiers: { nano, mini, full }, timeouts: MODEL_TIMEOUTS };
}

async function readVersion(path: string): Promise<string> {
  const manifest: unknown = JSON.parse(await readFile(path, "utf8"));
  return typeof manifest === "object" && manifest !== null && "version" in manifest
    ? String(manifest.version)
    : "0";
}
