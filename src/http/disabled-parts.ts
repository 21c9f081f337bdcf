/** Paths of the parts that a configuration can take away; `/ok`, `/health` and `/ready` always stay. */
const PARTS: Record<string, RegExp> = {
  assistants: /^\/assistants(?:\/|$)/,
  threads: /^\/threads(?:$|\/(?!:[^/]+\/runs(?:\/|$)))/,
  runs: /^\/(?:runs(?:\/|$)|threads\/:[^/]+\/runs(?:\/|$))/,
  store: /^\/store(?:\/|$)/,
  meta: /^\/(?:$|info$|metrics$|openapi\.json$|docs(?:\/|$))/,
  mcp: /^\/mcp\/?$/,
  a2a: /^\/(?:a2a\/|\.well-known\/agent-card\.json$)/,
  ui: /^\/ui\//,
  /** Marketing, where another project is hosted. */
  product: /^\/api\/v1\/(?:foundation|knowledge|skills)(?:\/|$)/,
};

/** Whether a route, by its pattern, belongs to one of the parts. */
export function isDisabled(path: string, parts: readonly string[]): boolean {
  return parts.some((part) => PARTS[part]?.test(path) === true);
}
