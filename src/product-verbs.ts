import type { CallContext } from "./domain/principal.ts";
import type { Foundation } from "./domain/foundation.ts";
import type { Verbs } from "./http/verbs.ts";
import type { Knowledge } from "./knowledge/knowledge.ts";
import type { FoundationMemory } from "./memory/foundation-memory.ts";
import type { SkillRegistry } from "./skills/skill-registry.ts";

type ProductDeps = { foundations: FoundationMemory; knowledge: Knowledge; skills: SkillRegistry };
type Call<Input> = { ctx: CallContext; input: Input };

/** RaptorFlow's own verbs: foundation, knowledge, skills. */
export function toProductVerbs(deps: ProductDeps): Pick<Verbs, "foundation" | "knowledge" | "skills"> {
  const { foundations, knowledge, skills } = deps;
  return {
    foundation: {
      get: ({ ctx }) => foundations.get(ctx.principal.tenantId),
      put: ({ ctx, input }: Call<Foundation>) => foundations.put(ctx.principal.tenantId, input),
    },
    knowledge: {
      addDocument: ({ ctx, input }: Call<{ filename: string; content: string }>) =>
        knowledge.addDocument(ctx.principal.tenantId, input),
      list: ({ ctx, input }: Call<{ limit: number; offset: number }>) =>
        knowledge.list(ctx.principal.tenantId, input),
    },
    skills: { list: () => skills.report() },
  };
}
