import type { AuthEvent, Authorize, MetadataFilter } from "../../../src/domain/authorization.ts";
import { AppError } from "../../../src/domain/errors.ts";
import { LOCAL_TENANT_ID } from "../../../src/domain/ids.ts";
import type { CallContext } from "../../../src/domain/principal.ts";

export type Handler = (event: AuthEvent, value: Record<string, unknown>) => MetadataFilter | boolean | null;

/** A caller whose handler answers as those of custom auth do; it may change the value in place. */
export function toCaller(
  identity: string,
  handler: Handler = () => true,
  tenantId = LOCAL_TENANT_ID,
): CallContext & { events: AuthEvent[] } {
  const events: AuthEvent[] = [];
  const authorize: Authorize = async (event, value) => {
    events.push(event);
    const answer = handler(event, value);
    if (answer === false) throw new AppError("forbidden", "Forbidden");
    return { value, filter: typeof answer === "boolean" ? null : answer };
  };
  const principal = { tenantId, identity, permissions: [], user: { identity } };
  return { principal, authorize, requestId: "test", events };
}

/** Stamps what it creates, and sees and changes only that. */
export function toOwner(identity: string): CallContext & { events: AuthEvent[] } {
  return toCaller(identity, (event, value) => {
    if (event.endsWith(":create")) Object.assign(value["metadata"] as object, { owner: identity });
    return { owner: identity };
  });
}
