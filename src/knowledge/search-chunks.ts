import type { Passage } from "../domain/answer.ts";
import type { Database, Row } from "../db/database.ts";
import { toLooseTerms, toQueryTerms, type QueryTerm } from "./search-terms.ts";

type PassageRow = Row & Passage;

/** A passage far below the best one says something else. */
const RELATIVE_MINIMUM = 0.25;
const LOOSE_FACTOR = 0.5;

/**
 * Which passages answer: every word of the query counts by its rarity among the tenant's passages (a word found
 * nowhere counts 1), and a passage is better the more of that it covers (0.7) and the closer and the more prominent
 * the words stand in it (0.3, cover density). Scores run from 0 to 1.
 */
const SEARCH = `
  with words as (
    select ord, case when word = '' then literal::tsquery
                     else literal::tsquery || plainto_tsquery('english', word) end as query
    from unnest($1::text[], $2::text[]) with ordinality as given (word, literal, ord)
  ),
  hits as materialized (
    select chunk_id, document_id, heading, content, position,
           ts_rank_cd('{0.3, 0.5, 0.8, 1}', terms, asked.query, 32) as density,
           array(select ord from words where terms @@ words.query) as found
    from knowledge_chunks, (select $3::text::tsquery || websearch_to_tsquery('english', $4::text) as query) as asked
    where terms @@ asked.query
  ),
  frequencies as (select ord, count(*) as hits from hits, unnest(hits.found) as ord group by ord),
  weights as materialized (
    select ord, case when hits is null then 1 else ln(1 + (passages - hits + 0.5) / (hits + 0.5)) end as weight
    from words left join frequencies using (ord)
    cross join (select count(*)::float8 as passages from knowledge_chunks) as corpus
  ),
  best as materialized (
    select hits.*, (
      0.7 * (select sum(weight) from weights where ord = any (hits.found)) / (select sum(weight) from weights)
      + 0.3 * density
    )::float8 as score
    from hits
    order by score desc, chunk_id
    limit $5
  )
  select best.chunk_id as id, best.document_id, documents.title, best.heading, best.content as text, best.score
  from best join knowledge_documents as documents using (document_id)
  order by best.score desc, best.chunk_id`;

/** The best passages for a query in plain words, best first; none rather than a far-fetched one. */
export async function searchChunks(
  { db }: { db: Database },
  { tenantId, query, limit }: { tenantId: string; query: string; limit: number },
): Promise<Passage[]> {
  const terms = toQueryTerms(query);
  const exact = await runSearch({ db, tenantId, terms, limit });
  if (exact.length > 0) return exact;
  const loose = await runSearch({ db, tenantId, terms: toLooseTerms(terms), limit });
  return loose.map((passage) => ({ ...passage, score: passage.score * LOOSE_FACTOR }));
}

async function runSearch(search: {
  db: Database;
  tenantId: string;
  terms: readonly QueryTerm[];
  limit: number;
}): Promise<Passage[]> {
  const { db, tenantId, terms, limit } = search;
  if (terms.length === 0) return [];
  const words = terms.map(({ word }) => word);
  const literals = terms.map(({ literal }) => literal);
  const english = words.filter((word) => word !== "").join(" or ");
  const rows = await db.run<PassageRow>(tenantId, SEARCH, [
    words,
    literals,
    literals.join(" | "),
    english,
    limit,
  ]);
  const best = rows[0]?.score ?? 0;
  return rows.filter(({ score }) => score >= best * RELATIVE_MINIMUM);
}
