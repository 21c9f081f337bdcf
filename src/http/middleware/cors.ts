import type { MiddlewareHandler } from "hono";
import { AppError } from "../../domain/errors.ts";
import type { HttpEnv } from "../http-env.ts";
import type { HttpSettings } from "../http-settings.ts";
import { isLoopback } from "../loopback.ts";

const STUDIO_ORIGIN = "https://smith.langchain.com";

const METHODS = "GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS";
// Without Location browsers cannot find their way back to a stream.
const EXPOSED =
  "Content-Location, Location, X-Pagination-Total, X-Pagination-Next, X-Request-Id, Retry-After";
const PREFLIGHT_SECONDS = "600";

type CorsDeps = Pick<HttpSettings, "origins" | "url">;

/**
 * Lets pages of known origins read replies, and refuses what other pages send: a body of any content type is
 * read as JSON, so a browser would deliver theirs without asking first.
 */
export function createCors({ origins, url }: CorsDeps): MiddlewareHandler<HttpEnv> {
  const named = new Set([STUDIO_ORIGIN, ...origins.map((origin) => origin.toLowerCase().replace(/\/$/, ""))]);
  if (url !== null) named.add(new URL(url).origin);
  const allowsAll = named.has("*");

  return function cors(c, next) {
    const origin = c.req.header("origin");
    if (origin === undefined) return next();
    if (!allowsAll && !named.has(origin) && !isOwnOrLoopback(origin, c.req.header("host"))) {
      throw new AppError("forbidden", `Origin ${origin} is not allowed`, {
        fix: "Add it to RAPTORFLOW_ORIGINS.",
      });
    }
    c.header("Access-Control-Allow-Origin", allowsAll ? "*" : origin);
    c.header("Access-Control-Expose-Headers", EXPOSED);
    if (!allowsAll) c.header("Vary", "Origin");
    if (c.req.method !== "OPTIONS") return next();
    return Promise.resolve(
      c.newResponse(
        null,
        204,
        toPreflightHeaders((name) => c.req.header(name)),
      ),
    );
  };
}

function toPreflightHeaders(header: (name: string) => string | undefined): Record<string, string> {
  const headers: Record<string, string> = {
    "Access-Control-Allow-Methods": METHODS,
    "Access-Control-Max-Age": PREFLIGHT_SECONDS,
  };
  const asked = header("access-control-request-headers");
  if (asked !== undefined) headers["Access-Control-Allow-Headers"] = asked;
  // A public page, such as Studio, may then reach a service on this machine.
  if (header("access-control-request-private-network") === "true") {
    headers["Access-Control-Allow-Private-Network"] = "true";
  }
  return headers;
}

/** The Host header is checked for itself, so a page of the same host is one of ours. */
function isOwnOrLoopback(origin: string, host: string | undefined): boolean {
  const url = URL.parse(origin);
  if (url === null || (url.protocol !== "http:" && url.protocol !== "https:")) return false;
  return url.host === host?.toLowerCase() || isLoopback(url.hostname);
}
