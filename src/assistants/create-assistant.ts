import type { Database } from "../db/database.ts";
import type { Assistant, AssistantCreate } from "../domain/assistant.ts";
import { AppError } from "../domain/errors.ts";
import type { NewId } from "../domain/ids.ts";
import type { GraphCatalogue } from "../domain/ports.ts";
import type { CallContext } from "../domain/principal.ts";
import { ASSISTANT_COLUMNS, checkGraph, toClientConfig, VERSIONED_COLUMNS } from "./assistant-row.ts";
import type { AssistantReader } from "./find-assistant.ts";

type CreateDeps = {
  db: Database;
  newId: NewId;
  graphs: GraphCatalogue;
  ensureDefaults(tenantId: string): Promise<void>;
  assistants: Pick<AssistantReader, "read">;
};

/**
 * Creates an assistant at version 1. Throws `not_found` for an unknown graph and `assistant_exists`, unless the caller
 * asked for `do_nothing` and may see the one that is there.
 */
export function createCreateAssistant(deps: CreateDeps) {
  const { db, newId, graphs } = deps;
  type Call = { ctx: CallContext; input: AssistantCreate };
  return async function createAssistant({ ctx, input }: Call): Promise<Assistant> {
    const { tenantId } = ctx.principal;
    await deps.ensureDefaults(tenantId);
    const { value, filter } = await ctx.authorize("assistants:create", {
      ...input,
      config: toClientConfig(input.config),
      assistant_id: input.assistant_id ?? newId(),
      metadata: input.metadata ?? {},
    });
    checkGraph(graphs, value.graph_id);
    const [created] = await db.run<Assistant>(tenantId, INSERT, [
      tenantId,
      value.assistant_id,
      value.graph_id,
      value.name ?? "Untitled",
      value.description ?? null,
      JSON.stringify(value.config ?? {}),
      JSON.stringify(value.context ?? {}),
      JSON.stringify(value.metadata),
    ]);
    if (created !== undefined) return created;
    const exists = new AppError("assistant_exists", "Assistant already exists");
    if (value.if_exists !== "do_nothing") throw exists;
    return deps.assistants.read(tenantId, value.assistant_id, filter).catch(() => {
      throw exists;
    });
  };
}

const INSERT = `
  with created as (
    insert into assistants (tenant_id, assistant_id, graph_id, name, description, config, context, metadata)
    values ($1, $2, $3, $4, $5, $6::jsonb, $7::jsonb, $8::jsonb)
    on conflict do nothing
    returning tenant_id, ${ASSISTANT_COLUMNS}
  ), recorded as (
    insert into assistant_versions (tenant_id, assistant_id, ${VERSIONED_COLUMNS}, created_at)
    select tenant_id, assistant_id, ${VERSIONED_COLUMNS}, created_at from created
  )
  select ${ASSISTANT_COLUMNS} from created`;
