import type { ItemRow } from "./item-row.ts";
import type { TenantScope } from "./tenant-scope.ts";

/** Gives the items that have a time to live theirs anew. One that somebody writes at this moment is left to that. */
export async function refreshItems({ db, tenantId }: TenantScope, rows: readonly ItemRow[]): Promise<void> {
  const mortal = rows.filter(({ ttl_minutes }) => ttl_minutes !== null);
  if (mortal.length === 0) return;
  await db.run(tenantId, REFRESH, [
    tenantId,
    mortal.map(({ namespace }) => namespace),
    mortal.map(({ key }) => key),
  ]);
}

const REFRESH = `
  with free as (
    select namespace, key from store_items
    where tenant_id = $1::uuid and (namespace, key) in (select * from unnest($2::text[], $3::text[]))
      and expires_at > now()
    for update skip locked
  )
  update store_items set expires_at = now() + ttl_minutes * interval '1 minute'
  from free
  where tenant_id = $1::uuid and store_items.namespace = free.namespace and store_items.key = free.key`;
