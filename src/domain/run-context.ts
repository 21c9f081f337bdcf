import { LOCAL_TENANT_ID } from "./ids.ts";

/** Set by the server in `configurable`; a client cannot send keys that begin with `__`. */
export const RUN_CONTEXT_KEY = "__raptorflow";

export type RunContext = {
  tenantId: string;
  /** The claim under which a worker writes; absent for state reads and writes from the API. */
  claim?: { runId: string; fence: number };
  /** For writes by hand: they are stored only while no run is active on the thread and its history is what was read. */
  idle?: { threadId: string; trims: number };
};

/** The tenant of an invocation; a graph opened on its own (tools, tests) works for the local tenant. */
export function toRunContext(config: { configurable?: Record<string, unknown> } | undefined): RunContext {
  const context = config?.configurable?.[RUN_CONTEXT_KEY];
  return isRunContext(context) ? context : { tenantId: LOCAL_TENANT_ID };
}

function isRunContext(value: unknown): value is RunContext {
  return (
    typeof value === "object" && value !== null && "tenantId" in value && typeof value.tenantId === "string"
  );
}
