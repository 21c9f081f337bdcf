import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { AppError } from "../../domain/errors.ts";

export type FolderLock = { release(): Promise<void> };

const LOCK = "raptorflow.lock";
const HOLDER = "raptorflow.pid";

/**
 * Two processes that open one embedded database lose what one of them writes, and the database itself does not notice.
 * The lock is one that the system keeps on a file in the folder: it holds whatever path or container the folder is
 * reached by, and goes with its process, however that ends. Throws `data_folder_held`.
 */
export async function lockFolder(folder: string): Promise<FolderLock> {
  await mkdir(folder, { recursive: true });
  // Node has no file locks of its own; SQLite's are those of the system.
  const lock = new DatabaseSync(join(folder, LOCK));
  try {
    lock.exec("pragma locking_mode = exclusive; begin exclusive");
  } catch (error) {
    lock.close();
    if (!(error instanceof Error) || !/locked|busy/i.test(error.message)) throw error;
    throw toHeld(folder, await readFile(join(folder, HOLDER), "utf8").catch(() => null));
  }
  await writeFile(join(folder, HOLDER), `process ${process.pid}`);
  return { release: async () => lock.close() };
}

function toHeld(folder: string, holder: string | null): AppError {
  return new AppError(
    "data_folder_held",
    `The data folder ${folder} is in use by ${holder ?? "another process"}`,
    {
      fix: "Stop that process, or give this one another folder with RAPTORFLOW_DATA.",
    },
  );
}
