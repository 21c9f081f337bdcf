import type { Database, Row } from "../db/database.ts";
import type { Clock } from "../domain/clock.ts";
import { isUuid, type NewId } from "../domain/ids.ts";
import { toPlainText } from "../knowledge/plain-text.ts";
import { toQueryTerms, toTermVector } from "../knowledge/search-terms.ts";

/** What happened and was worth keeping. */
export type Episode = {
  id: string;
  thread_id: string | null;
  /** E.g. "conversation", "interaction", "feedback", "decision". */
  kind: string;
  summary: string;
  /** 0 to 1. */
  importance: number;
  created_at: string;
  /** How well it fits what was asked for, faded by its age; 0 to 1. */
  score: number;
};

type NewEpisode = { threadId: string | null; summary: string; importance: number; kind: string };

export type EpisodicMemory = {
  remember(tenantId: string, episode: NewEpisode): Promise<{ id: string }>;
  /** Episodes that share words with the query, best first; none when nothing fits. */
  recall(tenantId: string, query: string, limit: number): Promise<Episode[]>;
};

const FADING_PER_DAY = 0.95;
const DAYS_KEPT = 365;
const MS_PER_DAY = 86_400_000;
const MAX_SUMMARY_CHARACTERS = 4_000;
const MAX_RECALLED = 50;
/** An expired episode is not recalled; each new one takes some of them away for good. */
const SWEPT_AT_ONCE = 100;

const SWEEP = `
  delete from episodic_memory where episode_id in (
    select episode_id from episodic_memory where expires_at <= $1::timestamptz limit ${SWEPT_AT_ONCE}
  )`;

const INSERT = `
  insert into episodic_memory
    (tenant_id, episode_id, thread_id, kind, summary, importance, terms, created_at, expires_at)
  values (current_setting('app.tenant_id')::uuid, $1::uuid, $2::uuid, $3, $4, $5,
    to_tsvector('english', $4::text) || $6::text::tsvector, $7::timestamptz, $8::timestamptz)`;

/** Share of the asked words that it holds, raised by importance (half to full), faded by age. */
const RECALL = `
  with words as (
    select literal::tsquery || plainto_tsquery('english', word) as query
    from unnest($1::text[], $2::text[]) as asked (word, literal)
  )
  select episode_id as id, thread_id, kind, summary, importance::float8 as importance, created_at,
    (fit * (0.5 + 0.5 * importance)
      * power(${FADING_PER_DAY}, greatest(0, extract(epoch from $3::timestamptz - created_at) / 86400)))::float8 as score
  from (
    select *, (select count(*) from words where terms @@ words.query)::float8 / (select count(*) from words) as fit
    from episodic_memory
    where expires_at > $3::timestamptz and terms @@ ($5::text::tsquery || websearch_to_tsquery('english', $6::text))
  ) as fitting
  order by score desc, created_at desc
  limit $4`;

export function createEpisodicMemory({
  db,
  newId,
  clock,
}: {
  db: Database;
  newId: NewId;
  clock: Clock;
}): EpisodicMemory {
  return {
    async remember(tenantId, episode) {
      const id = newId();
      const now = clock.now();
      const summary = toPlainText(episode.summary).slice(0, MAX_SUMMARY_CHARACTERS).toWellFormed();
      const threadId = episode.threadId !== null && isUuid(episode.threadId) ? episode.threadId : null;
      await db.transaction(tenantId, async (session) => {
        await session.query(SWEEP, [now.toISOString()]);
        await session.query(INSERT, [
          id,
          threadId,
          toPlainText(episode.kind),
          summary,
          Math.min(1, Math.max(0, episode.importance)),
          toTermVector(summary),
          now.toISOString(),
          new Date(now.getTime() + DAYS_KEPT * MS_PER_DAY).toISOString(),
        ]);
      });
      return { id };
    },
    async recall(tenantId, query, limit) {
      const terms = toQueryTerms(query);
      if (terms.length === 0) return [];
      return db.run<Row & Episode>(tenantId, RECALL, [
        terms.map(({ word }) => word),
        terms.map(({ literal }) => literal),
        clock.now().toISOString(),
        Math.min(limit, MAX_RECALLED),
        terms.map(({ literal }) => literal).join(" | "),
        terms.map(({ word }) => word).join(" or "),
      ]);
    },
  };
}
