import { loadConfig } from "../src/config.ts";
import { createLog } from "../src/telemetry/log.ts";
import { buildQueen } from "./queen/graph.ts";
import { openStandaloneDeps } from "./standalone/open-deps.ts";

/** A Queen on her own, for tools that read `langgraph.json` and load graphs themselves; stores live in memory. */
export async function queen() {
  const { models, skillFolders, logLevel } = loadConfig();
  const log = createLog({ level: logLevel, destination: process.stderr });
  return buildQueen(await openStandaloneDeps({ models, skillFolders, log }));
}
