import { v5 } from "uuid";
import { AppError } from "../../domain/errors.ts";
import { isUuid, LOCAL_TENANT_ID } from "../../domain/ids.ts";
import type { Principal } from "../../domain/principal.ts";

/** Namespace of tenants whose name is no UUID. */
const TENANTS = "5a8f0f3e-4c0b-5f43-9a8e-6f1f0a5d7c11";

/** What `authenticate` answered as a principal. Throws `unauthenticated`, and `internal` when it cannot be read. */
export function toPrincipal(answer: unknown): Principal {
  const user = toUser(answer);
  if (user["is_authenticated"] === false) throw new AppError("unauthenticated", "Unauthorized");
  return {
    tenantId: toTenantId(user["tenant_id"]),
    identity: user.identity,
    permissions: user.permissions,
    user,
  };
}

type User = Record<string, unknown> & { identity: string; permissions: string[] };

function toUser(answer: unknown): User {
  if (typeof answer === "string" && answer !== "") return withDefaults({ identity: answer });
  if (typeof answer === "object" && answer !== null && "identity" in answer) {
    if (typeof answer.identity === "string" && answer.identity !== "") {
      return withDefaults({ ...answer, identity: answer.identity });
    }
  }
  throw new AppError("internal", "authenticate must return a text or an object with an identity");
}

function withDefaults(user: Record<string, unknown> & { identity: string }): User {
  const { permissions } = user;
  return {
    ...user,
    permissions: Array.isArray(permissions) ? permissions.filter((each) => typeof each === "string") : [],
    is_authenticated: user["is_authenticated"] ?? true,
    display_name: user["display_name"] ?? user.identity,
  };
}

/** A tenant by any name has one UUID for ever; without a name it is the local one. */
function toTenantId(tenant: unknown): string {
  if (tenant === undefined || tenant === null || tenant === "") return LOCAL_TENANT_ID;
  const name = typeof tenant === "string" ? tenant : JSON.stringify(tenant);
  return isUuid(name) ? name.toLowerCase() : v5(name, TENANTS);
}
