import type { Authorize } from "./authorization.ts";

/** Who calls: "local" or "api-key" in the local tenant, or whom the configured `authenticate` named. */
export type Principal = {
  tenantId: string;
  identity: string;
  permissions: readonly string[];
  /** All that `authenticate` said of the caller; graphs see it as `langgraph_auth_user`. null without custom auth. */
  user: Record<string, unknown> | null;
};

export type Caller = {
  principal: Principal;
  /** Asks the handlers of custom auth; allows everything when there are none. */
  authorize: Authorize;
};

/** What every verb gets beside its input. */
export type CallContext = Caller & { requestId: string };
