import { createHash, timingSafeEqual } from "node:crypto";
import type { MiddlewareHandler } from "hono";
import { AppError } from "../../domain/errors.ts";
import { allowAll, type Authorize } from "../../domain/authorization.ts";
import { LOCAL_TENANT_ID } from "../../domain/ids.ts";
import type { Authenticate, Caller } from "../../domain/principal.ts";
import type { Access } from "../define-route.ts";
import type { HttpEnv } from "../http-env.ts";

type AccessDeps = {
  /** null: no key is asked for. */
  apiKey: string | null;
  /** Custom auth of a project, which takes the place of the key. */
  authenticate?: Authenticate | undefined;
};

export type CreateAccess = (access: Access) => MiddlewareHandler<HttpEnv>;

/** Says for each kind of access who calls, or that they may not. */
export function createAccess({ apiKey, authenticate }: AccessDeps): CreateAccess {
  const identify = authenticate ?? createKeyCheck(apiKey);
  const anyone = toCaller("anonymous", authenticate === undefined ? allowAll : denyAll);

  return (access) =>
    async function checkAccess(c, next) {
      if (access === "public") c.set("caller", anyone);
      // Whoever was asked before the project's own middleware is not asked again.
      else if (c.get("identified") !== true) {
        const caller = await identify(c.req.raw);
        c.set("caller", caller);
        c.set("identified", true);
        c.set("auth", toUserAuth(caller));
      }
      return next();
    };
}

function createKeyCheck(apiKey: string | null): Authenticate {
  if (apiKey === null) return async () => LOCAL;
  const expected = toDigest(apiKey);
  return async ({ headers }) => {
    const given = [headers.get("x-api-key"), toBearer(headers.get("authorization"))];
    if (given.some((key) => key !== null && timingSafeEqual(toDigest(key), expected))) return KEY_HOLDER;
    const isMissing = given.every((key) => key === null);
    throw new AppError("unauthenticated", isMissing ? "An API key is required" : "The API key is wrong", {
      fix: "Send the right one as x-api-key, or as a bearer token in Authorization.",
    });
  };
}

function toBearer(authorization: string | null): string | null {
  return (authorization === null ? null : /^bearer +(\S+)$/i.exec(authorization)?.[1]) ?? null;
}

/** Equal lengths, whatever was sent, so that comparing takes the same time. */
function toDigest(key: string): Buffer {
  return createHash("sha256").update(key).digest();
}

/** With custom auth, whom nobody asked for a name may do nothing. */
const denyAll: Authorize = async () => {
  throw new AppError("unauthenticated", "Authentication is required");
};

const LOCAL = toCaller("local", allowAll);
const KEY_HOLDER = toCaller("api-key", allowAll);

function toCaller(identity: string, authorize: Authorize): Caller {
  return { principal: { tenantId: LOCAL_TENANT_ID, identity, permissions: [], user: null }, authorize };
}

/** As a project's own routes find it: `c.get("auth")`. */
function toUserAuth({ principal }: Caller): {
  user: object;
  permissions: readonly string[];
  scopes: readonly string[];
} {
  const { identity, permissions, user } = principal;
  return { user: user ?? { identity, permissions }, permissions, scopes: permissions };
}
