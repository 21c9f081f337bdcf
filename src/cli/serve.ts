import { loadConfig } from "../config.ts";
import { AppError, isAppError } from "../domain/errors.ts";
import { readServiceUrl, removeServiceUrl, writeServiceUrl } from "./service-file.ts";

/** Runs the service until a signal stops it; meanwhile its address lies in the data folder for the other commands. */
export async function serve(): Promise<number> {
  const { dataFolder } = loadConfig();
  // Only this command loads the service; the others start at once.
  const { main } = await import("../main.ts");
  try {
    await main({ onReady: (url) => writeServiceUrl(dataFolder, url) });
  } catch (error) {
    const url = isAppError(error, "data_folder_held") ? await readServiceUrl(dataFolder) : null;
    throw url !== null && isAppError(error) ? toHeldBy(url, error) : error;
  } finally {
    await removeServiceUrl(dataFolder);
  }
  return 0;
}

/** Most often it is the reader's own service in another terminal. */
function toHeldBy(url: string, { code, detail, fix = "" }: AppError): AppError {
  return new AppError(code, `${detail}, which answers at ${url}`, { fix });
}
