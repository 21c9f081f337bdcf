import { join, resolve } from "node:path";
import { type Config, extendProcessEnvironment, loadConfig, readProcessEnvironment } from "../config.ts";
import type { Project } from "../hosting/project.ts";
import { readProject } from "../hosting/read-project.ts";
import { ROOT } from "./root.ts";

/** What the command line says of a process; null is what the environment says. */
export type StartOptions = {
  /** A langgraph.json; null is that of RaptorFlow itself. */
  configFile: string | null;
  port: number | null;
  host: string | null;
  development: boolean;
};

export type Prepared = { config: Config; project: Project; isProduct: boolean };

/**
 * Reads the project and the environment, and gives the project's variables to its code. For RaptorFlow itself they are
 * settings as well; of another project only those that are named RAPTORFLOW_ are, because its DATABASE_URL is its own.
 */
export async function prepare({ configFile, port, host, development }: StartOptions): Promise<Prepared> {
  const own = `${ROOT}langgraph.json`;
  const file = resolve(configFile ?? own);
  const isProduct = file === resolve(own);
  const given = { ...readProcessEnvironment() };
  const project = await readProject(file, { environment: given });
  const settings = Object.entries(project.environment).filter(
    ([name]) => isProduct || name.startsWith("RAPTORFLOW_"),
  );
  const config = loadConfig(
    {
      ...Object.fromEntries(settings),
      ...given,
      ...(development ? { RAPTORFLOW_DEV: "true" } : {}),
    },
    { port, host, ...(isProduct ? {} : { defaultDataFolder: join(project.folder, ".raptorflow") }) },
  );
  extendProcessEnvironment(project.environment);
  // Once a hosted project runs, the working folder is its own.
  const dataFolder = isProduct ? config.dataFolder : resolve(config.dataFolder);
  return { config: { ...config, dataFolder }, project, isProduct };
}
