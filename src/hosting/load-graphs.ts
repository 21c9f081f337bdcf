import { AppError } from "../domain/errors.ts";
import type { AnyGraph, GraphCall, GraphCatalogue } from "../domain/ports.ts";
import { loadExport } from "./modules/load-export.ts";
import type { GraphEntry, ModuleRef, Project } from "./project.ts";
import { toCompiled, toDescribed } from "./to-graph.ts";

type Factory = (config: object, runtime: object) => unknown;
type Loaded = { entry: GraphEntry } & ({ graph: AnyGraph } | { factory: Factory });

const LOOK: GraphCall = { access: "assistants.read", config: { configurable: {} } };

/**
 * Loads the graphs of a project: compiled ones and builders once, factories to be called for each invocation. Throws
 * `config_invalid`.
 */
export async function loadGraphs(project: Pick<Project, "graphs">): Promise<GraphCatalogue> {
  const loaded = new Map<string, Loaded>();
  // One after the other: what two graphs share is then loaded by one of them, and errors come in order.
  for (const entry of project.graphs) loaded.set(entry.id, await load(entry));
  return {
    ids: () => [...loaded.keys()],
    has: (graphId) => loaded.has(graphId),
    describe: (graphId) => ({ description: loaded.get(graphId)?.entry.description ?? null }),
    async open(graphId, call = LOOK) {
      const found = loaded.get(graphId);
      if (found === undefined) throw new AppError("assistant_not_found", "Assistant not found");
      return "graph" in found ? found.graph : make(found.entry.ref, found.factory, call);
    },
  };
}

async function load(entry: GraphEntry): Promise<Loaded> {
  const exported = await loadExport(entry.ref);
  if (typeof exported === "function") return { entry, factory: exported as Factory };
  const graph = toCompiled(exported);
  if (graph !== null) return { entry, graph };
  throw new AppError("config_invalid", `${toPlace(entry.ref)} is ${toDescribed(exported)}, not a graph`, {
    fix: "Export a compiled graph, a StateGraph, or a function that returns one of them.",
  });
}

async function make(ref: ModuleRef, factory: Factory, call: GraphCall): Promise<AnyGraph> {
  const made = await factory(toFactoryConfig(call), toRuntime(call));
  const graph = toCompiled(made);
  if (graph !== null) return graph;
  throw new TypeError(`${toPlace(ref)} returned ${toDescribed(made)} instead of a graph`);
}

function toPlace({ key, text }: ModuleRef): string {
  return `${key}: ${text}`;
}

/** What a factory reads of a run; what the service keeps between itself and the graph is not part of it. */
function toFactoryConfig({ config }: GraphCall): object {
  const {
    configurable = {},
    metadata,
    tags,
    recursionLimit,
    recursion_limit,
    context,
  } = config as Record<string, unknown>;
  const limit = recursionLimit ?? recursion_limit;
  const own = Object.entries(Object(configurable)).filter(([key]) => !key.startsWith("__"));
  return {
    configurable: Object.fromEntries(own),
    ...(metadata === undefined ? {} : { metadata }),
    ...(tags === undefined ? {} : { tags }),
    ...(limit === undefined ? {} : { recursionLimit: limit, recursion_limit: limit }),
    ...(context === undefined ? {} : { context }),
  };
}

function toRuntime({ access, config }: GraphCall): object {
  const context = "context" in config ? config.context : undefined;
  return {
    accessContext: access,
    executionRuntime: access === "threads.create_run" ? { context: context ?? {} } : null,
  };
}
