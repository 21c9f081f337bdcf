import type { MiddlewareHandler } from "hono";
import type { HttpEnv } from "../http-env.ts";
import { BEARER_PROTOCOL } from "./socket-server.ts";

const SOCKET_PATH = /^\/threads\/[^/]+\/stream\/events$/;

/** Whether a request asks for a socket instead of a reply. */
export function isUpgrade(header: (name: string) => string | undefined): boolean {
  return header("upgrade")?.toLowerCase() === "websocket";
}

/**
 * A token that came where a browser can put one, as a subprotocol or in the address, becomes the header that
 * authentication reads. A header that is there already counts more.
 */
export function createSocketToken(): MiddlewareHandler<HttpEnv> {
  return function socketToken(c, next) {
    if (!isUpgrade((name) => c.req.header(name)) || !SOCKET_PATH.test(c.req.path)) return next();
    const token = toToken(c.req.header("sec-websocket-protocol")) ?? c.req.query("access_token");
    if (token && c.req.header("authorization") === undefined) {
      const headers = new Headers(c.req.raw.headers);
      headers.set("authorization", `Bearer ${token}`);
      c.req.raw = new Request(c.req.raw.url, { headers, signal: c.req.raw.signal });
    }
    return next();
  };
}

/** `bearer, <token>`. */
function toToken(header: string | undefined): string | undefined {
  const [scheme, token, ...rest] = (header ?? "").split(",").map((name) => name.trim());
  return scheme === BEARER_PROTOCOL && rest.length === 0 ? token : undefined;
}
