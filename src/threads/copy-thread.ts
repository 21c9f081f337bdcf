import type { Database, Session } from "../db/database.ts";
import type { MetadataFilter } from "../domain/authorization.ts";
import { AppError } from "../domain/errors.ts";
import type { NewId } from "../domain/ids.ts";
import type { CallContext } from "../domain/principal.ts";
import type { Thread, ThreadStatus } from "../domain/thread.ts";
import { showThread } from "./create-thread.ts";
import { refreshThread } from "./refresh-thread.ts";
import { openView, type StateDeps } from "./state-view.ts";
import { findThread } from "./thread-row.ts";

type CopyDeps = StateDeps & {
  newId: NewId;
  /** Copies the checkpoints of one thread under the id of another. */
  copyCheckpoints(
    session: Session,
    tenantId: string,
    fromThreadId: string,
    toThreadId: string,
  ): Promise<void>;
};

/**
 * Another thread with the same history, from which each goes its own way. Throws `thread_not_copied` when there is
 * nothing to copy for the caller.
 */
export function createCopyThread(deps: CopyDeps) {
  const { db, newId } = deps;
  return async function copyThread({
    ctx,
    input,
  }: {
    ctx: CallContext;
    input: { threadId: string };
  }): Promise<Thread> {
    const { tenantId } = ctx.principal;
    const read = await ctx.authorize("threads:read", { thread_id: input.threadId });
    const from = read.value.thread_id;
    const source = await findSource(db, tenantId, from, read.filter);
    const threadId = newId();
    const { value } = await ctx.authorize("threads:create", {
      thread_id: threadId,
      metadata: { ...source.metadata, thread_id: threadId },
    });
    const status = await db.transaction(tenantId, async (session) => {
      const [row] = await session.query<{ status: ThreadStatus }>(COPY_ROW, [
        tenantId,
        from,
        threadId,
        JSON.stringify(value.metadata),
      ]);
      if (row !== undefined) await deps.copyCheckpoints(session, tenantId, from, threadId);
      return row?.status;
    });
    if (status === undefined) throw notCopied(from);
    if (isOfRun(status)) await followHead(deps, tenantId, { ...source, thread_id: threadId });
    return showThread(db, tenantId, threadId);
  };
}

/** What the row of the source says then is said of a run that the copy does not have. */
function isOfRun(status: ThreadStatus): boolean {
  return status === "busy" || status === "error";
}

async function followHead(deps: CopyDeps, tenantId: string, copy: Thread): Promise<void> {
  const view = await openView(deps, { tenantId }, copy, "threads.read");
  if (view !== null) await refreshThread(deps.db, tenantId, view);
}

async function findSource(
  db: Database,
  tenantId: string,
  threadId: string,
  filter: MetadataFilter | null,
): Promise<Thread> {
  try {
    return await findThread(db, tenantId, threadId, filter);
  } catch (error) {
    if (error instanceof AppError && error.code === "thread_not_found") throw notCopied(threadId);
    throw error;
  }
}

function notCopied(threadId: string): AppError {
  return new AppError("thread_not_copied", `Thread with ID ${threadId} not found`);
}

/** The lock keeps runs away until the checkpoints are copied too. The copy is hidden until its row is right. */
const COPY_ROW = `
  with source as (
    select * from threads
    where tenant_id = $1::uuid and thread_id = $2::uuid and delete_after is null
    for share
  ), copy as (
    insert into threads (tenant_id, thread_id, metadata, config, values, interrupts, status, ttl_minutes, ttl_strategy,
      delete_after)
    select tenant_id, $3::uuid, $4::jsonb, config, values, interrupts,
      case when interrupts = '{}'::jsonb then 'idle' else 'interrupted' end, ttl_minutes, ttl_strategy,
      now() + interval '10 minutes'
    from source
  )
  select status from source`;
