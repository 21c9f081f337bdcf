import { loadConfig } from "../src/config.ts";
import { buildQueen } from "./queen/graph.ts";
import { openStandaloneDeps } from "./standalone/open-deps.ts";

/** A Queen on her own, for tools that read `langgraph.json` and load graphs themselves; stores live in memory. */
export async function queen() {
  return buildQueen(await openStandaloneDeps(loadConfig()));
}
