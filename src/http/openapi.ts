import { z } from "zod";
import { Foundation } from "../domain/foundation.ts";
import { CronShape } from "./crons/cron-shape.ts";
import type { Route } from "./define-route.ts";
import type { Extension } from "./extension.ts";
import { AssistantShape, RunShape, StoreItemShape, ThreadShape, ThreadStateShape } from "./reply-shapes.ts";
import { RunBody } from "./runs/run-body.ts";
import { DeliveryShape } from "./webhook-shape.ts";

type JsonSchema = Record<string, unknown>;

/** Shapes that several routes use, by the name they have in the description. */
const COMPONENTS = new Map<z.ZodType, string>([
  [AssistantShape, "Assistant"],
  [CronShape, "Cron"],
  [DeliveryShape, "WebhookDelivery"],
  [Foundation, "Foundation"],
  [RunShape, "Run"],
  [RunBody, "RunCreate"],
  [StoreItemShape, "StoreItem"],
  [ThreadShape, "Thread"],
  [ThreadStateShape, "ThreadState"],
]);

const Problem = z.object({
  detail: z.string(),
  message: z.string().describe("Equal to detail"),
  code: z.string(),
  request_id: z.string(),
  errors: z.array(z.object({ path: z.string(), message: z.string() })).optional(),
});

type OpenApiDeps = {
  routes: Readonly<Record<string, Route>>;
  extensions?: readonly Extension[];
  version: string;
};

/** OpenAPI 3.1 from the registry, built when it is first asked for. */
export function createOpenApi(deps: OpenApiDeps): () => object {
  let document: object | undefined;
  return () => (document ??= toDocument(deps));
}

function toDocument({ routes, extensions = [], version }: OpenApiDeps): object {
  const paths: Record<string, Record<string, object>> = {};
  const add = (name: string, route: Described) => {
    const operations = (paths[route.path.replace(/:(\w+)/g, "{$1}")] ??= {});
    operations[route.method] = toOperation(name, route);
  };
  for (const [name, route] of Object.entries(routes)) add(name, route);
  for (const { path, access, operations = [] } of extensions)
    for (const { name, ...operation } of operations)
      add(name, {
        path,
        access,
        params: toPathParams(path),
        query: undefined,
        body: undefined,
        ...operation,
      });
  const named = [...COMPONENTS].map(([schema, name]) => [name, toJsonSchema(schema)] as const);
  return {
    openapi: "3.1.0",
    info: { title: "RaptorFlow", version, description: "A marketing team that runs as a service." },
    paths,
    components: {
      schemas: { ...Object.fromEntries(named), Problem: toJsonSchema(Problem) },
      securitySchemes: {
        apiKey: { type: "apiKey", in: "header", name: "x-api-key" },
        bearer: { type: "http", scheme: "bearer" },
      },
    },
  };
}

type Described = Omit<Route, "answer">;

function toPathParams(path: string): z.ZodType {
  return z.object(
    Object.fromEntries([...path.matchAll(/:(\w+)/g)].map(([, name]) => [String(name), z.string()])),
  );
}

function toOperation(name: string, route: Described): object {
  const { status, description, contentType = "application/json", schema } = route.reply;
  const isEmpty = status === 202 || status === 204;
  return {
    operationId: name,
    tags: [route.tag],
    summary: route.summary,
    security: route.access === "public" ? [] : [{ apiKey: [] }, { bearer: [] }],
    parameters: [...toParameters(route.params, "path"), ...toParameters(route.query, "query")],
    ...(route.body === undefined
      ? {}
      : { requestBody: { content: toContent("application/json", route.body) } }),
    responses: {
      [status]: { description, ...(isEmpty ? {} : { content: toContent(contentType, schema) }) },
      default: {
        description: "What went wrong",
        content: { "application/json": { schema: { $ref: "#/components/schemas/Problem" } } },
      },
    },
  };
}

function toContent(contentType: string, schema: z.ZodType | undefined): object {
  return { [contentType]: schema === undefined ? {} : { schema: toReference(schema) } };
}

function toReference(schema: z.ZodType): JsonSchema {
  const name = COMPONENTS.get(schema);
  if (name !== undefined) return { $ref: `#/components/schemas/${name}` };
  if (schema instanceof z.ZodArray && schema.element instanceof z.ZodType) {
    return { type: "array", items: toReference(schema.element) };
  }
  return toJsonSchema(schema);
}

function toParameters(schema: z.ZodType | undefined, place: "path" | "query"): object[] {
  if (!(schema instanceof z.ZodObject)) return [];
  const shape: Record<string, z.core.$ZodType> = schema.shape;
  return Object.entries(shape).map(([name, type]) => {
    const { description, ...json } = toJsonSchema(type);
    return {
      name,
      in: place,
      required: place === "path",
      ...(description === undefined ? {} : { description }),
      schema: json,
    };
  });
}

function toJsonSchema(schema: z.core.$ZodType): JsonSchema {
  const { $schema: _, ...json } = z.toJSONSchema(schema, { io: "input", unrepresentable: "any" });
  return json;
}
