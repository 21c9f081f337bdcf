import type { PGlite } from "@electric-sql/pglite";

/**
 * What autovacuum does on a server, and nobody in an embedded database: gives the space of old rows to new ones, and
 * counts what the planner goes by. One table a time, since everybody waits for it: the one that has changed most.
 */
export async function vacuumMostChanged(db: PGlite): Promise<void> {
  const { rows } = await db.query<{ name: string }>(MOST_CHANGED);
  const [table] = rows;
  if (table !== undefined) await db.exec(`vacuum (analyze) ${table.name}`);
}

const MOST_CHANGED = `
  select format('%I.%I', schemaname, relname) as name from pg_stat_user_tables
  where n_dead_tup > 50 + n_live_tup / 10 or n_ins_since_vacuum > 1000 + n_live_tup / 5
  order by n_dead_tup + n_ins_since_vacuum / 10 desc
  limit 1`;
