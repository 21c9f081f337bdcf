import type { Database } from "../db/database.ts";
import type { Assistant, AssistantPatch } from "../domain/assistant.ts";
import { toFilterCondition } from "../domain/authorization.ts";
import type { Bind } from "../domain/json-filter.ts";
import type { GraphCatalogue } from "../domain/ports.ts";
import type { CallContext } from "../domain/principal.ts";
import {
  ASSISTANT_COLUMNS,
  assistantNotFound,
  checkGraph,
  toClientConfig,
  toReferencedId,
  toRefusal,
  VERSIONED_COLUMNS,
} from "./assistant-row.ts";
import type { AssistantReader } from "./find-assistant.ts";

type PatchDeps = {
  db: Database;
  graphs: GraphCatalogue;
  ensureDefaults(tenantId: string): Promise<void>;
  assistants: Pick<AssistantReader, "forget">;
};
type PatchCall = { ctx: CallContext; input: AssistantPatch & { assistantId: string } };

/**
 * Writes a new version, numbered behind the highest there is: two patches at once become two versions, of which the
 * later holds both. Throws `assistant_not_found`, `not_found` for an unknown graph.
 */
export function createPatchAssistant({ db, graphs, ensureDefaults, assistants }: PatchDeps) {
  return async function patchAssistant({ ctx, input }: PatchCall): Promise<Assistant> {
    const { tenantId } = ctx.principal;
    await ensureDefaults(tenantId);
    const { assistantId: reference, metadata, ...patch } = input;
    const { value, filter } = await ctx.authorize("assistants:update", {
      ...patch,
      config: toClientConfig(patch.config),
      assistant_id: toReferencedId(reference),
      metadata: metadata ?? {},
    });
    if (value.graph_id) checkGraph(graphs, value.graph_id);
    const values: unknown[] = [
      tenantId,
      value.assistant_id,
      value.graph_id ?? null,
      value.name ?? null,
      value.description ?? null,
      toJson(value.config),
      toJson(value.context),
      JSON.stringify(value.metadata),
    ];
    const bind: Bind = (bound) => `$${values.push(bound)}`;
    const statement = toStatement(toFilterCondition("metadata", filter, bind));
    const [patched] = await db.run<Assistant>(tenantId, statement, values);
    if (patched === undefined)
      throw (await toRefusal(db, tenantId, value.assistant_id, filter)) ?? assistantNotFound();
    assistants.forget(tenantId, patched.assistant_id);
    return patched;
  };
}

function toJson(value: object | null | undefined): string | null {
  return value === null || value === undefined ? null : JSON.stringify(value);
}

const toStatement = (allowed: string): string => `
  with patched as (
    update assistants set
      graph_id = coalesce($3, graph_id), name = coalesce($4, name), description = coalesce($5, description),
      config = coalesce($6::jsonb, config), context = coalesce($7::jsonb, context), metadata = metadata || $8::jsonb,
      version = highest_version + 1, highest_version = highest_version + 1, updated_at = now()
    where tenant_id = $1 and assistant_id = $2 and ${allowed}
    returning tenant_id, ${ASSISTANT_COLUMNS}
  ), recorded as (
    insert into assistant_versions (tenant_id, assistant_id, ${VERSIONED_COLUMNS}, created_at)
    select tenant_id, assistant_id, ${VERSIONED_COLUMNS}, updated_at from patched
  )
  select ${ASSISTANT_COLUMNS} from patched`;
