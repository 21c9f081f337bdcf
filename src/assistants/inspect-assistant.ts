import {
  getConfigTypeSchema,
  getInputTypeSchema,
  getOutputTypeSchema,
  getStateTypeSchema,
} from "@langchain/langgraph/zod/schema";
import type { Database } from "../db/database.ts";
import type { CallContext } from "../domain/principal.ts";
import type { AnyGraph, GraphCatalogue } from "../domain/ports.ts";
import { findAssistant } from "./assistant-row.ts";

type InspectDeps = { db: Database; graphs: GraphCatalogue };
type Call<Input> = { ctx: CallContext; input: { assistantId: string } & Input };

async function openAssistant({ db, graphs }: InspectDeps, { ctx, input }: Call<unknown>) {
  const assistant = await findAssistant(db, ctx.principal.tenantId, input.assistantId);
  return { assistant, graph: await graphs.open(assistant.graph_id) };
}

/** Nodes and edges; `xray` expands subgraphs, to a depth when it is a number. */
export function createReadGraph(deps: InspectDeps) {
  return async function readGraph(call: Call<{ xray: boolean | number }>): Promise<object> {
    const { graph } = await openAssistant(deps, call);
    return (await graph.getGraphAsync({ xray: call.input.xray })).toJSON();
  };
}

/** JSON Schemas of a graph; null where one cannot be derived. */
export function createReadSchemas(deps: InspectDeps) {
  const known = new WeakMap<AnyGraph, ReturnType<typeof toSchemas>>();
  return async function readSchemas(call: Call<unknown>): Promise<object> {
    const { assistant, graph } = await openAssistant(deps, call);
    const schemas = known.get(graph) ?? toSchemas(graph);
    known.set(graph, schemas);
    return { graph_id: assistant.graph_id, ...schemas };
  };
}

/** Schemas of the subgraphs by namespace. */
export function createReadSubgraphs(deps: InspectDeps) {
  return async function readSubgraphs(
    call: Call<{ namespace?: string | undefined; recurse: boolean }>,
  ): Promise<object> {
    const { graph } = await openAssistant(deps, call);
    const found: [string, object][] = [];
    for await (const [namespace, subgraph] of graph.getSubgraphsAsync(
      call.input.namespace,
      call.input.recurse,
    )) {
      const {
        input_schema: input,
        output_schema: output,
        state_schema: state,
        ...rest
      } = toSchemas(subgraph);
      const long = { input_schema: input, output_schema: output, state_schema: state, ...rest };
      found.push([namespace, { ...long, input, output, state, config: rest.config_schema }]);
    }
    return Object.fromEntries(found);
  };
}

function toSchemas(graph: object) {
  const derive = (read: (graph: unknown) => object | undefined): object | null => {
    try {
      return read(graph) ?? null;
    } catch {
      return null;
    }
  };
  const config = derive(getConfigTypeSchema);
  return {
    input_schema: derive(getInputTypeSchema),
    output_schema: derive(getOutputTypeSchema),
    state_schema: derive(getStateTypeSchema),
    config_schema: config,
    context_schema: config,
  };
}
