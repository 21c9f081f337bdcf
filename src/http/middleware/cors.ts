import type { MiddlewareHandler } from "hono";
import { AppError } from "../../domain/errors.ts";
import type { HttpEnv } from "../http-env.ts";
import type { CorsRules, HttpSettings } from "../http-settings.ts";
import { isLoopback } from "../loopback.ts";

const STUDIO_ORIGIN = "https://smith.langchain.com";

const METHODS = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"];
// Without Location browsers cannot find their way back to a stream.
const NEEDED = ["Content-Location", "Location", "X-Pagination-Total", "X-Pagination-Next"];
const EXPOSED = ["X-Request-Id", "Retry-After", "X-Thread-Id", "Mcp-Session-Id"];
const PREFLIGHT_SECONDS = 600;

type CorsDeps = Pick<HttpSettings, "origins" | "url" | "cors">;

/**
 * Lets pages of known origins read replies, and refuses what other pages send: a body of any content type is
 * read as JSON, so a browser would deliver theirs without asking first.
 */
export function createCors({ origins, url, cors = null }: CorsDeps): MiddlewareHandler<HttpEnv> {
  const isAllowed = createOriginCheck({ origins, url, cors });
  const exposed = [...new Set([...NEEDED, ...EXPOSED, ...(cors?.exposeHeaders ?? [])])].join(", ");

  return function allowOrigins(c, next) {
    const origin = c.req.header("origin");
    if (origin === undefined) return next();
    const allowed = isAllowed(origin, c.req.header("host"));
    if (allowed === null) {
      throw new AppError("forbidden", `Origin ${origin} is not allowed`, {
        fix: "Add it to RAPTORFLOW_ORIGINS, or to http.cors.allow_origins in langgraph.json.",
      });
    }
    c.header("Access-Control-Allow-Origin", allowed);
    c.header("Access-Control-Expose-Headers", exposed);
    if (allowed !== "*") {
      c.header("Vary", "Origin");
      if (cors?.allowCredentials === true) c.header("Access-Control-Allow-Credentials", "true");
    }
    if (c.req.method !== "OPTIONS") return next();
    return Promise.resolve(
      c.newResponse(
        null,
        204,
        toPreflightHeaders(cors, (name) => c.req.header(name)),
      ),
    );
  };
}

/** What the reply may say: the origin where it is known by name, "*" where everybody may read, null when refused. */
function createOriginCheck({
  origins,
  url,
  cors,
}: CorsDeps): (origin: string, host?: string) => string | null {
  const isConfigured = (cors?.allowOrigins ?? cors?.allowOriginRegex ?? null) !== null;
  const named = new Set(
    [...(isConfigured ? (cors?.allowOrigins ?? []) : [STUDIO_ORIGIN]), ...origins].map((origin) =>
      origin.toLowerCase().replace(/\/$/, ""),
    ),
  );
  if (url !== null) named.add(new URL(url).origin);
  const pattern = cors?.allowOriginRegex ? RegExp(`^(?:${cors.allowOriginRegex})$`) : null;

  return (origin, host) => {
    const isNamed =
      named.has(origin) ||
      isSameHost(origin, host) ||
      (!isConfigured && isLoopbackPage(origin)) ||
      pattern?.test(origin) === true;
    // Credentials go to origins that are named, never to everybody.
    if (named.has("*")) return isNamed && cors?.allowCredentials === true ? origin : "*";
    return isNamed ? origin : null;
  };
}

type Header = (name: string) => string | undefined;

function toPreflightHeaders(cors: CorsRules | null | undefined, header: Header): Record<string, string> {
  const headers: Record<string, string> = {
    "Access-Control-Allow-Methods": toAllowedMethods(cors?.allowMethods ?? ["*"]),
    "Access-Control-Max-Age": String(cors?.maxAge ?? PREFLIGHT_SECONDS),
  };
  const asked = header("access-control-request-headers");
  const allowed = cors?.allowHeaders ?? ["*"];
  if (!allowed.includes("*")) headers["Access-Control-Allow-Headers"] = allowed.join(", ");
  else if (asked !== undefined) headers["Access-Control-Allow-Headers"] = asked;
  // A public page, such as Studio, may then reach a service on this machine.
  if (header("access-control-request-private-network") === "true") {
    headers["Access-Control-Allow-Private-Network"] = "true";
  }
  return headers;
}

function toAllowedMethods(methods: readonly string[]): string {
  return (methods.includes("*") ? METHODS : methods.map((method) => method.toUpperCase())).join(", ");
}

/** The Host header is checked for itself, so a page of the same host is one of ours. */
function isSameHost(origin: string, host: string | undefined): boolean {
  return host !== undefined && toWebUrl(origin)?.host === host.toLowerCase();
}

function isLoopbackPage(origin: string): boolean {
  const url = toWebUrl(origin);
  return url !== null && isLoopback(url.hostname);
}

function toWebUrl(origin: string): URL | null {
  const url = URL.parse(origin);
  return url?.protocol === "http:" || url?.protocol === "https:" ? url : null;
}
