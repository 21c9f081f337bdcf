import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { AppError } from "../domain/errors.ts";
import type { Database } from "./database.ts";
import { lockFolder } from "./embedded/folder-lock.ts";
import { checkStamp, writeStamp } from "./embedded/folder-stamp.ts";
import { openEmbeddedDatabase } from "./embedded/open.ts";
import { listMigrations, migrate } from "./migrate.ts";
import { openServerDatabase } from "./server/open.ts";

type OpenOptions = {
  /** Postgres 15 or newer with pgvector; null keeps the data in the folder. */
  url: string | null;
  folder: string;
};

/** Opens the one database of the process and brings its schema up to date. */
export function openDatabase({ url, folder }: OpenOptions): Promise<Database> {
  return url === null ? openFolder(folder) : openServer(url);
}

async function openFolder(folder: string): Promise<Database> {
  const lock = await lockFolder(folder);
  try {
    const known = await listMigrations();
    await checkStamp(folder, known);
    const dataDir = join(folder, "postgres");
    await mkdir(dataDir, { recursive: true });
    const database = await openEmbeddedDatabase({ dataDir, migrate });
    await writeStamp(folder, known);
    return {
      ...database,
      async close() {
        await database.close();
        await lock.release();
      },
    };
  } catch (error) {
    await lock.release();
    throw error;
  }
}

async function openServer(url: string): Promise<Database> {
  try {
    return await openServerDatabase({ url, migrate });
  } catch (error) {
    if (error instanceof AppError) throw error;
    const why = error instanceof Error ? error.message : String(error);
    throw new AppError("unavailable", `The database at ${new URL(url).host} did not open: ${why}`, {
      fix: "Check DATABASE_URL, or unset it to use the embedded database.",
      cause: error,
    });
  }
}
