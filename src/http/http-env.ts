import type { Caller } from "../domain/principal.ts";

/** What the middleware leaves for the routes. */
export type HttpEnv = {
  Variables: {
    requestId: string;
    caller: Caller;
    /** The caller has been asked already. */
    identified?: boolean;
    /** The caller as a project's own routes read it. */
    auth?: { user: object; permissions: readonly string[]; scopes: readonly string[] };
  };
};
