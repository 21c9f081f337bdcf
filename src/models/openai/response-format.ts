import type { ModelTool } from "../model-call.ts";

type JsonSchema = Record<string, unknown>;

/** Tools as Chat Completions takes them. */
export function toOpenAiTools(tools: readonly ModelTool[]) {
  return tools.map(({ name, description, schema }) => ({
    type: "function" as const,
    function: { name, description, parameters: schema },
  }));
}

/** Asks for JSON of a schema; strict where the schema is closed and complete, as the provider demands. */
export function toResponseFormat(schema: JsonSchema) {
  return {
    type: "json_schema" as const,
    json_schema: { name: "answer", schema, strict: isClosed(schema) },
  };
}

/** Whether every object in the schema forbids further properties and requires all of its own. */
function isClosed(schema: unknown): boolean {
  if (Array.isArray(schema)) return schema.every(isClosed);
  if (!isRecord(schema)) return true;
  if (isRecord(schema["properties"])) {
    const required = Array.isArray(schema["required"]) ? schema["required"] : [];
    if (schema["additionalProperties"] !== false) return false;
    if (!Object.keys(schema["properties"]).every((name) => required.includes(name))) return false;
  }
  return Object.values(schema).every(isClosed);
}

/** The JSON value in an answer, also between fences as smaller models write it; undefined when there is none. */
export function parseJsonAnswer(text: string): unknown {
  const fenced = /```(?:json)?\s*\n([\s\S]*?)\n\s*```/.exec(text)?.[1];
  try {
    return JSON.parse(fenced ?? text);
  } catch {
    return undefined;
  }
}

function isRecord(value: unknown): value is JsonSchema {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
