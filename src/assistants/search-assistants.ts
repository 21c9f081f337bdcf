import type { Database } from "../db/database.ts";
import type { Assistant, AssistantSearch } from "../domain/assistant.ts";
import { toJsonCondition, type Bind } from "../domain/json-filter.ts";
import type { CallContext } from "../domain/principal.ts";
import { ASSISTANT_COLUMNS } from "./assistant-row.ts";

type Input = AssistantSearch & { limit: number; offset: number };

export function createSearchAssistants({ db }: { db: Database }) {
  return async function searchAssistants({ ctx, input }: { ctx: CallContext; input: Input }) {
    const { tenantId } = ctx.principal;
    const column = input.sort_by ?? "created_at";
    const order = input.sort_order === "asc" ? "asc" : "desc";
    const { where, values, bind } = toConditions(tenantId, input);
    const filters = [...values];
    const rows = await db.run<Assistant>(
      tenantId,
      `select ${ASSISTANT_COLUMNS} from assistants where ${where}
       order by ${column} ${order}, assistant_id ${order} limit ${bind(input.limit)} offset ${bind(input.offset)}`,
      values,
    );
    const [counted] = await db.run<{ total: number }>(
      tenantId,
      `select count(*) as total from assistants where ${where}`,
      filters,
    );
    return { rows, total: counted?.total ?? 0 };
  };
}

function toConditions(
  tenantId: string,
  filters: AssistantSearch,
): { where: string; values: unknown[]; bind: Bind } {
  const values: unknown[] = [tenantId];
  const bind: Bind = (value) => `$${values.push(value)}`;
  const conditions = ["tenant_id = $1"];
  if (filters.metadata) conditions.push(toJsonCondition("metadata", filters.metadata, bind));
  if (filters.graph_id) conditions.push(`graph_id = ${bind(filters.graph_id)}`);
  if (filters.name) conditions.push(`position(lower(${bind(filters.name)}::text) in lower(name)) > 0`);
  return { where: conditions.join(" and "), values, bind };
}
