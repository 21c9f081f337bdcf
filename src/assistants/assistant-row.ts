import type { Database } from "../db/database.ts";
import type { Assistant } from "../domain/assistant.ts";
import { AppError } from "../domain/errors.ts";
import { isUuid, toAssistantId } from "../domain/ids.ts";
import type { GraphCatalogue } from "../domain/ports.ts";

export const ASSISTANT_COLUMNS =
  "assistant_id, graph_id, config, context, metadata, name, description, version, created_at, updated_at";

/** An assistant by its id, or the default one of a graph by the graph's id. Throws `assistant_not_found`. */
export async function findAssistant(db: Database, tenantId: string, reference: string): Promise<Assistant> {
  const [assistant] = await db.run<Assistant>(
    tenantId,
    `select ${ASSISTANT_COLUMNS} from assistants where tenant_id = $1 and assistant_id = $2`,
    [tenantId, isUuid(reference) ? reference : toAssistantId(reference)],
  );
  if (assistant === undefined) throw new AppError("assistant_not_found", "Assistant not found");
  return assistant;
}

/** Creates the default assistants that are missing, one of each graph. */
export async function ensureSystemAssistants(
  db: Database,
  tenantId: string,
  graphs: GraphCatalogue,
): Promise<void> {
  for (const graphId of graphs.ids()) {
    await db.run(
      tenantId,
      `insert into assistants (tenant_id, assistant_id, graph_id, name, description, metadata)
       values ($1, $2, $3, $3, $4, '{"created_by": "system"}'::jsonb)
       on conflict (tenant_id, assistant_id) do nothing`,
      [tenantId, toAssistantId(graphId), graphId, graphs.describe(graphId).description],
    );
  }
}
