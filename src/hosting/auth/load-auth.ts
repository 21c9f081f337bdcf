import { AppError } from "../../domain/errors.ts";
import { loadExport } from "../modules/load-export.ts";
import type { ModuleRef } from "../project.ts";
import { toDescribed } from "../to-graph.ts";

/** What a handler of an `Auth` object is called with. */
export type AuthCall = {
  event: string;
  resource: string;
  action: string;
  value: Record<string, unknown>;
  permissions: readonly string[];
  user: Record<string, unknown>;
};

/** The handlers of an `Auth` object of the SDK, whichever copy of the SDK it was made with. */
export type AuthHandlers = {
  authenticate?(request: Request): unknown;
  callbacks: Readonly<Record<string, (call: AuthCall) => unknown>>;
};

/** Throws `config_invalid`. */
export async function loadAuth(ref: ModuleRef): Promise<AuthHandlers> {
  const auth = await loadExport(ref);
  const handlers = toHandlers(auth);
  if (handlers === null) {
    throw new AppError(
      "config_invalid",
      `${ref.key}: ${ref.text} is ${toDescribed(auth)}, not an Auth object`,
      {
        fix: 'Export one: import { Auth } from "@langchain/langgraph-sdk/auth"; export const auth = new Auth();',
      },
    );
  }
  if (handlers.authenticate === undefined) {
    throw new AppError("config_invalid", `${ref.key}: ${ref.text} has no authenticate handler`, {
      fix: "Call auth.authenticate(async (request) => ...): without it nobody could be let in.",
    });
  }
  return handlers;
}

/** null when it is no `Auth` object. */
export function toHandlers(auth: unknown): AuthHandlers | null {
  if (typeof auth !== "object" || auth === null || !("~handlerCache" in auth)) return null;
  // Where the SDK's class keeps them; it has no other way to ask.
  const kept: { authenticate?: AuthHandlers["authenticate"]; callbacks?: AuthHandlers["callbacks"] } = Object(
    auth["~handlerCache"],
  );
  const { authenticate, callbacks = {} } = kept;
  return { ...(typeof authenticate === "function" ? { authenticate } : {}), callbacks };
}
