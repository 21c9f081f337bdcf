import { listMigrations } from "../migrate.ts";
import { APP_ROLE } from "../roles.ts";
import { connect } from "./connection.ts";

/** What a server is like, seen without changing it. */
export type ServerFacts = {
  /** As numbers compare: 150004 is 15.4. */
  versionNumber: number;
  version: string;
  /** "installed" in this database, "available" to be installed, or neither. */
  vector: "installed" | "available" | "missing";
  /** May the login of the URL make the role that the service works as, or is it there already? */
  hasRole: boolean;
  mayCreateRole: boolean;
  /** Migrations that are not applied yet, and applied ones that this build does not know. */
  pending: string[];
  unknown: string[];
};

/** Rejects with the driver's error when nobody answers or the login is refused. */
export async function inspectServer(url: string): Promise<ServerFacts> {
  const sql = connect(url, { max: 1, connection: { TimeZone: "UTC" } });
  try {
    const [row] = await sql<Omit<ServerFacts, "pending" | "unknown">[]>`
      select current_setting('server_version_num')::int as "versionNumber",
        current_setting('server_version') as version,
        coalesce((select case when installed_version is null then 'available' else 'installed' end
          from pg_available_extensions where name = 'vector'), 'missing') as vector,
        exists (select from pg_roles where rolname = ${APP_ROLE}) as "hasRole",
        (select rolcreaterole or rolsuper from pg_roles where rolname = session_user) as "mayCreateRole"`;
    if (row === undefined) throw new Error("no answer");
    const known = await listMigrations();
    const applied = await readApplied(sql);
    return {
      ...row,
      pending: known.filter((name) => !applied.includes(name)),
      unknown: applied.filter((name) => /^\d+_/.test(name) && !known.includes(name)),
    };
  } finally {
    await sql.end({ timeout: 5 });
  }
}

async function readApplied(sql: ReturnType<typeof connect>): Promise<string[]> {
  const [journal] = await sql<{ found: boolean }[]>`
    select to_regclass('raptorflow_migrations.journal') is not null as found`;
  if (journal?.found !== true) return [];
  const rows = await sql<{ name: string }[]>`select name from raptorflow_migrations.journal order by name`;
  return rows.map(({ name }) => name);
}
