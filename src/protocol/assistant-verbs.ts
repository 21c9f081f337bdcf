import { findAssistant } from "../assistants/assistant-row.ts";
import { createReadGraph, createReadSchemas, createReadSubgraphs } from "../assistants/inspect-assistant.ts";
import { createSearchAssistants } from "../assistants/search-assistants.ts";
import type { CallContext } from "../domain/principal.ts";
import type { AssistantVerbs } from "../http/verbs/assistants.ts";
import type { Parts } from "./parts.ts";

type AssistantCall = { ctx: CallContext; input: { assistantId: string } };

export function toAssistantVerbs({ db, graphs }: Parts): AssistantVerbs {
  return {
    search: createSearchAssistants({ db }),
    get: ({ ctx, input }: AssistantCall) => findAssistant(db, ctx.principal.tenantId, input.assistantId),
    graph: createReadGraph({ db, graphs }),
    schemas: createReadSchemas({ db, graphs }),
    subgraphs: createReadSubgraphs({ db, graphs }),
  };
}
