import type { Access } from "./define-route.ts";

/** A route as far as finding it goes: the method in capitals, the path in Hono's form. */
export type PathPattern = { method: string; path: string; access: Access };

/** The routes, of any method, that a path belongs to. */
export function createPathMatch(patterns: readonly PathPattern[]): (path: string) => PathPattern[] {
  const known = patterns.map((pattern) => ({ pattern, segments: pattern.path.split("/") }));
  return (path) => {
    const segments = path.split("/");
    return known.filter((each) => isMatch(each.segments, segments)).map(({ pattern }) => pattern);
  };
}

/** A parameter matches one segment that is not empty; `:name{.+}` and `*` all that follow. */
function isMatch(pattern: readonly string[], path: readonly string[]): boolean {
  const rest = pattern.findIndex((segment) => segment === "*" || segment.endsWith("{.+}"));
  const fixed = rest === -1 ? pattern : pattern.slice(0, rest);
  const isLong = rest === -1 ? path.length === fixed.length : path.length > fixed.length;
  return (
    isLong &&
    fixed.every((segment, at) => segment === path[at] || (segment.startsWith(":") && path[at] !== ""))
  );
}
