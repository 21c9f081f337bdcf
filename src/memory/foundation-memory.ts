import type { Database } from "../db/database.ts";
import type { Clock } from "../domain/clock.ts";
import { AppError } from "../domain/errors.ts";
import { Foundation } from "../domain/foundation.ts";
import { toPlainText } from "../knowledge/plain-text.ts";

export type FoundationMemory = {
  /** What is known of the business; null when nothing was told. */
  get(tenantId: string): Promise<Foundation | null>;
  /** Replaces the whole profile and returns it as it was kept. Throws `validation_failed`. */
  put(tenantId: string, foundation: Foundation): Promise<Foundation>;
};

export function createFoundationMemory({ db, clock }: { db: Database; clock: Clock }): FoundationMemory {
  return {
    async get(tenantId) {
      const [row] = await db.run<{ data: unknown }>(tenantId, "select data from foundations");
      return row === undefined ? null : parseFoundation(row.data);
    },
    async put(tenantId, foundation) {
      const kept = parseFoundation(toStorable(foundation));
      await db.run(
        tenantId,
        `insert into foundations (tenant_id, data, updated_at)
         values (current_setting('app.tenant_id')::uuid, $1::jsonb, $2::timestamptz)
         on conflict (tenant_id) do update set data = excluded.data, updated_at = excluded.updated_at`,
        [JSON.stringify(kept), clock.now().toISOString()],
      );
      return kept;
    },
  };
}

function parseFoundation(value: unknown): Foundation {
  const parsed = Foundation.safeParse(value);
  if (parsed.success) return parsed.data;
  const errors = parsed.error.issues.map(({ path, message }) => ({ path: path.join("."), message }));
  const first = errors[0];
  throw new AppError("validation_failed", `The foundation is not valid: ${first?.path}: ${first?.message}`, {
    errors,
  });
}

/** Postgres refuses U+0000 and halves of surrogate pairs in JSON. */
function toStorable(value: unknown): unknown {
  if (typeof value === "string") return toPlainText(value);
  if (Array.isArray(value)) return value.map(toStorable);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [toPlainText(key), toStorable(item)]));
}
