import type { Database } from "../db/database.ts";
import type { AssistantDefaults } from "../domain/assistant.ts";
import { toAssistantId } from "../domain/ids.ts";
import type { GraphCatalogue } from "../domain/ports.ts";
import { VERSIONED_COLUMNS } from "./assistant-row.ts";

const MOST_TENANTS = 10_000;

type DefaultsDeps = { db: Database; graphs: GraphCatalogue; defaults: AssistantDefaults };

/**
 * Gives a tenant the default assistant of each graph, once per process. One that is there already is left as people
 * changed it, until the configuration says something else than when it was last applied: that is a new version.
 */
export function createEnsureDefaults({ db, graphs, defaults }: DefaultsDeps) {
  const ensured = new Map<string, Promise<void>>();

  async function place(tenantId: string): Promise<void> {
    await db.run(tenantId, PLACE, [tenantId, JSON.stringify(toRows(graphs, defaults))]);
  }

  return async function ensureDefaults(tenantId: string): Promise<void> {
    const known = ensured.get(tenantId);
    if (known !== undefined) return known;
    for (const oldest of ensured.keys()) {
      if (ensured.size < MOST_TENANTS) break;
      ensured.delete(oldest);
    }
    const placing = place(tenantId);
    ensured.set(tenantId, placing);
    placing.catch(() => ensured.delete(tenantId));
    return placing;
  };
}

function toRows(graphs: GraphCatalogue, defaults: AssistantDefaults): object[] {
  return graphs.ids().map((graphId) => {
    const { context = {}, ...config } = defaults[graphId] ?? {};
    const { description } = graphs.describe(graphId);
    return { assistant_id: toAssistantId(graphId), graph_id: graphId, description, config, context };
  });
}

/** Whose id somebody took for an assistant of theirs becomes a default assistant: a graph's id must lead to it. */
const CHANGED = `(held.graph_id <> excluded.graph_id and held.defaults is null)
  or (held.config, held.context) <> (excluded.config, excluded.context)
  or held.description is distinct from excluded.description`;

const PLACE = `
  with given as (
    select * from jsonb_to_recordset($2::jsonb)
      as each (assistant_id uuid, graph_id text, description text, config jsonb, context jsonb)
  ), placed as (
    insert into assistants as held
      (tenant_id, assistant_id, graph_id, name, description, config, context, metadata, defaults)
    select $1, assistant_id, graph_id, graph_id, description, config, context, '{"created_by": "system"}',
      jsonb_build_object('description', description, 'config', config, 'context', context)
    from given order by assistant_id
    on conflict (tenant_id, assistant_id) do update set
      graph_id = case when held.defaults is null then excluded.graph_id else held.graph_id end,
      description = excluded.description, config = excluded.config, context = excluded.context,
      metadata = held.metadata || excluded.metadata, defaults = excluded.defaults,
      version = case when ${CHANGED} then held.highest_version + 1 else held.version end,
      highest_version = case when ${CHANGED} then held.highest_version + 1 else held.highest_version end,
      updated_at = now()
    where held.defaults is distinct from excluded.defaults
    returning *
  )
  insert into assistant_versions (tenant_id, assistant_id, ${VERSIONED_COLUMNS}, created_at)
  select tenant_id, assistant_id, ${VERSIONED_COLUMNS}, updated_at from placed
  on conflict do nothing`;
