import type { Database } from "../db/database.ts";
import { toFilterCondition, type MetadataFilter } from "../domain/authorization.ts";
import type { Cron, CronFilter, CronSortField } from "../domain/cron.ts";
import { isUuid, toAssistantId } from "../domain/ids.ts";
import { toJsonCondition, type Bind } from "../domain/json-filter.ts";
import type { CallContext } from "../domain/principal.ts";
import { CRON_COLUMNS, cronNotFound } from "./cron-row.ts";

type Reading = { db: Database };
type Call<Input> = { ctx: CallContext; input: Input };
type SearchInput = CronFilter & {
  sort_by?: CronSortField | null | undefined;
  sort_order?: "asc" | "desc" | null | undefined;
  limit: number;
  offset: number;
};

/** Throws `cron_not_found`. */
export function createGetCron({ db }: Reading) {
  return async function getCron({ ctx, input }: Call<{ cronId: string }>): Promise<Cron> {
    const { tenantId } = ctx.principal;
    const { filter } = await ctx.authorize("crons:read", { cron_id: input.cronId });
    const values: unknown[] = [tenantId, input.cronId];
    const mine = toFilterCondition("metadata", filter, (value) => `$${values.push(value)}`);
    const [cron] = await db.run<Cron>(
      tenantId,
      `select ${CRON_COLUMNS} from crons where tenant_id = $1 and cron_id = $2 and ${mine}`,
      values,
    );
    if (cron === undefined) throw cronNotFound();
    return cron;
  };
}

export function createSearchCrons({ db }: Reading) {
  return async function searchCrons({
    ctx,
    input,
  }: Call<SearchInput>): Promise<{ rows: Cron[]; total: number }> {
    const { tenantId } = ctx.principal;
    const { value, filter } = await ctx.authorize("crons:search", { ...input });
    const values: unknown[] = [tenantId];
    const bind: Bind = (bound) => `$${values.push(bound)}`;
    const where = toWhere(value, filter, bind);
    const total = await count(db, tenantId, where, values);
    const order = value.sort_order === "asc" ? "asc nulls last" : "desc nulls last";
    const rows = await db.run<Cron>(
      tenantId,
      `select ${CRON_COLUMNS} from crons where ${where}
       order by ${value.sort_by ?? "created_at"} ${order}, cron_id ${order}
       limit ${bind(value.limit)} offset ${bind(value.offset)}`,
      values,
    );
    return { rows, total };
  };
}

export function createCountCrons({ db }: Reading) {
  return async function countCrons({ ctx, input }: Call<CronFilter>): Promise<number> {
    const { tenantId } = ctx.principal;
    const { value, filter } = await ctx.authorize("crons:search", { ...input });
    const values: unknown[] = [tenantId];
    const where = toWhere(value, filter, (bound) => `$${values.push(bound)}`);
    return count(db, tenantId, where, values);
  };
}

async function count(db: Database, tenantId: string, where: string, values: unknown[]): Promise<number> {
  const [row] = await db.run<{ total: number }>(
    tenantId,
    `select count(*) as total from crons where ${where}`,
    values,
  );
  return row?.total ?? 0;
}

function toWhere(
  { assistant_id: assistant, thread_id: thread, enabled, metadata }: CronFilter,
  filter: MetadataFilter | null,
  bind: Bind,
): string {
  const conditions = ["tenant_id = $1", toFilterCondition("metadata", filter, bind)];
  if (assistant)
    conditions.push(`assistant_id = ${bind(isUuid(assistant) ? assistant : toAssistantId(assistant))}`);
  if (thread) conditions.push(`thread_id = ${bind(thread)}`);
  if (enabled !== null && enabled !== undefined) conditions.push(`enabled = ${bind(enabled)}`);
  if (metadata) conditions.push(toJsonCondition("metadata", metadata, bind));
  return conditions.join(" and ");
}
