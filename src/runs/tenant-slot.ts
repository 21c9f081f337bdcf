/**
 * A free place among the runs of a tenant that are executed at once, as a query of one column `n`: null without a limit,
 * no row when all places are taken. Two who choose the same one meet at a unique index, and one comes again.
 */
export function toFreeSlot(tenant: string, limit: string): string {
  return `
    select free.n from (
      select null::int as n where ${limit}::int is null
      union all
      select place.n from generate_series(1, ${limit}::int) as place (n)
      where not exists (
        select 1 from runs r where r.tenant_id = ${tenant} and r.tenant_slot = place.n and r.status = 'running'
      )
    ) as free order by random() limit 1`;
}
