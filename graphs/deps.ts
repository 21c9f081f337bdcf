import type { Passage } from "../src/domain/answer.ts";
import type { Clock } from "../src/domain/clock.ts";
import type { Foundation } from "../src/domain/foundation.ts";
import type { NewId } from "../src/domain/ids.ts";
import type { Perception, Route } from "../src/domain/route.ts";
import type { CompiledSkill, SkillRef, SkillSet } from "../src/domain/skill.ts";
import type { ModelGateway } from "../src/models/model-call.ts";
import type { ToolRegistry } from "../src/tools/registry.ts";

/** What the nodes of all our graphs work with; the composition root hands in the real ones. */
export type GraphDeps = {
  clock: Clock;
  newId: NewId;
  skills: { current(): SkillSet };
  skillVersions: {
    keep(tenantId: string, skill: CompiledSkill): Promise<void>;
    load(tenantId: string, ref: SkillRef): Promise<CompiledSkill | undefined>;
  };
  router: (text: string, perception: Perception) => Route;
  models: ModelGateway;
  tools: Pick<ToolRegistry, "get" | "isPublished" | "call">;
  knowledge: { search(tenantId: string, query: string, options: { limit: number }): Promise<Passage[]> };
  foundations: { get(tenantId: string): Promise<Foundation | null> };
  episodes: {
    remember(
      tenantId: string,
      episode: { threadId: string; summary: string; importance: number; kind: string },
    ): Promise<unknown>;
  };
  log?: {
    warn(fields: Record<string, unknown>, message: string): void;
    error(fields: Record<string, unknown>, message: string): void;
  };
};
