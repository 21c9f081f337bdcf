import type { Database } from "../db/database.ts";
import { toFilterCondition, type MetadataFilter } from "../domain/authorization.ts";
import { isAppError } from "../domain/errors.ts";
import type { Bind } from "../domain/json-filter.ts";
import type { CallContext } from "../domain/principal.ts";
import { assistantNotFound, toReferencedId, toRefusal } from "./assistant-row.ts";
import type { AssistantReader } from "./find-assistant.ts";

const THREADS_AT_ONCE = 200;

type ActiveRun = { tenantId: string; threadId: string; runId: string };
type DeleteDeps = {
  db: Database;
  ensureDefaults(tenantId: string): Promise<void>;
  assistants: Pick<AssistantReader, "forget">;
  /** Tells an active run to stop; its `cancel_reason` becomes the reason. */
  cancelRun(run: ActiveRun, reason: "assistant_deleted"): Promise<unknown>;
  /** As the caller would: throws `forbidden` or `thread_not_found` when the caller may not. */
  deleteThread(call: { ctx: CallContext; input: { threadId: string } }): Promise<void>;
};
type DeleteCall = { ctx: CallContext; input: { assistantId: string; deleteThreads: boolean } };

/**
 * Deletes an assistant with its versions and cancels its active runs; on request first those of its threads that the
 * caller may delete, so that the call can be repeated when it breaks off. Throws `assistant_not_found`.
 */
export function createDeleteAssistant(deps: DeleteDeps) {
  const { db, assistants } = deps;
  return async function deleteAssistant({ ctx, input }: DeleteCall): Promise<string> {
    const { tenantId } = ctx.principal;
    await deps.ensureDefaults(tenantId);
    const { value, filter } = await ctx.authorize("assistants:delete", {
      assistant_id: toReferencedId(input.assistantId),
    });
    const assistantId = value.assistant_id;
    const refusal = await toRefusal(db, tenantId, assistantId, filter);
    if (refusal !== undefined) throw refusal;
    if (input.deleteThreads) await deleteThreads(deps, ctx, assistantId);
    if (!(await deleteRow(db, tenantId, assistantId, filter))) throw assistantNotFound();
    assistants.forget(tenantId, assistantId);
    await cancelRuns(deps, tenantId, assistantId);
    return assistantId;
  };
}

async function deleteRow(
  db: Database,
  tenantId: string,
  assistantId: string,
  filter: MetadataFilter | null,
): Promise<boolean> {
  const values: unknown[] = [tenantId, assistantId];
  const bind: Bind = (bound) => `$${values.push(bound)}`;
  const deleted = await db.run(
    tenantId,
    `with gone as (
       delete from assistants
       where tenant_id = $1 and assistant_id = $2 and ${toFilterCondition("metadata", filter, bind)}
       returning assistant_id
     ), versions as (
       delete from assistant_versions
       where tenant_id = $1 and assistant_id = $2 and exists (select 1 from gone)
     )
     select assistant_id from gone`,
    values,
  );
  return deleted.length > 0;
}

async function cancelRuns(
  { db, cancelRun }: DeleteDeps,
  tenantId: string,
  assistantId: string,
): Promise<void> {
  const active = await db.run<{ thread_id: string; run_id: string }>(
    tenantId,
    `select thread_id, run_id from runs
     where tenant_id = $1 and assistant_id = $2 and status in ('pending', 'running')`,
    [tenantId, assistantId],
  );
  for (const { thread_id: threadId, run_id: runId } of active)
    await cancelRun({ tenantId, threadId, runId }, "assistant_deleted");
}

async function deleteThreads(
  { db, deleteThread }: DeleteDeps,
  ctx: CallContext,
  assistantId: string,
): Promise<void> {
  const { tenantId } = ctx.principal;
  const about = JSON.stringify({ assistant_id: assistantId });
  let last: string | null = null;
  for (;;) {
    const page: { thread_id: string }[] = await db.run(
      tenantId,
      `select thread_id from threads
       where tenant_id = $1 and metadata @> $2::jsonb and ($3::uuid is null or thread_id > $3)
       order by thread_id limit ${THREADS_AT_ONCE}`,
      [tenantId, about, last],
    );
    for (const { thread_id: threadId } of page)
      await deleteThread({ ctx, input: { threadId } }).catch(ignoreRefusal);
    last = page.at(-1)?.thread_id ?? null;
    if (page.length < THREADS_AT_ONCE) return;
  }
}

/** Threads that the caller may not delete, or that somebody else has deleted meanwhile, are left out. */
function ignoreRefusal(error: unknown): void {
  if (!isAppError(error, "forbidden") && !isAppError(error, "thread_not_found")) throw error;
}
