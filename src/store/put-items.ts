import type { PutOperation } from "@langchain/langgraph-checkpoint";
import { AppError } from "../domain/errors.ts";
import { toJsonbText, toPlainText } from "./jsonb-text.ts";
import { checkAddressLength, toPath, toPathIfStorable } from "./namespace.ts";
import type { TenantScope } from "./tenant-scope.ts";

type Change = { path: string; key: string; value: string | null };

/** Puts and deletes, all or none, in one statement; of two changes to an item the later one counts. */
export async function putItems({ db, tenantId }: TenantScope, operations: PutOperation[]): Promise<void> {
  const changes = operations.flatMap((operation) => toChange(operation) ?? []);
  if (changes.length === 0) return;
  const last = [...new Map(changes.map((change) => [`${change.path}\0${change.key}`, change])).values()];
  const puts = last.filter(({ value }) => value !== null);
  const deletes = last.filter(({ value }) => value === null);
  await db.run(tenantId, PUT_ITEMS, [
    tenantId,
    puts.map(({ path }) => path),
    puts.map(({ key }) => key),
    puts.map(({ value }) => value),
    deletes.map(({ path }) => path),
    deletes.map(({ key }) => key),
  ]);
}

function toChange({ namespace, key: rawKey, value }: PutOperation): Change | undefined {
  const key = toPlainText(rawKey);
  if (value === null) {
    const path = toPathIfStorable(namespace);
    return path === undefined ? undefined : { path, key, value };
  }
  if (typeof value !== "object" || Array.isArray(value)) {
    throw new AppError("validation_failed", "The value of an item is a JSON object", {
      errors: [{ path: "value", message: "must be an object" }],
    });
  }
  const path = toPath(namespace);
  checkAddressLength(path, key);
  return { path, key, value: toJsonbText(JSON.stringify(value)) };
}

const PUT_ITEMS = `
  with gone as (
    delete from store_items
    where tenant_id = $1::uuid and (namespace, key) in (select * from unnest($5::text[], $6::text[]))
  )
  insert into store_items (tenant_id, namespace, key, value)
  select $1::uuid, item.namespace, item.key, item.value::jsonb
  from unnest($2::text[], $3::text[], $4::text[]) as item (namespace, key, value)
  on conflict (tenant_id, namespace, key) do update set value = excluded.value, updated_at = now()`;
