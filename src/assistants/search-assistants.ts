import type { Database } from "../db/database.ts";
import type { Assistant, AssistantSearch } from "../domain/assistant.ts";
import type { CallContext } from "../domain/principal.ts";
import { ASSISTANT_COLUMNS } from "./assistant-row.ts";

type Input = AssistantSearch & { limit: number; offset: number };

const FILTERS = `tenant_id = $1 and ($2::jsonb is null or metadata @> $2::jsonb)
  and ($3::text is null or graph_id = $3) and ($4::text is null or position(lower($4) in lower(name)) > 0)`;

export function createSearchAssistants({ db }: { db: Database }) {
  return async function searchAssistants({ ctx, input }: { ctx: CallContext; input: Input }) {
    const { tenantId } = ctx.principal;
    const metadata = input.metadata ? JSON.stringify(input.metadata) : null;
    const filters = [tenantId, metadata, input.graph_id ?? null, input.name ?? null];
    const column = input.sort_by ?? "created_at";
    const order = input.sort_order === "asc" ? "asc" : "desc";
    const rows = await db.run<Assistant>(
      tenantId,
      `select ${ASSISTANT_COLUMNS} from assistants where ${FILTERS}
       order by ${column} ${order}, assistant_id ${order} limit $5 offset $6`,
      [...filters, input.limit, input.offset],
    );
    const [counted] = await db.run<{ total: number }>(
      tenantId,
      `select count(*) as total from assistants where ${FILTERS}`,
      filters,
    );
    return { rows: rows.map((row) => pick(row, input.select ?? undefined)), total: counted?.total ?? 0 };
  };
}

function pick(assistant: Assistant, fields: string[] | undefined): Assistant {
  if (fields === undefined || fields.length === 0) return assistant;
  return Object.fromEntries(Object.entries(assistant).filter(([key]) => fields.includes(key))) as Assistant;
}
