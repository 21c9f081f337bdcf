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

/** Says who sent a request, anew each time. Throws the refusal of the configured `authenticate`. */
export type Authenticate = (request: Request) => Promise<Caller>;

/** What every verb gets beside its input. */
export type CallContext = Caller & {
  requestId: string;
  /** Request headers that a run created by this call gets in its configuration (PROTOCOL 1.10). */
  headers?: Record<string, string>;
  /**
   * For replies that last: calls back once when what the caller proved itself with has expired and proves nothing any
   * more. The answer ends the watch.
   */
  watchExpiry?(onExpired: () => void): () => void;
};
