import type { Database } from "../db/database.ts";

const TENANTS_AT_ONCE = 200;
const ITEMS_AT_ONCE = 1_000;

/** Deletes items of which the time is over, in every tenant; answers how many. Several may sweep at once. */
export function createSweepStore({ db }: { db: Database }) {
  return async function sweepStore(): Promise<number> {
    const tenants = await db.system<{ tenant_id: string }>(
      "select tenant_id from rf_tenants_with_expired_items($1)",
      [TENANTS_AT_ONCE],
    );
    let swept = 0;
    for (const { tenant_id: tenantId } of tenants) swept += await sweepTenant(db, tenantId);
    return swept;
  };
}

async function sweepTenant(db: Database, tenantId: string): Promise<number> {
  let swept = 0;
  for (;;) {
    const [row] = await db.run<{ gone: number }>(tenantId, SWEEP, [tenantId, ITEMS_AT_ONCE]);
    swept += row?.gone ?? 0;
    if ((row?.gone ?? 0) < ITEMS_AT_ONCE) return swept;
  }
}

/** An item that somebody writes or reads at this moment may live on, so it waits for the next sweep. */
const SWEEP = `
  with over as (
    select namespace, key from store_items where tenant_id = $1::uuid and expires_at <= now()
    order by expires_at limit $2 for update skip locked
  ), gone as (
    delete from store_items using over
    where tenant_id = $1::uuid and store_items.namespace = over.namespace and store_items.key = over.key
    returning store_items.namespace, store_items.key
  ), forgotten as (
    delete from store_vectors using gone
    where tenant_id = $1::uuid and store_vectors.namespace = gone.namespace and store_vectors.key = gone.key
  )
  select count(*) as gone from gone`;
