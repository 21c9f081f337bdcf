import type { AssistantVerbs } from "./verbs/assistants.ts";
import type { FoundationVerbs, KnowledgeVerbs, SkillVerbs } from "./verbs/product.ts";
import type { RunVerbs } from "./verbs/runs.ts";
import type { ThreadVerbs } from "./verbs/threads.ts";

/** The verbs of the Agent Server: any graphs, no marketing. */
export type ProtocolVerbs = {
  assistants: AssistantVerbs;
  threads: ThreadVerbs;
  runs: RunVerbs;
};

/** RaptorFlow's own verbs. */
export type ProductVerbs = {
  foundation: FoundationVerbs;
  knowledge: KnowledgeVerbs;
  skills: SkillVerbs;
};

/** All that the HTTP room can ask for; the composition root hands it in. */
export type Verbs = ProtocolVerbs & ProductVerbs;
