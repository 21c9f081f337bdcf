import type { ListNamespacesOperation } from "@langchain/langgraph-checkpoint";
import { toFilterCondition, type MetadataFilter } from "../domain/authorization.ts";
import { FILTERED_ITEM } from "./item-row.ts";
import { toNamespace } from "./namespace.ts";
import { isBelowLiteralPart, isMatching } from "./path-conditions.ts";
import { IS_ALIVE, type TenantScope } from "./tenant-scope.ts";

const DEFAULT_LIMIT = 100;

/** Namespaces that hold items inside `allowed`, cut to `maxDepth` labels, in order of their labels. */
export async function listNamespaces(
  { db, tenantId }: TenantScope,
  operation: Partial<ListNamespacesOperation>,
  allowed: MetadataFilter | null = null,
): Promise<string[][]> {
  const { matchConditions = [], maxDepth, limit = DEFAULT_LIMIT, offset = 0 } = operation;
  const values: unknown[] = [tenantId];
  const bind = (value: unknown): string => `$${values.push(value)}`;
  const ranges = [
    IS_ALIVE,
    toFilterCondition(FILTERED_ITEM, allowed, bind),
    ...matchConditions.map((condition) => isBelowLiteralPart(condition, bind)),
  ];
  const conditions = matchConditions.map((condition) => isMatching(condition, bind));
  const cut = maxDepth === undefined ? "labels" : `labels[1:${bind(maxDepth)}::int]`;
  const rows = await db.run<{ path: string }>(
    tenantId,
    `select path from (
       select distinct array_to_string(${cut}, '.') as path
       from (
         select distinct string_to_array(namespace, '.') as labels from store_items
         where ${["tenant_id = $1::uuid", ...ranges].join(" and ")}
       ) as held
       where ${["true", ...conditions].join(" and ")}
     ) as found
     order by string_to_array(path, '.') collate "C"
     limit ${bind(limit)} offset ${bind(offset)}`,
    values,
  );
  return rows.map(({ path }) => toNamespace(path));
}
