import type { MiddlewareHandler } from "hono";
import { AppError } from "../../domain/errors.ts";
import type { HttpEnv } from "../http-env.ts";
import type { HttpSettings } from "../http-settings.ts";
import { isIpAddress, isLoopback, toHostname } from "../loopback.ts";

type HostCheckDeps = Pick<HttpSettings, "host" | "url" | "hosts">;

/** Against DNS rebinding: a foreign name that resolves to this machine is refused. */
export function createHostCheck({ host, url, hosts }: HostCheckDeps): MiddlewareHandler<HttpEnv> {
  const isWildcard = host === "0.0.0.0" || host === "::";
  const names = [
    host.includes(":") ? `[${host}]` : host,
    ...hosts,
    ...(url === null ? [] : [new URL(url).host]),
  ];
  const allowed = new Set(names.map(toHostname));

  return function hostCheck(c, next) {
    // Calls from inside the process carry no Host header.
    const given = c.req.header("host") ?? new URL(c.req.url).host;
    const hostname = toHostname(given);
    const isAllowed =
      hostname !== undefined &&
      // Bound to every address, any address of the machine is the bound one; rebinding needs a name.
      (isLoopback(hostname) || allowed.has(hostname) || (isWildcard && isIpAddress(hostname)));
    if (isAllowed) return next();
    throw new AppError("host_not_allowed", `Host ${given} is not allowed`, {
      fix: "Add it to RAPTORFLOW_HOSTS.",
    });
  };
}
