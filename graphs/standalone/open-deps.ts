import { fileURLToPath } from "node:url";
import { createRouter } from "../../src/agents/route/create-router.ts";
import type { Config } from "../../src/config.ts";
import { systemClock } from "../../src/domain/clock.ts";
import { newId } from "../../src/domain/ids.ts";
import { createFestivalCalendar } from "../../src/india/festival-calendar.ts";
import { createModelGateway } from "../../src/models/gateway.ts";
import { createSkillRegistry } from "../../src/skills/skill-registry.ts";
import { createToolRegistry } from "../../src/tools/registry.ts";
import type { GraphDeps } from "../deps.ts";
import { createMemoryEpisodes } from "./memory-episodes.ts";
import { createMemoryFoundations } from "./memory-foundations.ts";
import { createMemoryKnowledge } from "./memory-knowledge.ts";
import { createMemorySkillVersions } from "./memory-skill-versions.ts";

const SKILLS = fileURLToPath(new URL("../../skills", import.meta.url));
const TIMEOUTS = { firstTokenMs: 30_000, silenceMs: 20_000, totalMs: 180_000 };

/** Everything a graph needs when it runs without the service: real skills and models, stores in memory. */
export async function openStandaloneDeps(config: Pick<Config, "models" | "skillFolders">): Promise<GraphDeps> {
  const knowledge = createMemoryKnowledge();
  const tools = createToolRegistry({ knowledge, festivals: createFestivalCalendar() });
  const skills = await createSkillRegistry({
    sources: [SKILLS, ...config.skillFolders],
    log: { info() {}, warn: (details, message) => console.warn(message, details) },
    isToolInstalled: (name) => tools.get(name) !== undefined,
    isToolPublished: (name) => tools.isPublished(name),
  });
  const { openaiApiKey, openaiBaseUrl, ...tiers } = config.models;
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
    }),
    tools,
    knowledge,
    foundations: createMemoryFoundations(),
    episodes: createMemoryEpisodes(),
  };
}
