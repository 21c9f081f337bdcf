import { toReferencedId } from "../assistants/assistant-row.ts";
import { createListVersions, createSetLatest } from "../assistants/assistant-versions.ts";
import { createCreateAssistant } from "../assistants/create-assistant.ts";
import { createDeleteAssistant } from "../assistants/delete-assistant.ts";
import { createReadGraph, createReadSchemas, createReadSubgraphs } from "../assistants/inspect-assistant.ts";
import { createPatchAssistant } from "../assistants/patch-assistant.ts";
import { createCountAssistants, createSearchAssistants } from "../assistants/search-assistants.ts";
import type { CallContext } from "../domain/principal.ts";
import type { AssistantVerbs } from "../http/verbs/assistants.ts";
import type { ThreadVerbs } from "../http/verbs/threads.ts";
import type { Parts } from "./parts.ts";

type AssistantCall = { ctx: CallContext; input: { assistantId: string } };

export function toAssistantVerbs(parts: Parts, threads: Pick<ThreadVerbs, "delete">): AssistantVerbs {
  const { cancelRun, assistantReader: assistants } = parts;
  const deps = { ...parts, assistants };
  return {
    create: createCreateAssistant(deps),
    search: createSearchAssistants(deps),
    count: createCountAssistants(deps),
    async get({ ctx, input }: AssistantCall) {
      const { value, filter } = await ctx.authorize("assistants:read", {
        assistant_id: toReferencedId(input.assistantId),
      });
      return assistants.read(ctx.principal.tenantId, value.assistant_id, filter);
    },
    patch: createPatchAssistant(deps),
    delete: createDeleteAssistant({
      ...deps,
      deleteThread: threads.delete,
      cancelRun: (run, reason) => cancelRun({ ...run, action: "interrupt", reason }),
    }),
    versions: createListVersions(deps),
    setLatest: createSetLatest(deps),
    graph: createReadGraph(deps),
    schemas: createReadSchemas(deps),
    subgraphs: createReadSubgraphs(deps),
  };
}
