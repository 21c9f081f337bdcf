import type { SearchItem, SearchOperation } from "@langchain/langgraph-checkpoint";
import { toFilterCondition, type MetadataFilter } from "../domain/authorization.ts";
import { embedTexts } from "./embed-texts.ts";
import { toFilterConditions, type Bind } from "./filter-conditions.ts";
import { FILTERED_ITEM, ITEM_COLUMNS, toItem, type ItemRow } from "./item-row.ts";
import { toPathIfStorable } from "./namespace.ts";
import { isBelow } from "./path-conditions.ts";
import { refreshItems } from "./refresh-items.ts";
import { toQueryWords } from "./search-words.ts";
import { IS_ALIVE, type StoreIndex, type TenantScope } from "./tenant-scope.ts";

const DEFAULT_LIMIT = 10;

/** `refreshTtl`: whether reading gives the items their time anew; absent is as configured. */
export type ItemSearch = SearchOperation & { refreshTtl?: boolean | undefined };

/**
 * Items below a prefix of whole labels that match the filter, the latest changed first. With a `query` the best come
 * first and have a `score`: by meaning (cosine of the nearest of the item's vectors, -1 to 1) when an embedder is
 * configured, else by the query's words (`ts_rank`, 0 for an item that has none of them). Items without a vector come
 * last and have no score.
 */
export async function searchItems(
  scope: TenantScope,
  operation: ItemSearch,
  allowed: MetadataFilter | null = null,
): Promise<SearchItem[]> {
  const { db, tenantId, index, ttl } = scope;
  const { namespacePrefix, filter, query, refreshTtl = ttl.refreshOnRead } = operation;
  const values: unknown[] = [tenantId];
  const bind: Bind = (value) => `$${values.push(value)}`;
  const below = namespacePrefix.length === 0 ? "" : toPathIfStorable(namespacePrefix);
  if (below === undefined) return [];
  const inside = below === "" ? "true" : isBelow(below, bind);
  const conditions = [
    inside,
    IS_ALIVE,
    toFilterCondition(FILTERED_ITEM, allowed, bind),
    ...toFilterConditions(filter ?? {}, bind),
  ];
  const score = query ? await toScore(index, query, bind) : null;
  const rows = await db.run<ItemRow & { score?: number | null }>(
    tenantId,
    `select ${ITEM_COLUMNS} ${score === null ? "" : `, ${score} as score`}
     from store_items
     where tenant_id = $1::uuid and ${conditions.join(" and ")}
     order by ${score === null ? "" : "score desc nulls last,"} updated_at desc, namespace, key
     limit ${bind(operation.limit ?? DEFAULT_LIMIT)} offset ${bind(operation.offset ?? 0)}`,
    values,
  );
  if (refreshTtl) await refreshItems(scope, rows);
  return rows.map(toItem);
}

/** SQL of how well an item fits the query. */
async function toScore(index: StoreIndex | null, query: string, bind: Bind): Promise<string> {
  if (index === null) return toWordScore(query, bind);
  const [vector] = await embedTexts(index, [query]);
  const dims = `${bind(index.dims)}::int`;
  // Vectors of another length are left from another embedder; one of zeros has no direction and is no match.
  const near = `case when dims = ${dims} then nullif(1 - (embedding <=> ${bind(vector)}::vector), 'NaN'::float8) end`;
  // Asked item by item: each has a few vectors, and no statistics can mislead Postgres about that.
  return `(
    select max(${near}) from store_vectors
    where store_vectors.tenant_id = $1::uuid and store_vectors.namespace = store_items.namespace
      and store_vectors.key = store_items.key and dims = ${dims}
  )`;
}

const MOST_CHARACTERS = 100_000;

/** Items of which nobody worked out the words are read as they stand. */
function toWordScore(query: string, bind: Bind): string {
  const { english, literal } = toQueryWords(query);
  const held = `coalesce(words, to_tsvector('english', left(value::text, ${MOST_CHARACTERS})))`;
  const asked = `(${bind(literal)}::tsquery || websearch_to_tsquery('english', ${bind(english)}))`;
  return `ts_rank(${held}, ${asked})::float8`;
}
