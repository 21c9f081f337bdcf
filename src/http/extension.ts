import type { CallContext } from "../domain/principal.ts";
import type { Access } from "./define-route.ts";

/** A route of another protocol, which words its replies and errors itself; access is checked before. */
export type Extension = {
  /** In capitals, e.g. `["GET", "POST"]`. */
  methods: readonly string[];
  path: string;
  access: Access;
  handle(call: {
    request: Request;
    params: Record<string, string>;
    ctx: CallContext;
  }): Response | Promise<Response>;
};
