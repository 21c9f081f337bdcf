import {
  getConfigTypeSchema,
  getInputTypeSchema,
  getOutputTypeSchema,
  getStateTypeSchema,
} from "@langchain/langgraph/zod/schema";

type JsonSchema = Record<string, unknown>;

export type GraphSchemas = {
  input_schema: JsonSchema | null;
  output_schema: JsonSchema | null;
  state_schema: JsonSchema | null;
  config_schema: JsonSchema | null;
  context_schema: JsonSchema | null;
};

export const NO_SCHEMAS: GraphSchemas = {
  input_schema: null,
  output_schema: null,
  state_schema: null,
  config_schema: null,
  context_schema: null,
};

type Derive = typeof getStateTypeSchema;

/**
 * JSON Schemas of a graph. Those of zod say all; of a graph that declares its state without (Annotation) the names of
 * the fields are known, and which of them is the list of messages. null where nothing is known.
 */
export function toGraphSchemas(graph: object): GraphSchemas {
  const builder = toRecord(toRecord(graph)["builder"]);
  const channels = toRecord(builder["channels"]);
  const fields = (definition: string, derive: Derive): JsonSchema | null =>
    withFields(toDerived(graph, builder, derive), Object.keys(toRecord(builder[definition])), channels);
  const config = toDerived(graph, builder, getConfigTypeSchema);
  return {
    input_schema: fields("_inputDefinition", getInputTypeSchema),
    output_schema: fields("_outputDefinition", getOutputTypeSchema),
    state_schema: fields("_schemaDefinition", getStateTypeSchema),
    config_schema: config,
    context_schema: config,
  };
}

function toDerived(graph: object, builder: JsonSchema, derive: Derive): JsonSchema | null {
  try {
    // A project that brings its own LangGraph keeps what it knows of its fields in a registry of its own.
    const registry = builder["_metaRegistry"] as Parameters<Derive>[1];
    const schema = derive(graph, registry);
    return schema === undefined ? null : toRecord(schema);
  } catch {
    return null;
  }
}

function withFields(
  derived: JsonSchema | null,
  names: string[],
  channels: Record<string, unknown>,
): JsonSchema | null {
  if (derived === null && names.length === 0) return null;
  const known = toRecord(derived?.["properties"]);
  const missing = names.filter((name) => !Object.hasOwn(known, name));
  const added = Object.fromEntries(missing.map((name) => [name, toField(name, channels[name])]));
  return { type: "object", ...derived, properties: { ...known, ...added } };
}

const MESSAGE_REDUCERS = new Set(["messagesStateReducer", "messagesDeltaReducer"]);

/** Interfaces draw a conversation for the field that is marked like this. */
const MESSAGES = { langgraph_type: "messages", type: "array", items: { type: "object" } };

function toField(name: string, channel: unknown): JsonSchema {
  const { operator } = toRecord(channel);
  const isMessages = typeof operator === "function" && MESSAGE_REDUCERS.has(operator.name);
  return isMessages ? { title: name, ...MESSAGES } : { title: name };
}

function toRecord(value: unknown): Record<string, unknown> {
  return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : {};
}
