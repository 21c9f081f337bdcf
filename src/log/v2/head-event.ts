import type { Database } from "../../db/database.ts";
import type { ThreadAddress } from "./read-tape-rows.ts";
import { compactMessages } from "./compact-messages.ts";
import { toTapeSeq, type TapeEvent } from "./tape-event.ts";

type Head = {
  first: number | null;
  next_seq: number;
  values: Record<string, unknown> | null;
  run_id: string | null;
  state_updated_at: string;
};

/**
 * The state of a thread whose tape does not begin with its beginning, as an event in front of what is left of it; null
 * when nothing is missing. Its id changes with the state.
 */
export async function readHeadEvent(
  db: Database,
  { tenantId, threadId }: ThreadAddress,
): Promise<TapeEvent | null> {
  const [head] = await db.run<Head>(tenantId, HEAD, [tenantId, threadId]);
  if (head === undefined || head.first === 1 || head.values === null) return null;
  const at = new Date(head.state_updated_at).getTime();
  return {
    type: "event",
    event_id: `synth:head:${at}`,
    seq: toTapeSeq((head.first ?? head.next_seq) - 1),
    method: "values",
    run_id: head.run_id ?? "",
    params: { namespace: [], timestamp: at, data: compactMessages(head.values) },
  };
}

const HEAD = `
  select e.first, t.next_seq, case when e.first = 1 then null else t.values end as values, t.state_updated_at,
    (select run_id from runs r where r.tenant_id = $1 and r.thread_id = $2 and r.first_seq is not null
     order by r.first_seq desc limit 1) as run_id
  from threads t, (select min(seq) as first from thread_events where tenant_id = $1 and thread_id = $2) as e
  where t.tenant_id = $1 and t.thread_id = $2 and t.delete_after is null`;
