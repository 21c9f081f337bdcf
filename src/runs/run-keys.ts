import { createHash } from "node:crypto";
import type { Session } from "../db/database.ts";
import { AppError } from "../domain/errors.ts";

/** The key under which a caller creates runs, so that a request which is sent again creates nothing more. */
export type RunKey = { tenantId: string; caller: string; key: string; fingerprint: string };

const KEPT = "interval '24 hours'";

/**
 * Takes the key for this transaction; answers what was said under it before, null when it is new. Who comes while
 * another transaction has it waits for that to end. Throws `idempotency_key_reused` for another request's key.
 */
export async function takeKey<Reply>(query: Session["query"], run: RunKey): Promise<Reply | null> {
  const address = [run.tenantId, run.caller, run.key];
  await query(FORGET, [run.tenantId]);
  const [taken] = await query(TAKE, [...address, run.fingerprint]);
  if (taken !== undefined) return null;
  const [known] = await query<{ fingerprint: string; reply: Reply }>(FIND, address);
  if (known?.fingerprint === run.fingerprint) return known.reply;
  throw new AppError("idempotency_key_reused", "Idempotency-Key: was sent with another request before", {
    fix: "Use a new key for each request, and the same one only to repeat it.",
  });
}

/** Notes the answer under a key that this transaction has taken. */
export async function keepReply(query: Session["query"], run: RunKey, reply: unknown): Promise<void> {
  await query(KEEP, [run.tenantId, run.caller, run.key, JSON.stringify(reply)]);
}

/** The same for the same request, in whatever order its fields come. */
export function toFingerprint(request: unknown): string {
  return createHash("sha256").update(JSON.stringify(request, sortKeys)).digest("base64url");
}

function sortKeys(_: string, value: unknown): unknown {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).toSorted(([left], [right]) => (left < right ? -1 : 1)));
}

/** Locked ones are about to be taken anew. */
const FORGET = `
  delete from run_keys where (tenant_id, caller, key) in (
    select tenant_id, caller, key from run_keys
    where tenant_id = $1 and created_at < now() - ${KEPT}
    order by created_at limit 100 for update skip locked
  )`;

const TAKE = `
  insert into run_keys (tenant_id, caller, key, fingerprint) values ($1, $2, $3, $4)
  on conflict (tenant_id, caller, key) do update set
    fingerprint = excluded.fingerprint, reply = null, created_at = now()
    where run_keys.created_at < now() - ${KEPT}
  returning 1`;

const FIND = "select fingerprint, reply from run_keys where tenant_id = $1 and caller = $2 and key = $3";

const KEEP = "update run_keys set reply = $4::json where tenant_id = $1 and caller = $2 and key = $3";
