import { prepare, type StartOptions } from "../runtime/prepare.ts";
import type { Terminal } from "./terminal.ts";

/** Brings the schema of the database up to date, so that the processes that follow find nothing to do. */
export async function migrate(options: StartOptions, terminal: Terminal): Promise<number> {
  const { config } = await prepare(options);
  const { openDatabase } = await import("../db/open-database.ts");
  const { listMigrations } = await import("../db/migrate.ts");
  const database = await openDatabase({ url: config.databaseUrl, folder: config.dataFolder });
  try {
    const newest = (await listMigrations()).at(-1) ?? "none";
    const where = database.kind === "embedded" ? ` in ${config.dataFolder}/` : "";
    terminal.out(`${database.description}${where} is up to date: ${newest}\n`);
    return 0;
  } finally {
    await database.close();
  }
}
