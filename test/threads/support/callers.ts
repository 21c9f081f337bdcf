import type { AuthEvent, MetadataFilter } from "../../../src/domain/authorization.ts";
import { LOCAL_TENANT_ID } from "../../../src/domain/ids.ts";
import type { CallContext } from "../../../src/domain/principal.ts";

type Handler = (event: AuthEvent, value: Record<string, unknown>) => MetadataFilter | null;

/** A caller whose every act is put to a handler, and what the handler was asked. */
export function createCaller(
  handler: Handler,
): CallContext & { asked: [AuthEvent, Record<string, unknown>][] } {
  const asked: [AuthEvent, Record<string, unknown>][] = [];
  return {
    asked,
    requestId: "test",
    principal: { tenantId: LOCAL_TENANT_ID, identity: "test", permissions: [], user: null },
    async authorize(event, value) {
      asked.push([event, structuredClone(value)]);
      const filter = handler(event, value);
      return { value, filter };
    },
  };
}

/** Sees what is its own, and puts its name on what it makes. */
export const createOwner = (owner: string) =>
  createCaller((event, value) => {
    if (event === "threads:create") Object.assign(Object(value["metadata"]), { owner });
    return { owner };
  });

/** May do anything. */
export const createAdministrator = () => createCaller(() => null);
