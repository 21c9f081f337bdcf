import { loadGraphs } from "../hosting/load-graphs.ts";
import { installModuleHooks } from "../hosting/modules/install-hooks.ts";
import type { Project } from "../hosting/project.ts";
import type { Log } from "../telemetry/log.ts";
import type { Served } from "./served.ts";

/** The graphs of any LangGraph.js project; nothing of marketing is loaded. */
export async function serveProject({ project, log }: { project: Project; log: Log }): Promise<Served> {
  const removeHooks = installModuleHooks({ project, log });
  const graphs = await loadGraphs(project);
  return {
    graphs,
    product: null,
    facts: () => ({ project: project.file, graphs: graphs.ids().join(", ") }),
    close: async () => removeHooks(),
  };
}
