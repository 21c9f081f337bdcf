import type { Database } from "../../src/db/database.ts";
import { LOCAL_TENANT_ID, toAssistantId } from "../../src/domain/ids.ts";

const AT_ONCE = 5_000;

/**
 * Conversations of six messages, about 2 KB each: two thirds of them of the graph "queen", a thousandth of "rare",
 * of 500 people, one in twenty waiting for an answer, last used at some time of the past weeks.
 */
export async function fillThreads(db: Database, count: number): Promise<void> {
  for (let from = 1; from <= count; from += AT_ONCE) {
    const to = Math.min(from + AT_ONCE - 1, count);
    await db.run(LOCAL_TENANT_ID, FILL, [LOCAL_TENANT_ID, from, to, toAssistantId("queen")]);
  }
}

const FILL = `
  insert into threads (tenant_id, thread_id, metadata, values, status, created_at, updated_at)
  select $1::uuid, gen_random_uuid(),
    jsonb_build_object('owner', 'user-' || n % 500, 'assistant_id', $4::text, 'graph_id',
      case when n % 1000 = 1 then 'rare' when n % 3 = 0 then 'agent' else 'queen' end),
    jsonb_build_object('messages', (
      select jsonb_agg(jsonb_build_object(
        'id', n || '-' || m, 'type', case when m % 2 = 0 then 'human' else 'ai' end,
        'additional_kwargs', '{}'::jsonb, 'response_metadata', '{}'::jsonb,
        'content', (select string_agg(md5(random()::text || n || m || k), ' ') from generate_series(1, 7) k)
      )) from generate_series(0, 5) m
    )),
    case when n % 20 = 0 then 'interrupted' else 'idle' end,
    now() - random() * interval '30 days', now() - random() * interval '20 days'
  from generate_series($2::int, $3::int) n`;
