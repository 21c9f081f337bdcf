import { createHash, timingSafeEqual } from "node:crypto";
import type { MiddlewareHandler } from "hono";
import { AppError } from "../../domain/errors.ts";
import { allowAll } from "../../domain/authorization.ts";
import { LOCAL_TENANT_ID } from "../../domain/ids.ts";
import type { Caller } from "../../domain/principal.ts";
import type { Access } from "../define-route.ts";
import type { HttpEnv } from "../http-env.ts";

const LOCAL = toCaller("local");
const KEY_HOLDER = toCaller("api-key");
const ANYONE = toCaller("anonymous");

/** Says for each kind of access who calls, or that they may not. */
export function createAccess({
  apiKey,
}: {
  apiKey: string | null;
}): (access: Access) => MiddlewareHandler<HttpEnv> {
  const expected = apiKey === null ? null : toDigest(apiKey);

  return (access) =>
    function checkAccess(c, next) {
      if (access === "public") {
        c.set("caller", ANYONE);
      } else if (expected === null) {
        c.set("caller", LOCAL);
      } else {
        const given = [c.req.header("x-api-key"), toBearer(c.req.header("authorization"))];
        if (!given.some((key) => key !== undefined && timingSafeEqual(toDigest(key), expected))) {
          const isMissing = given.every((key) => key === undefined);
          throw new AppError(
            "unauthenticated",
            isMissing ? "An API key is required" : "The API key is wrong",
            {
              fix: "Send the right one as x-api-key, or as a bearer token in Authorization.",
            },
          );
        }
        c.set("caller", KEY_HOLDER);
      }
      return next();
    };
}

function toBearer(authorization: string | undefined): string | undefined {
  return authorization === undefined ? undefined : /^bearer +(\S+)$/i.exec(authorization)?.[1];
}

/** Equal lengths, whatever was sent, so that comparing takes the same time. */
function toDigest(key: string): Buffer {
  return createHash("sha256").update(key).digest();
}

function toCaller(identity: string): Caller {
  return {
    principal: { tenantId: LOCAL_TENANT_ID, identity, permissions: [], user: null },
    authorize: allowAll,
  };
}
