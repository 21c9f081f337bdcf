import type { Authorize, AuthEvent, MetadataFilter } from "../../domain/authorization.ts";
import { AppError } from "../../domain/errors.ts";
import type { Principal } from "../../domain/principal.ts";
import { toDescribed } from "../to-graph.ts";
import type { AuthHandlers } from "./load-auth.ts";
import { toFilter } from "./to-filter.ts";
import { toRefusal } from "./to-refusal.ts";

type AuthorizeDeps = Pick<AuthHandlers, "callbacks">;

/**
 * Asks the most specific handler: `threads:read`, then `threads`, `*:read`, `*`; without one everything is allowed. The
 * handler may change the value in place or return what narrows it.
 */
export function createAuthorize({ callbacks }: AuthorizeDeps, principal: Principal): Authorize {
  return async function authorize(event, value) {
    const handler = findHandler(callbacks, event);
    if (handler === undefined) return { value, filter: null };
    const [resource = "", action = ""] = event.split(":");
    const { permissions } = principal;
    const user = principal.user ?? { identity: principal.identity, permissions };
    // Nobody's handler may reach into what was asked before it answered.
    const own = structuredClone(value);
    const answer = await ask(() => handler({ event, resource, action, value: own, permissions, user }));
    if (answer === false) throw new AppError("forbidden", "Forbidden");
    if (answer === undefined || answer === null || answer === true) return { value: own, filter: null };
    return { value: own, filter: readFilter(event, answer) };
  };
}

function findHandler(callbacks: AuthorizeDeps["callbacks"], event: AuthEvent) {
  const [resource, action] = event.split(":");
  const names = [event, resource ?? "", `*:${action}`, "*"];
  const found = names.find((name) => Object.hasOwn(callbacks, name));
  return found === undefined ? undefined : callbacks[found];
}

async function ask(handler: () => unknown): Promise<unknown> {
  try {
    return await handler();
  } catch (error) {
    throw toRefusal(error) ?? error;
  }
}

function readFilter(event: AuthEvent, answer: unknown): MetadataFilter | null {
  const filter = toFilter(answer);
  if (filter !== null) return Object.keys(filter).length === 0 ? null : filter;
  throw new AppError(
    "internal",
    `The handler of ${event} returned ${toDescribed(answer)}: it must be true, false, nothing or a filter`,
  );
}
