import { getPath } from "hono/utils/url";

/** Where nothing is served. */
const OUTSIDE = "/.outside";

/** The path below the prefix, by which requests find their route. `/ok` also answers at the root, for probes. */
export function toPathBelow(prefix: string): (request: Request) => string {
  if (prefix === "") return getPath;
  return (request) => {
    const path = getPath(request);
    if (path === prefix) return "/";
    if (path.startsWith(`${prefix}/`)) return path.slice(prefix.length);
    return path === "/ok" ? path : OUTSIDE + path;
  };
}

export function isOutside(path: string): boolean {
  return path.startsWith(OUTSIDE);
}
