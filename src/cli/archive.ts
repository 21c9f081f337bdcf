import type { Database } from "../db/database.ts";
import { systemClock } from "../domain/clock.ts";
import { prepare } from "../runtime/prepare.ts";
import type { ArchiveCommand } from "./parse-archive.ts";
import type { Terminal } from "./terminal.ts";

type Progress = { tenant: string; table: string; rows: number };

/**
 * All data of the database that the settings name, into a file or out of one. The embedded database must not be in
 * use, since it has one process; Postgres may be, and each tenant is then written as it stood at one moment.
 */
export async function archive(command: ArchiveCommand, terminal: Terminal): Promise<number> {
  const { config } = await prepare(command);
  const { openDatabase } = await import("../db/open-database.ts");
  const db = await openDatabase({ url: config.databaseUrl, folder: config.dataFolder });
  const onProgress = ({ tenant, table, rows }: Progress): void =>
    terminal.err(`${tenant}  ${table.padEnd(22)} ${rows}\n`);
  try {
    const { tenants, rows } = await run(command, db, onProgress);
    const [verb, way] = command.name === "export" ? ["exported", "to"] : ["imported", "from"];
    terminal.out(`${verb} ${rows} rows of ${tenants} tenants ${way} ${command.file}\n`);
    return 0;
  } finally {
    await db.close();
  }
}

async function run(
  { name, file }: ArchiveCommand,
  db: Database,
  onProgress: (progress: Progress) => void,
): Promise<{ tenants: number; rows: number }> {
  if (name === "import") {
    const { importArchive } = await import("../archive/import-archive.ts");
    return importArchive({ db, file, onProgress });
  }
  const { exportArchive } = await import("../archive/export-archive.ts");
  return exportArchive({ db, clock: systemClock, file, onProgress });
}
