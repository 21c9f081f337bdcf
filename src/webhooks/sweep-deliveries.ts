import type { Database } from "../db/database.ts";

const MOST_AT_ONCE = 500;

/** Deletes what has long been delivered or given up. */
export function createSweepDeliveries({ db }: { db: Database }) {
  return async function sweepDeliveries(): Promise<void> {
    const old = await db.system<{ tenant_id: string; delivery_id: string }>(
      "select tenant_id, delivery_id from rf_old_deliveries($1)",
      [MOST_AT_ONCE],
    );
    const byTenant = Map.groupBy(old, ({ tenant_id }) => tenant_id);
    for (const [tenantId, rows] of byTenant) {
      const ids = rows.map(({ delivery_id }) => delivery_id);
      await db.run(
        tenantId,
        "delete from webhook_deliveries where tenant_id = $1 and delivery_id = any($2::uuid[])",
        [tenantId, ids],
      );
    }
    if (old.length === MOST_AT_ONCE) await sweepDeliveries();
  };
}
