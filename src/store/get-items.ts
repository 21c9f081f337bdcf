import type { GetOperation, Item } from "@langchain/langgraph-checkpoint";
import { toItem, type ItemRow } from "./item-row.ts";
import { toPlainText } from "./jsonb-text.ts";
import { toPathIfStorable } from "./namespace.ts";
import type { TenantScope } from "./tenant-scope.ts";

/** One answer per operation, in their order; all in one statement. */
export async function getItems(
  { db, tenantId }: TenantScope,
  operations: GetOperation[],
): Promise<(Item | null)[]> {
  if (operations.length === 0) return [];
  const asked = operations.map(({ namespace, key }) => ({
    path: toPathIfStorable(namespace) ?? "",
    key: toPlainText(key),
  }));
  const rows = await db.run<ItemRow>(
    tenantId,
    `select namespace, key, value, created_at, updated_at from store_items
     where tenant_id = $1::uuid and (namespace, key) in (select * from unnest($2::text[], $3::text[]))`,
    [tenantId, asked.map(({ path }) => path), asked.map(({ key }) => key)],
  );
  return asked.map(({ path, key }) => {
    const row = rows.find((each) => each.namespace === path && each.key === key);
    return row === undefined ? null : toItem(row);
  });
}
