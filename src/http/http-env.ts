import type { Caller } from "../domain/principal.ts";

/** What the middleware leaves for the routes. */
export type HttpEnv = { Variables: { requestId: string; caller: Caller } };
