import type { Assistant } from "../domain/assistant.ts";
import type { AnyGraph, GraphCatalogue } from "../domain/ports.ts";
import type { CallContext } from "../domain/principal.ts";
import { checkGraph, toReferencedId } from "./assistant-row.ts";
import type { AssistantReader } from "./find-assistant.ts";
import { NO_SCHEMAS, toGraphSchemas, type GraphSchemas } from "./graph-schemas.ts";

type InspectDeps = { graphs: GraphCatalogue; assistants: Pick<AssistantReader, "read"> };
type Call<Input> = { ctx: CallContext; input: { assistantId: string } & Input };

/** Nodes and edges; `xray` expands subgraphs, to a depth when it is a number. */
export function createReadGraph(deps: InspectDeps) {
  return async function readGraph(call: Call<{ xray: boolean | number }>): Promise<object> {
    const graph = await openGraph(deps, await findToRead(deps, call));
    return (await graph.getGraphAsync({ xray: call.input.xray })).toJSON();
  };
}

const MOST_KEPT = 200;

/**
 * JSON Schemas of a graph, null where one cannot be derived. Worked out once for each graph and configuration, since a
 * factory may make another graph for another configuration.
 */
export function createReadSchemas(deps: InspectDeps) {
  const known = new Map<string, GraphSchemas>();
  return async function readSchemas(call: Call<unknown>): Promise<object> {
    const assistant = await findToRead(deps, call);
    const { graph_id, config, context } = assistant;
    const address = JSON.stringify([graph_id, config, context]);
    let schemas = known.get(address);
    if (schemas === undefined) {
      const graph = await openGraph(deps, assistant).catch(() => null);
      // A factory that fails today may not tomorrow.
      if (graph === null) return { graph_id, ...NO_SCHEMAS };
      schemas = toGraphSchemas(graph);
      if (known.size >= MOST_KEPT) known.clear();
      known.set(address, schemas);
    }
    return { graph_id, ...schemas };
  };
}

/** Schemas of the subgraphs by namespace, under the names of both official servers. */
export function createReadSubgraphs(deps: InspectDeps) {
  return async function readSubgraphs(
    call: Call<{ namespace?: string | undefined; recurse: boolean }>,
  ): Promise<object> {
    const graph = await openGraph(deps, await findToRead(deps, call));
    const found: [string, object][] = [];
    for await (const [namespace, subgraph] of graph.getSubgraphsAsync(
      call.input.namespace,
      call.input.recurse,
    )) {
      const schemas = toGraphSchemas(subgraph);
      const {
        input_schema: input,
        output_schema: output,
        state_schema: state,
        config_schema: config,
      } = schemas;
      found.push([namespace, { ...schemas, input, output, state, config }]);
    }
    return Object.fromEntries(found);
  };
}

/** Throws `assistant_not_found`, and `not_found` when its graph is no longer served. */
async function findToRead({ graphs, assistants }: InspectDeps, { ctx, input }: Call<unknown>) {
  const { value, filter } = await ctx.authorize("assistants:read", {
    assistant_id: toReferencedId(input.assistantId),
  });
  const assistant = await assistants.read(ctx.principal.tenantId, value.assistant_id, filter);
  checkGraph(graphs, assistant.graph_id);
  return assistant;
}

function openGraph({ graphs }: InspectDeps, { graph_id, config, context }: Assistant): Promise<AnyGraph> {
  return graphs.open(graph_id, { access: "assistants.read", config: { ...config, context } });
}
