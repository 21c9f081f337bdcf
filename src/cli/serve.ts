import type { Config } from "../config.ts";
import { AppError, isAppError } from "../domain/errors.ts";
import { prepare, type StartOptions } from "../runtime/prepare.ts";
import { readServiceUrl, removeServiceUrl, writeServiceUrl } from "./service-file.ts";

/** Runs the service until a signal stops it; meanwhile its address lies in the data folder for the other commands. */
export async function serve({
  takesRuns,
  ...options
}: StartOptions & { takesRuns: boolean }): Promise<number> {
  const prepared = await prepare(options);
  const { dataFolder } = prepared.config;
  // Only this command loads the service; the others start at once.
  const main = await import("../main.ts");
  try {
    await main.serve({ ...prepared, takesRuns, onReady: (url) => writeServiceUrl(dataFolder, url) });
  } catch (error) {
    throw await toExplained(error, prepared.config);
  } finally {
    await removeServiceUrl(dataFolder);
  }
  return 0;
}

/** Executes runs until a signal stops it. */
export async function work(options: StartOptions): Promise<number> {
  const prepared = await prepare(options);
  const main = await import("../main.ts");
  await main.work(prepared);
  return 0;
}

const UNUSABLE = new Set(["EACCES", "EPERM", "EROFS", "ENOTDIR", "EEXIST", "ENOSPC"]);

async function toExplained(error: unknown, { dataFolder }: Config): Promise<unknown> {
  if (isAppError(error, "data_folder_held")) {
    // Most often it is the reader's own service in another terminal.
    const url = await readServiceUrl(dataFolder);
    const { code, detail, fix = "" } = error;
    return url === null ? error : new AppError(code, `${detail}, which answers at ${url}`, { fix });
  }
  const isFileError = error instanceof Error && "path" in error && "code" in error;
  if (!isFileError || !UNUSABLE.has(String(error.code)) || !String(error.path).startsWith(dataFolder))
    return error;
  const detail = `The data folder ${dataFolder} cannot be used: ${error.message}`;
  return new AppError("config_invalid", detail, { fix: "Give it another folder with RAPTORFLOW_DATA." });
}
