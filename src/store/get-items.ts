import type { GetOperation, Item } from "@langchain/langgraph-checkpoint";
import { matchesFilter, type MetadataFilter } from "../domain/authorization.ts";
import { ITEM_COLUMNS, toItem, type ItemRow } from "./item-row.ts";
import { toPlainText } from "./jsonb-text.ts";
import { toNamespace, toPathIfStorable } from "./namespace.ts";
import { refreshItems } from "./refresh-items.ts";
import { IS_ALIVE, type TenantScope } from "./tenant-scope.ts";

/** `refreshTtl`: whether reading gives the item its time anew; absent is as configured. */
export type ItemGet = GetOperation & { refreshTtl?: boolean | undefined };

/** One answer per operation, in their order; all in one statement. Items outside `allowed` are not there. */
export async function getItems(
  scope: TenantScope,
  operations: readonly ItemGet[],
  allowed: MetadataFilter | null = null,
): Promise<(Item | null)[]> {
  if (operations.length === 0) return [];
  const { db, tenantId, ttl } = scope;
  const asked = operations.map(({ namespace, key, refreshTtl = ttl.refreshOnRead }) => ({
    address: toAddress(toPathIfStorable(namespace) ?? "", toPlainText(key)),
    refreshTtl,
  }));
  const rows = await db.run<ItemRow>(
    tenantId,
    `select ${ITEM_COLUMNS} from store_items
     where tenant_id = $1::uuid and ${IS_ALIVE} and (namespace, key) in (select * from unnest($2::text[], $3::text[]))`,
    [tenantId, asked.map(({ address }) => address[0]), asked.map(({ address }) => address[1])],
  );
  const found = new Map(
    rows
      .filter(({ namespace, key, value }) =>
        matchesFilter(allowed, { ...value, namespace: toNamespace(namespace), key }),
      )
      .map((row) => [toAddress(row.namespace, row.key).join("\0"), row] as const),
  );
  const answers = asked.map(({ address }) => found.get(address.join("\0")));
  await refreshItems(
    scope,
    answers.flatMap((row, place) => (row !== undefined && asked[place]?.refreshTtl === true ? [row] : [])),
  );
  return answers.map((row) => (row === undefined ? null : toItem(row)));
}

function toAddress(path: string, key: string): [path: string, key: string] {
  return [path, key];
}
