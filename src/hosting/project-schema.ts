import { z } from "zod";

// langgraph.json as it is written (PROTOCOL 7.1); null means absent. Unknown keys are told by `toUnknownKeys`.

const text = z.string().trim().min(1, "must not be empty");
const names = z.array(text);
const minutes = z.number().positive("must be more than 0");

const moduleText = text.describe("path of a file and the name of an export, e.g. ./src/agent.ts:graph");
const headerRules = z.object({ includes: names.nullish(), excludes: names.nullish() });

const cors = z.object({
  allow_origins: names.nullish(),
  allow_origin_regex: text.nullish(),
  allow_methods: names.nullish(),
  allow_headers: names.nullish(),
  allow_credentials: z.boolean().nullish(),
  expose_headers: names.nullish(),
  max_age: z.number().int().min(0).nullish(),
});

const http = z.object({
  app: moduleText.nullish(),
  cors: cors.nullish(),
  configurable_headers: headerRules.nullish(),
  logging_headers: headerRules.nullish(),
  middleware_order: z.enum(["middleware_first", "auth_first"]).nullish(),
  enable_custom_route_auth: z.boolean().nullish(),
  mount_prefix: text.nullish(),
  disable_assistants: z.boolean().nullish(),
  disable_threads: z.boolean().nullish(),
  disable_runs: z.boolean().nullish(),
  disable_store: z.boolean().nullish(),
  disable_meta: z.boolean().nullish(),
  disable_mcp: z.boolean().nullish(),
  disable_a2a: z.boolean().nullish(),
  disable_ui: z.boolean().nullish(),
  disable_webhooks: z.boolean().nullish(),
});

const store = z.object({
  index: z.object({ embed: text, dims: z.number().int().positive(), fields: names.nullish() }).nullish(),
  ttl: z
    .object({
      default_ttl: minutes.nullish(),
      refresh_on_read: z.boolean().nullish(),
      sweep_interval_minutes: minutes.nullish(),
    })
    .nullish(),
});

const checkpointer = z.object({
  ttl: z
    .object({
      strategy: z.enum(["delete", "keep_latest"]).nullish(),
      default_ttl: minutes.nullish(),
      sweep_interval_minutes: minutes.nullish(),
      sweep_limit: z.number().int().positive().nullish(),
    })
    .nullish(),
});

const webhooks = z.object({
  env_prefix: z.string().nullish(),
  headers: z.record(z.string(), z.string()).nullish(),
  url: z
    .object({
      allowed_domains: names.nullish(),
      allowed_ports: z.array(z.number().int().min(1).max(65_535)).nullish(),
      require_https: z.boolean().nullish(),
      disable_loopback: z.boolean().nullish(),
      max_url_length: z.number().int().positive().nullish(),
      allowed_addresses: names.nullish(),
    })
    .nullish(),
});

/** Read by other tools, without meaning while the service runs. */
const ignored = z.unknown().optional();

export const ProjectFile = z.object({
  graphs: z.record(
    text,
    z.union([moduleText, z.object({ path: moduleText, description: z.string().nullish() })]),
  ),
  env: z.union([text, names, z.record(z.string(), z.string())]).nullish(),
  auth: z.object({ path: moduleText, disable_studio_auth: z.boolean().nullish() }).nullish(),
  http: http.nullish(),
  store: store.nullish(),
  checkpointer: checkpointer.nullish(),
  webhooks: webhooks.nullish(),
  ui: z.record(text, text).nullish(),
  ui_config: z.object({ shared: names.nullish() }).nullish(),
  $schema: ignored,
  node_version: ignored,
  python_version: ignored,
  api_version: ignored,
  dockerfile_lines: ignored,
  dependencies: ignored,
  image_distro: ignored,
  _INTERNAL_docker_tag: ignored,
});
export type ProjectFile = z.infer<typeof ProjectFile>;

/** Dotted paths of keys that no schema knows, at any depth. */
export function toUnknownKeys(value: unknown, schema: z.core.$ZodType = ProjectFile, path = ""): string[] {
  const object = unwrap(schema);
  if (!(object instanceof z.ZodObject) || typeof value !== "object" || value === null) return [];
  const shape: Record<string, z.core.$ZodType> = object.shape;
  return Object.entries(value).flatMap(([key, inner]) => {
    const known = Object.hasOwn(shape, key) ? shape[key] : undefined;
    return known === undefined ? [path + key] : toUnknownKeys(inner, known, `${path}${key}.`);
  });
}

function unwrap(schema: z.core.$ZodType): z.core.$ZodType {
  return schema instanceof z.ZodOptional || schema instanceof z.ZodNullable
    ? unwrap(schema.unwrap())
    : schema;
}
