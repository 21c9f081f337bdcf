import type { Database } from "../db/database.ts";
import type { Assistant } from "../domain/assistant.ts";
import { matchesFilter, toFilterCondition, type MetadataFilter } from "../domain/authorization.ts";
import { isClientKey } from "../domain/client-keys.ts";
import { AppError } from "../domain/errors.ts";
import { isUuid, toAssistantId } from "../domain/ids.ts";
import type { Bind } from "../domain/json-filter.ts";
import type { GraphCatalogue } from "../domain/ports.ts";
import type { RunConfig } from "../domain/run.ts";

export const ASSISTANT_COLUMNS =
  "assistant_id, graph_id, config, context, metadata, name, description, version, created_at, updated_at";

/** What a version keeps of its assistant, and what it is put back to. */
export const VERSIONED_COLUMNS = "graph_id, config, context, metadata, name, description, version";

/** Default assistants have defaults of the configuration; those that people made have none. */
export const IS_SYSTEM = "(defaults is not null)";

export function assistantNotFound(): AppError {
  return new AppError("assistant_not_found", "Assistant not found");
}

/** The id that a reference means: a UUID is one, anything else is a graph's id and means its default assistant. */
export function toReferencedId(reference: string): string {
  return isUuid(reference) ? reference.toLowerCase() : toAssistantId(reference);
}

/** A configuration as a client may give it: without what the server alone sets. */
export function toClientConfig<Config extends RunConfig | null | undefined>(config: Config): Config {
  if (!config?.configurable) return config;
  const kept = Object.entries(config.configurable).filter(([key]) => isClientKey(key));
  return { ...config, configurable: Object.fromEntries(kept) };
}

/** Throws `not_found` for a graph that is not served. */
export function checkGraph(graphs: GraphCatalogue, graphId: string): void {
  if (graphs.has(graphId)) return;
  throw new AppError("not_found", `Graph ${JSON.stringify(graphId)} not found`, {
    fix: `Use one of: ${graphs.ids().join(", ")}.`,
  });
}

/** Default assistants are for everybody to read; of the others the filter decides. */
export function isReadable(filter: MetadataFilter | null, bind: Bind): string {
  return filter === null ? "true" : `(${IS_SYSTEM} or ${toFilterCondition("metadata", filter, bind)})`;
}

/** An assistant as it is stored, with what nobody outside is told. */
export type StoredAssistant = { assistant: Assistant; isSystem: boolean };

/** undefined when there is none; the caller applies the filter. */
export async function readAssistant(
  db: Database,
  tenantId: string,
  assistantId: string,
): Promise<StoredAssistant | undefined> {
  const [row] = await db.run<Assistant & { is_system: boolean }>(
    tenantId,
    `select ${ASSISTANT_COLUMNS}, ${IS_SYSTEM} as is_system from assistants
     where tenant_id = $1 and assistant_id = $2`,
    [tenantId, assistantId],
  );
  if (row === undefined) return undefined;
  const { is_system: isSystem, ...assistant } = row;
  return { assistant, isSystem };
}

/**
 * Why a change met no row: what the filter hides is not there, and a default assistant, which everybody sees, is
 * refused with `forbidden`. undefined when the assistant may be changed.
 */
export async function toRefusal(
  db: Database,
  tenantId: string,
  assistantId: string,
  filter: MetadataFilter | null,
): Promise<AppError | undefined> {
  const stored = await readAssistant(db, tenantId, assistantId);
  if (stored === undefined) return assistantNotFound();
  if (matchesFilter(filter, stored.assistant.metadata)) return undefined;
  return stored.isSystem ? new AppError("forbidden", "Forbidden") : assistantNotFound();
}
