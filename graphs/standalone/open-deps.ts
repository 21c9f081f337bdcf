import { fileURLToPath } from "node:url";
import { createRouter } from "../../src/agents/route/create-router.ts";
import { systemClock } from "../../src/domain/clock.ts";
import { newId } from "../../src/domain/ids.ts";
import { createFestivalCalendar } from "../../src/india/festival-calendar.ts";
import { createModelGateway } from "../../src/models/gateway.ts";
import { createSkillRegistry } from "../../src/skills/skill-registry.ts";
import { createToolRegistry } from "../../src/tools/registry.ts";
import type { Log } from "../../src/telemetry/log.ts";
import type { GraphDeps } from "../deps.ts";
import { createMemoryEpisodes } from "./memory-episodes.ts";
import { createMemoryFoundations } from "./memory-foundations.ts";
import { createMemoryKnowledge } from "./memory-knowledge.ts";
import { createMemorySkillVersions } from "./memory-skill-versions.ts";

const SKILLS = fileURLToPath(new URL("../../skills", import.meta.url));
const TIMEOUTS = { firstTokenMs: 30_000, silenceMs: 20_000, totalMs: 180_000 };

type StandaloneSettings = {
  models: {
    openaiApiKey: string | null;
    openaiBaseUrl: string | null;
    nano: string | null;
    mini: string | null;
    full: string | null;
  };
  skillFolders: string[];
  log: Log;
};

/** Everything a graph needs when it runs without the service: real skills and models, stores in memory. */
export async function openStandaloneDeps({
  models,
  skillFolders,
  log,
}: StandaloneSettings): Promise<GraphDeps> {
  const knowledge = createMemoryKnowledge();
  const tools = createToolRegistry({ knowledge, festivals: createFestivalCalendar(), log });
  const skills = await createSkillRegistry({
    sources: [SKILLS, ...skillFolders],
    log,
    isToolInstalled: (name) => tools.get(name) !== undefined,
    isToolPublished: (name) => tools.isPublished(name),
  });
  const { openaiApiKey, openaiBaseUrl, ...tiers } = models;
  return {
    clock: systemClock,
    newId,
    skills,
    skillVersions: createMemorySkillVersions(),
    router: createRouter({ skills: () => skills.current() }),
    models: createModelGateway({
      settings: { openaiApiKey, openaiBaseUrl, tiers, timeouts: TIMEOUTS },
      clock: systemClock,
      newId,
      log,
    }),
    log,
    tools,
    knowledge,
    foundations: createMemoryFoundations(),
    episodes: createMemoryEpisodes(),
  };
}
