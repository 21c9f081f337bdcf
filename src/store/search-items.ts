import type { SearchItem, SearchOperation } from "@langchain/langgraph-checkpoint";
import { toFilterConditions } from "./filter-conditions.ts";
import { toItem, type ItemRow } from "./item-row.ts";
import { toPathIfStorable } from "./namespace.ts";
import { isBelow } from "./path-conditions.ts";
import type { TenantScope } from "./tenant-scope.ts";

const DEFAULT_LIMIT = 10;

/** Items below a prefix of whole labels that match the filter, the latest changed first. */
export async function searchItems(
  { db, tenantId }: TenantScope,
  operation: SearchOperation,
): Promise<SearchItem[]> {
  const { namespacePrefix, filter, limit = DEFAULT_LIMIT, offset = 0 } = operation;
  const values: unknown[] = [tenantId];
  const bind = (value: unknown): string => `$${values.push(value)}`;
  const conditions = ["tenant_id = $1::uuid"];
  if (namespacePrefix.length > 0) {
    const path = toPathIfStorable(namespacePrefix);
    if (path === undefined) return [];
    conditions.push(isBelow(path, bind));
  }
  conditions.push(...toFilterConditions(filter ?? {}, bind));
  const rows = await db.run<ItemRow>(
    tenantId,
    `select namespace, key, value, created_at, updated_at from store_items
     where ${conditions.join(" and ")}
     order by updated_at desc, namespace, key
     limit ${bind(limit)} offset ${bind(offset)}`,
    values,
  );
  return rows.map(toItem);
}
