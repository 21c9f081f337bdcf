import { allowAll, type AuthEvent, type MetadataFilter } from "../../../src/domain/authorization.ts";
import { AppError } from "../../../src/domain/errors.ts";
import { LOCAL_TENANT_ID } from "../../../src/domain/ids.ts";
import type { CallContext } from "../../../src/domain/principal.ts";

export const ANYBODY: CallContext = {
  principal: { tenantId: LOCAL_TENANT_ID, identity: "local", permissions: [], user: null },
  authorize: allowAll,
  requestId: "test",
};

type Caller = CallContext & { asked: { event: AuthEvent; value: Record<string, unknown> }[] };

/**
 * Somebody who signs what they create and sees only what they signed, as the usual handlers have it; `forbidden`: what
 * their handler says no to.
 */
export function createCaller(identity: string, forbidden: AuthEvent[] = []): Caller {
  const asked: Caller["asked"] = [];
  const filter: MetadataFilter = { owner: identity };
  return {
    principal: {
      tenantId: LOCAL_TENANT_ID,
      identity,
      permissions: ["chat"],
      user: { identity, permissions: ["chat"], team: "blue" },
    },
    requestId: "test",
    asked,
    async authorize(event, value) {
      asked.push({ event, value: structuredClone(value) });
      if (forbidden.includes(event)) throw new AppError("forbidden", "Forbidden");
      if (event === "threads:create_run") {
        const metadata: unknown = value["metadata"];
        if (typeof metadata === "object" && metadata !== null) Object.assign(metadata, { owner: identity });
      }
      return { value, filter };
    },
  };
}
