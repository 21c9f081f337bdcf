import type { Session } from "../db/database.ts";
import { toFilterCondition, type MetadataFilter } from "../domain/authorization.ts";
import { AppError } from "../domain/errors.ts";
import { embedTexts } from "./embed-texts.ts";
import { toItemChanges, type ItemChanges, type ItemPut } from "./item-changes.ts";
import { FILTERED_ITEM } from "./item-row.ts";
import type { TenantScope } from "./tenant-scope.ts";

/**
 * Puts and deletes, all or none. Items outside `allowed` are left alone: a put to one is `forbidden`, a delete of one
 * does nothing.
 */
export async function putItems(
  scope: TenantScope,
  operations: readonly ItemPut[],
  allowed: MetadataFilter | null = null,
): Promise<void> {
  const changes = toItemChanges(scope, operations);
  if (changes.puts.length + changes.deletes.length === 0) return;
  const { db, tenantId, index } = scope;
  const addresses = [...changes.puts, ...changes.deletes].map(({ path, key }) => `${path}/${key}`);
  if (index === null && addresses.length === 1) {
    await writeItems((text, values) => db.run(tenantId, text, values), tenantId, changes, allowed);
    return;
  }
  const vectors = index === null ? [] : await toVectors(index, changes);
  await db.transaction(tenantId, async ({ query }) => {
    if (addresses.length > 1) await query(LOCK_ADDRESSES, [tenantId, addresses]);
    const touched = await writeItems(query, tenantId, changes, allowed);
    if (index === null) return;
    // Who has changed the items is alone with their vectors, and only now sees all of them.
    await query(FORGET_VECTORS, [
      tenantId,
      touched.map((item) => item.namespace),
      touched.map(({ key }) => key),
    ]);
    if (vectors.length > 0) await query(PUT_VECTORS, [tenantId, index.dims, JSON.stringify(vectors)]);
  });
}

type Touched = { namespace: string; key: string; put: boolean };
type Vector = { namespace: string; key: string; path: string; place: number; embedding: string };

async function toVectors(index: NonNullable<TenantScope["index"]>, { puts }: ItemChanges): Promise<Vector[]> {
  const all = puts.flatMap(({ path: namespace, key, texts }) =>
    texts.map(({ text, ...place }) => ({ namespace, key, text, ...place })),
  );
  const embeddings = await embedTexts(
    index,
    all.map(({ text }) => text),
  );
  return all.map(({ text: _, ...address }, place) => ({ ...address, embedding: embeddings[place] ?? "" }));
}

async function writeItems(
  query: Session["query"],
  tenantId: string,
  { puts, deletes }: ItemChanges,
  allowed: MetadataFilter | null,
): Promise<Touched[]> {
  const values: unknown[] = [
    tenantId,
    puts.map(({ path }) => path),
    puts.map(({ key }) => key),
    puts.map(({ json }) => json),
    puts.map(({ ttl }) => ttl),
    puts.map(({ words }) => words?.literal ?? null),
    puts.map(({ words }) => words?.english ?? null),
    deletes.map(({ path }) => path),
    deletes.map(({ key }) => key),
  ];
  const mine = toFilterCondition(FILTERED_ITEM, allowed, (value) => `$${values.push(value)}`);
  const touched = await query<Touched>(toStatement(mine), values);
  if (touched.filter(({ put }) => put).length < puts.length) throw new AppError("forbidden", "Forbidden");
  return touched;
}

const WORDS = "item.literal::tsvector || to_tsvector('english', item.english)";

/** What an item was found by goes with each change of it. */
const toStatement = (mine: string): string => `
  with gone as (
    delete from store_items
    where tenant_id = $1::uuid and (namespace, key) in (select * from unnest($8::text[], $9::text[])) and ${mine}
    returning namespace, key
  ), written as (
    insert into store_items (tenant_id, namespace, key, value, ttl_minutes, expires_at, words)
    select $1::uuid, item.namespace, item.key, item.value::jsonb, item.ttl,
      now() + item.ttl * interval '1 minute', ${WORDS}
    from unnest($2::text[], $3::text[], $4::text[], $5::float8[], $6::text[], $7::text[])
      as item (namespace, key, value, ttl, literal, english)
    on conflict (tenant_id, namespace, key) do update set
      value = excluded.value, words = excluded.words, ttl_minutes = excluded.ttl_minutes,
      expires_at = excluded.expires_at, updated_at = now(),
      created_at = case when store_items.expires_at <= now() then now() else store_items.created_at end
      where store_items.expires_at <= now() or ${mine}
    returning namespace, key
  ), forgotten as (
    delete from store_vectors
    where tenant_id = $1::uuid
      and (namespace, key) in (select namespace, key from gone union all select namespace, key from written)
  )
  select namespace, key, true as put from written union all select namespace, key, false from gone`;

/**
 * Batches that have items in common wait for each other here, in one order: on the items themselves they could meet in
 * a circle. A few locks stand for all items of a tenant, since the server has room for so many.
 */
const LOCK_ADDRESSES = `
  select pg_advisory_xact_lock(number) from (
    select distinct hashtextextended($1::text || ' store ' || abs(hashtext(address) % 64), 0) as number
    from unnest($2::text[]) as address order by number
  ) as locks`;

const FORGET_VECTORS = `
  delete from store_vectors
  where tenant_id = $1::uuid and (namespace, key) in (select * from unnest($2::text[], $3::text[]))`;

const PUT_VECTORS = `
  insert into store_vectors (tenant_id, namespace, key, path, place, dims, embedding)
  select $1::uuid, namespace, key, path, place, $2::int, embedding::vector
  from jsonb_to_recordset($3::jsonb)
    as given (namespace text, key text, path text, place int, embedding text)`;
