import type { Database } from "../../../src/db/database.ts";
import { AppError } from "../../../src/domain/errors.ts";
import { LOCAL_TENANT_ID } from "../../../src/domain/ids.ts";
import type { Authenticate } from "../../../src/domain/principal.ts";
import type { AnyGraph } from "../../../src/domain/ports.ts";
import { toCatalogue } from "../../support/graphs.ts";
import { startTestService, type TestService } from "../../support/service.ts";

export type OwnedService = TestService & {
  /** Every event that was asked about, as `<who> <event>`. */
  asked: string[];
  /** From now on this caller may do nothing. */
  banish(name: string): void;
  /** From now on nobody is known under this token. */
  forget(name: string): void;
};

export const as = (name: string): Record<string, string> => ({ authorization: `Bearer ${name}` });

/** What is one caller's is nobody else's. A token is a name, with `!<seconds>` when it expires. */
export async function startOwnedService(
  db: Database,
  graphs: Record<string, AnyGraph>,
): Promise<OwnedService> {
  const asked: string[] = [];
  const banished = new Set<string>();
  const forgotten = new Set<string>();
  const authenticate: Authenticate = async ({ headers }) => {
    const token = headers.get("authorization")?.replace("Bearer ", "");
    const [identity = "", exp] = (token ?? "").split("!");
    if (identity === "" || forgotten.has(identity)) throw new AppError("unauthenticated", "Say who you are");
    return {
      principal: {
        tenantId: LOCAL_TENANT_ID,
        identity,
        permissions: [],
        user: { identity, ...(exp === undefined ? {} : { exp: Number(exp) }) },
      },
      async authorize(event, value) {
        asked.push(`${identity} ${event}`);
        if (banished.has(identity)) throw new AppError("forbidden", "Forbidden");
        const owned: Record<string, unknown> = value;
        if (/create/.test(event)) owned["metadata"] = { ...Object(owned["metadata"]), owner: identity };
        return { value, filter: event.startsWith("threads:") ? { owner: identity } : null };
      },
    };
  };
  const service = await startTestService(db, toCatalogue(graphs), { authenticate });
  return {
    ...service,
    asked,
    banish: (name) => void banished.add(name),
    forget: (name) => void forgotten.add(name),
  };
}
