import type { z } from "zod";
import type { AppError } from "../domain/errors.ts";
import type { CallContext } from "../domain/principal.ts";
import type { Access, Method, ReplyShape } from "./define-route.ts";
import type { LinkDeps } from "./link.ts";
import type { Disconnect } from "./reply.ts";

export type ExtensionCall = {
  request: Request;
  params: Record<string, string>;
  ctx: CallContext;
  /** The body as JSON, also when it was read before; `{}` when there is none. Throws `malformed_json`. */
  body(): Promise<unknown>;
  /** What the body of a reply that lasts hangs on; to be called once, for a reply that is opened. */
  link(onDisconnect?: Disconnect): LinkDeps;
};

export type ExtensionOperation = {
  method: Method;
  /** Its id in the description. */
  name: string;
  tag: string;
  summary: string;
  reply: ReplyShape;
  body?: z.ZodType;
};

/** A route of another protocol, which words its replies and errors itself; access is checked before. */
export type Extension = {
  /** In capitals, e.g. `["GET", "POST"]`. */
  methods: readonly string[];
  path: string;
  access: Access;
  handle(call: ExtensionCall): Response | Promise<Response>;
  /** The reply to what failed, a refused caller included; without it errors have the form of every other route. */
  toFailure?(error: AppError, requestId: string): Response;
  /** What the API description says of it. */
  operations?: readonly ExtensionOperation[];
};
