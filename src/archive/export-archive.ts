import { once } from "node:events";
import { createWriteStream } from "node:fs";
import { rename, rm } from "node:fs/promises";
import { finished } from "node:stream/promises";
import { createGzip } from "node:zlib";
import type { Database, Session } from "../db/database.ts";
import { listMigrations } from "../db/migrate.ts";
import type { Clock } from "../domain/clock.ts";
import { LOCAL_TENANT_ID } from "../domain/ids.ts";
import { listTables, quote, type ArchiveTable } from "./archive-table.ts";
import type { Header } from "./archive-line.ts";

type ExportOptions = {
  db: Database;
  clock: Clock;
  file: string;
  /** Told after each table of each tenant. */
  onProgress(progress: { tenant: string; table: string; rows: number }): void;
};

export type Exported = { tenants: number; rows: number };

const FETCH = 200;

/**
 * Writes all tenants' data into a file, each tenant as it stood at one moment. The file appears under its name only
 * when it is complete.
 */
export async function exportArchive({ db, clock, file, onProgress }: ExportOptions): Promise<Exported> {
  const known = await db.system<{ tenant_id: string }>("select tenant_id from rf_tenants() order by 1");
  const tenants = known.map(({ tenant_id: id }) => id);
  const tables = await db.transaction(LOCAL_TENANT_ID, listTables);
  const partial = `${file}.partial`;
  const out = createOutput(partial);
  let rows = 0;
  try {
    await out.write({
      format: "raptorflow-archive",
      version: 1,
      created_at: clock.now().toISOString(),
      migrations: await listMigrations(),
      tenants,
      tables,
    } satisfies Header);
    for (const tenant of tenants) {
      const exportTenant = async (session: Session): Promise<void> => {
        for (const table of tables) {
          const count = await exportTable(session, { tenant, table }, out.write);
          rows += count;
          if (count > 0) onProgress({ tenant, table: table.name, rows: count });
        }
      };
      await db.transaction(tenant, exportTenant, { snapshot: true });
    }
    await out.write({ end: true, rows });
    await out.end();
    await rename(partial, file);
  } catch (error) {
    out.abandon();
    await rm(partial, { force: true });
    throw error;
  }
  return { tenants: tenants.length, rows };
}

async function exportTable(
  { query }: Session,
  { tenant, table }: { tenant: string; table: ArchiveTable },
  write: (line: unknown) => Promise<void>,
): Promise<number> {
  const texts = table.columns.map(({ name }) => `${quote(name)}::text`).join(", ");
  await query(
    `declare archived no scroll cursor for select json_build_array(${texts})::text as line from ${quote(table.name)}`,
  );
  let count = 0;
  for (;;) {
    const page = await query<{ line: string }>(`fetch ${FETCH} from archived`);
    if (page.length === 0) break;
    if (count === 0) await write({ tenant, table: table.name });
    for (const { line } of page) await write(JSON.parse(line));
    count += page.length;
  }
  await query("close archived");
  return count;
}

/** Waits for the disk when it is slower than the database. */
function createOutput(path: string) {
  const gzip = createGzip();
  const target = createWriteStream(path, { flags: "w" });
  gzip.pipe(target);
  let failure: Error | null = null;
  const fail = (error: Error): void => {
    failure ??= error;
    gzip.destroy();
  };
  target.on("error", fail);
  gzip.on("error", fail);
  return {
    async write(line: unknown): Promise<void> {
      if (failure !== null) throw failure;
      if (gzip.write(`${JSON.stringify(line)}\n`)) return;
      await Promise.race([once(gzip, "drain"), once(gzip, "close")]);
    },
    async end(): Promise<void> {
      if (failure !== null) throw failure;
      gzip.end();
      await finished(target);
    },
    abandon(): void {
      gzip.destroy();
      target.destroy();
    },
  };
}
