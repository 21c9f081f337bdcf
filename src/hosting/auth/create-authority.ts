import type { Authorize } from "../../domain/authorization.ts";
import { AppError } from "../../domain/errors.ts";
import type { Authenticate, Caller, Principal } from "../../domain/principal.ts";
import { createAuthorize } from "./create-authorize.ts";
import type { AuthHandlers } from "./load-auth.ts";
import { toPrincipal } from "./to-principal.ts";
import { toRefusal } from "./to-refusal.ts";

type AuthorityDeps = {
  handlers: AuthHandlers;
  /** LangGraph Studio is let in by its header alone: in development, when the project says so. */
  admitsStudio: boolean;
};

export type Authority = {
  authenticate: Authenticate;
  /** For acts without a request, such as a run of a schedule, in the name of who asked for it. */
  authorizeAs(principal: Principal): Authorize;
};

const STUDIO_USER = {
  identity: "langgraph-studio-user",
  display_name: "langgraph-studio-user",
  is_authenticated: true,
  kind: "StudioUser",
  permissions: [],
};

/** Custom auth of a project: who calls, and what they may. */
export function createAuthority({ handlers, admitsStudio }: AuthorityDeps): Authority {
  const authorizeAs = (principal: Principal): Authorize => createAuthorize(handlers, principal);
  const toCaller = (answer: unknown): Caller => {
    const principal = toPrincipal(answer);
    return { principal, authorize: authorizeAs(principal) };
  };
  return {
    authorizeAs,
    async authenticate(request) {
      if (admitsStudio && request.headers.get("x-auth-scheme")?.toLowerCase() === "langsmith") {
        return toCaller(STUDIO_USER);
      }
      try {
        // A copy without a body: the handler may read everything, and the routes still get theirs.
        return toCaller(await handlers.authenticate?.(toBodiless(request)));
      } catch (error) {
        throw toRefusal(error) ?? toInternal(error);
      }
    },
  };
}

function toBodiless({ url, method, headers }: Request): Request {
  return new Request(url, { method, headers });
}

/** What a handler throws by mistake lets nobody in, and tells nobody why. */
function toInternal(error: unknown): unknown {
  return error instanceof Error ? error : new AppError("internal", String(error));
}
