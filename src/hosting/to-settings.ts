import { basename } from "node:path";
import { AppError } from "../domain/errors.ts";
import { toModuleRef } from "./module-ref.ts";
import type { ProjectFile } from "./project-schema.ts";
import {
  type HeaderRules,
  PARTS,
  type ProjectHttp,
  type StoreSettings,
  type ThreadTtl,
  type WebhookSettings,
} from "./project.ts";

type Written<Key extends keyof ProjectFile> = NonNullable<ProjectFile[Key]>;
type Place = { folder: string; file: string };

/** The `http` key with every default filled in. Throws `config_invalid`. */
export function toHttp(http: Written<"http">, place: Place): ProjectHttp {
  const { app, cors } = http;
  if (cors?.allow_origin_regex) checkRegex(cors.allow_origin_regex, place);
  return {
    app: app ? toModuleRef("http.app", app, place) : null,
    cors: cors
      ? {
          allowOrigins: cors.allow_origins ?? null,
          allowOriginRegex: cors.allow_origin_regex ?? null,
          allowMethods: cors.allow_methods ?? null,
          allowHeaders: cors.allow_headers ?? null,
          allowCredentials: cors.allow_credentials ?? false,
          exposeHeaders: cors.expose_headers ?? [],
          maxAge: cors.max_age ?? null,
        }
      : null,
    configurableHeaders: toHeaderRules(http.configurable_headers),
    loggingHeaders: toHeaderRules(http.logging_headers),
    middlewareOrder: http.middleware_order ?? "middleware_first",
    enableCustomRouteAuth: http.enable_custom_route_auth ?? false,
    mountPrefix: toPrefix(http.mount_prefix ?? "", place),
    disabled: PARTS.filter((part) => http[`disable_${part}`] === true),
  };
}

function toHeaderRules(rules: Written<"http">["configurable_headers"]): HeaderRules | null {
  if (!rules) return null;
  return { includes: rules.includes ?? null, excludes: rules.excludes ?? [] };
}

function toPrefix(written: string, { file }: Place): string {
  const prefix = `/${written}`.replace(/\/+/g, "/").replace(/\/$/, "");
  if (/^[\w\-./~]*$/.test(prefix) && !prefix.includes("/..")) return prefix;
  throw new AppError("config_invalid", `${basename(file)}: http.mount_prefix: "${written}" is no path`, {
    fix: 'Write a path such as "/agents".',
  });
}

function checkRegex(pattern: string, { file }: Place): void {
  try {
    RegExp(pattern);
  } catch (cause) {
    const detail = `${basename(file)}: http.cors.allow_origin_regex: ${cause instanceof Error ? cause.message : pattern}`;
    throw new AppError("config_invalid", detail, {
      fix: 'Write a regular expression such as "https://.*\\\\.example\\\\.com".',
      cause,
    });
  }
}

export function toStore({ index, ttl }: Written<"store">): StoreSettings {
  return {
    index: index ? { embed: index.embed, dims: index.dims, fields: index.fields ?? null } : null,
    ttl: ttl
      ? {
          defaultTtl: ttl.default_ttl ?? null,
          refreshOnRead: ttl.refresh_on_read ?? true,
          sweepIntervalMinutes: ttl.sweep_interval_minutes ?? null,
        }
      : null,
  };
}

export function toThreadTtl(ttl: Written<"checkpointer">["ttl"]): ThreadTtl | null {
  if (!ttl) return null;
  return {
    strategy: ttl.strategy ?? "delete",
    defaultTtl: ttl.default_ttl ?? null,
    sweepIntervalMinutes: ttl.sweep_interval_minutes ?? null,
    sweepLimit: ttl.sweep_limit ?? null,
  };
}

export function toWebhooks(webhooks: ProjectFile["webhooks"]): WebhookSettings | null {
  if (!webhooks) return null;
  const url = webhooks.url ?? {};
  return {
    headers: webhooks.headers ?? {},
    envPrefix: webhooks.env_prefix ?? "LG_WEBHOOK_",
    url: {
      allowedDomains: url.allowed_domains ?? null,
      allowedPorts: url.allowed_ports ?? null,
      requireHttps: url.require_https ?? null,
      disableLoopback: url.disable_loopback ?? null,
      maxUrlLength: url.max_url_length ?? null,
      allowedAddresses: url.allowed_addresses ?? null,
    },
  };
}
