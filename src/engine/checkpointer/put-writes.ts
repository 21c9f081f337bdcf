import { WRITES_IDX_MAP, type PendingWrite, type SerializerProtocol } from "@langchain/langgraph-checkpoint";
import type { Database } from "../../db/database.ts";
import type { RunContext } from "../../domain/run-context.ts";
import { toPlainText } from "../../store/jsonb-text.ts";
import type { CheckpointAddress } from "./address.ts";
import { HELD, refuseLostClaim, toClaimClause, type HeldRow } from "./fence.ts";
import { toStoredValue } from "./stored-value.ts";

type PutDeps = { db: Database; serde: SerializerProtocol; context: RunContext };
type Put = { at: CheckpointAddress & { checkpointId: string }; taskId: string; writes: PendingWrite[] };

/** Writes what a task wrote, in one statement. What stands stays; errors, interrupts and answers are replaced. */
export async function putWrites({ db, serde, context }: PutDeps, { at, taskId, writes }: Put): Promise<void> {
  if (writes.length === 0) return;
  // One row per place: a statement must not touch a row twice, and of two errors of a task the later one counts.
  const places = new Map(writes.map((write, index) => [WRITES_IDX_MAP[write[0]] ?? index, write]));
  const rows = await Promise.all(
    Array.from(places, async ([idx, [channel, value]]) => ({
      idx,
      channel: toPlainText(channel),
      ...(await toStoredValue(serde, value)),
    })),
  );
  const claim = toClaimClause(context, 11);
  const held = await db.run<HeldRow>(context.tenantId, toPutStatement(claim.sql), [
    context.tenantId,
    at.threadId,
    at.checkpointNs,
    at.checkpointId,
    toPlainText(taskId),
    context.claim?.runId ?? null,
    rows.map(({ idx }) => idx),
    rows.map(({ channel }) => channel),
    rows.map(({ type }) => type),
    rows.map(({ value }) => value),
    ...claim.values,
  ]);
  refuseLostClaim(held, context);
}

function toPutStatement(claim: string): string {
  return `
    with ${claim}, put_writes as (
      insert into checkpoint_writes (tenant_id, thread_id, checkpoint_ns, checkpoint_id, task_id, run_id,
        idx, channel, type, value)
      select $1::uuid, $2, $3, $4, $5, $6::uuid, written.*
      from claim, unnest($7::int[], $8::text[], $9::text[], $10::text[]) as written
      on conflict (tenant_id, thread_id, checkpoint_ns, checkpoint_id, task_id, idx) do update set
        run_id = excluded.run_id, channel = excluded.channel, type = excluded.type, value = excluded.value
      where checkpoint_writes.idx < 0
    )
    ${HELD}`;
}
