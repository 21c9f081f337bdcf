import type { AssistantVerbs } from "./verbs/assistants.ts";
import type { CronVerbs } from "./verbs/crons.ts";
import type { FoundationVerbs, KnowledgeVerbs, SkillVerbs } from "./verbs/product.ts";
import type { RunVerbs } from "./verbs/runs.ts";
import type { StoreVerbs } from "./verbs/store.ts";
import type { TapeVerbs } from "./verbs/tape.ts";
import type { TaskVerbs } from "./verbs/tasks.ts";
import type { ThreadVerbs } from "./verbs/threads.ts";
import type { WebhookVerbs } from "./verbs/webhooks.ts";

/** The verbs of the Agent Server: any graphs, no marketing. */
export type ProtocolVerbs = {
  assistants: AssistantVerbs;
  threads: ThreadVerbs;
  runs: RunVerbs;
  crons: CronVerbs;
  webhooks: WebhookVerbs;
  store: StoreVerbs;
  tasks: TaskVerbs;
  tape: TapeVerbs;
};

/** RaptorFlow's own verbs. */
export type ProductVerbs = {
  foundation: FoundationVerbs;
  knowledge: KnowledgeVerbs;
  skills: SkillVerbs;
};

/** All that the HTTP room can ask for; the composition root hands it in. */
export type Verbs = ProtocolVerbs & ProductVerbs;
