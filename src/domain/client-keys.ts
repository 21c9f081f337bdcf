const SERVER_KEYS = new Set(["thread_id", "run_id", "graph_id", "assistant_id"]);

/** Whether a client may set this key of `configurable`; the others are the server's alone (PROTOCOL 1.10). */
export function isClientKey(key: string): boolean {
  return !SERVER_KEYS.has(key) && !key.startsWith("__") && !key.startsWith("langgraph_auth_");
}
