import type { Assistant } from "../domain/assistant.ts";
import type { CallContext } from "../domain/principal.ts";
import { findInputSchema, takesMessages } from "../http/conversation/input-schema.ts";
import type { ProtocolVerbs } from "../http/verbs.ts";

type Deps = { verbs: ProtocolVerbs; ctx: CallContext };

const MOST_MODELS = 1_000;

/** Every assistant that holds a conversation is a model. */
export async function listModels({ verbs, ctx }: Deps): Promise<object[]> {
  const { rows } = await verbs.assistants.search({
    ctx,
    input: { limit: MOST_MODELS, offset: 0, sort_by: "created_at", sort_order: "asc" },
  });
  const speaks = new Map<string, boolean>();
  for (const { graph_id: graphId, assistant_id: assistantId } of rows)
    if (!speaks.has(graphId)) speaks.set(graphId, await isConversation({ verbs, ctx }, assistantId));
  return rows.filter(({ graph_id: graphId }) => speaks.get(graphId) === true).map(toModel);
}

/** The default assistant of a graph is known by the graph's name. */
export function toModel(assistant: Assistant): object {
  const isDefault = assistant.metadata["created_by"] === "system";
  return {
    id: isDefault ? assistant.graph_id : assistant.assistant_id,
    object: "model",
    created: Math.floor(Date.parse(assistant.created_at) / 1_000),
    owned_by: "raptorflow",
    name: assistant.name,
    description: assistant.description,
  };
}

/** Whether there is a graph that takes messages. */
export async function isConversation(deps: Deps, assistantId: string): Promise<boolean> {
  const found = await findInputSchema(deps, assistantId);
  return found !== null && takesMessages(found);
}
