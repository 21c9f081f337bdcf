import type { Database } from "../db/database.ts";
import type { Assistant, AssistantSearch } from "../domain/assistant.ts";
import type { MetadataFilter } from "../domain/authorization.ts";
import { toJsonCondition, type Bind } from "../domain/json-filter.ts";
import type { CallContext } from "../domain/principal.ts";
import { ASSISTANT_COLUMNS, isReadable } from "./assistant-row.ts";

type Deps = { db: Database; ensureDefaults(tenantId: string): Promise<void> };
type Filters = Pick<AssistantSearch, "metadata" | "graph_id" | "name">;
type Window = { limit: number; offset: number };

/** One page, and how many there are that match and that the caller may read. */
export function createSearchAssistants({ db, ensureDefaults }: Deps) {
  type Input = AssistantSearch & Window;
  return async function searchAssistants({ ctx, input }: { ctx: CallContext; input: Input }) {
    const { tenantId } = ctx.principal;
    await ensureDefaults(tenantId);
    const { value, filter } = await ctx.authorize("assistants:search", {
      ...input,
      metadata: input.metadata ?? {},
    });
    const column = input.sort_by ?? "created_at";
    const order = input.sort_order === "asc" ? "asc" : "desc";
    const { where, values, bind } = toConditions(tenantId, value, filter);
    const rows = await db.run<Assistant & { total: number }>(
      tenantId,
      `select ${ASSISTANT_COLUMNS}, count(*) over () as total from assistants where ${where}
       order by ${column} ${order}, assistant_id ${order} limit ${bind(value.limit)} offset ${bind(value.offset)}`,
      values,
    );
    const total = rows[0]?.total ?? (value.offset === 0 ? 0 : await count(db, tenantId, value, filter));
    return { total, rows: rows.map(({ total: _, ...assistant }) => assistant) };
  };
}

export function createCountAssistants({ db, ensureDefaults }: Deps) {
  return async function countAssistants({
    ctx,
    input,
  }: {
    ctx: CallContext;
    input: Filters;
  }): Promise<number> {
    const { tenantId } = ctx.principal;
    await ensureDefaults(tenantId);
    const { value, filter } = await ctx.authorize("assistants:search", {
      ...input,
      metadata: input.metadata ?? {},
    });
    return count(db, tenantId, value, filter);
  };
}

async function count(
  db: Database,
  tenantId: string,
  filters: Filters,
  filter: MetadataFilter | null,
): Promise<number> {
  const { where, values } = toConditions(tenantId, filters, filter);
  const [row] = await db.run<{ total: number }>(
    tenantId,
    `select count(*) as total from assistants where ${where}`,
    values,
  );
  return row?.total ?? 0;
}

function toConditions(
  tenantId: string,
  filters: Filters,
  filter: MetadataFilter | null,
): { where: string; values: unknown[]; bind: Bind } {
  const values: unknown[] = [tenantId];
  const bind: Bind = (value) => `$${values.push(value)}`;
  const conditions = ["tenant_id = $1", isReadable(filter, bind)];
  if (filters.metadata) conditions.push(toJsonCondition("metadata", filters.metadata, bind));
  if (filters.graph_id) conditions.push(`graph_id = ${bind(filters.graph_id)}`);
  if (filters.name) conditions.push(`position(lower(${bind(filters.name)}::text) in lower(name)) > 0`);
  return { where: conditions.join(" and "), values, bind };
}
