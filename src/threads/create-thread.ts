import type { Database } from "../db/database.ts";
import type { MetadataFilter } from "../domain/authorization.ts";
import { AppError, isAppError } from "../domain/errors.ts";
import type { NewId } from "../domain/ids.ts";
import type { CallContext } from "../domain/principal.ts";
import type { Superstep, Thread, ThreadCreate, ThreadTtl, ThreadTtlDefault } from "../domain/thread.ts";
import { removeThread } from "./delete-thread.ts";
import { findThread, THREAD_COLUMNS, toThread, type ThreadRow } from "./thread-row.ts";
import { toThreadTtl } from "./thread-ttl.ts";

type CreateDeps = {
  db: Database;
  newId: NewId;
  threadTtl: ThreadTtlDefault | null;
  /** Writes one checkpoint each and lets the thread's row follow. */
  writeHistory(tenantId: string, thread: Thread, supersteps: Superstep[]): Promise<void>;
};

type NewThread = {
  tenantId: string;
  threadId: string;
  metadata: Record<string, unknown>;
  ttl: ThreadTtl | null;
  /** Nobody sees it until it is complete; one that is never completed is swept. */
  hidden: boolean;
};

/**
 * Creates a thread, with a history of its own when supersteps are given: with all of it or not at all. Throws
 * `thread_exists` unless the caller asked for `do_nothing`; `thread_without_graph` and `validation_failed` for
 * supersteps that no graph takes.
 */
export function createCreateThread(deps: CreateDeps) {
  const { db, newId, threadTtl } = deps;
  return async function createThread({
    ctx,
    input,
  }: {
    ctx: CallContext;
    input: ThreadCreate;
  }): Promise<Thread> {
    const { tenantId } = ctx.principal;
    const { value, filter } = await ctx.authorize("threads:create", {
      thread_id: input.thread_id ?? newId(),
      metadata: input.metadata ?? {},
      if_exists: input.if_exists ?? "raise",
      ...(input.ttl ? { ttl: input.ttl } : {}),
    });
    const { thread_id: threadId, metadata } = value;
    const supersteps = input.supersteps ?? [];
    if (supersteps.length > 0 && typeof metadata["graph_id"] !== "string") throw withoutGraph();
    const hidden = supersteps.length > 0;
    const created = await insertThread(db, {
      tenantId,
      threadId,
      metadata,
      ttl: toThreadTtl(value.ttl, threadTtl),
      hidden,
    });
    if (created === null) {
      if (value.if_exists !== "do_nothing") throw threadExists();
      return findOther(db, tenantId, threadId, filter);
    }
    return hidden ? complete(deps, tenantId, created, supersteps) : created;
  };
}

async function insertThread(db: Database, thread: NewThread): Promise<Thread | null> {
  const { tenantId, threadId, metadata, ttl, hidden } = thread;
  const [row] = await db.run<ThreadRow>(
    tenantId,
    `insert into threads (tenant_id, thread_id, metadata, ttl_minutes, ttl_strategy, delete_after)
     values ($1, $2, $3::jsonb, $4, $5, case when $6 then now() + interval '10 minutes' end)
     on conflict do nothing returning ${THREAD_COLUMNS}`,
    [tenantId, threadId, JSON.stringify(metadata), ttl?.ttl_minutes ?? null, ttl?.strategy ?? null, hidden],
  );
  return row === undefined ? null : toThread(row);
}

/** The one that was there before; what the caller may not see exists all the same. */
async function findOther(
  db: Database,
  tenantId: string,
  threadId: string,
  filter: MetadataFilter | null,
): Promise<Thread> {
  try {
    return await findThread(db, tenantId, threadId, filter);
  } catch (error) {
    throw isAppError(error, "thread_not_found") ? threadExists() : error;
  }
}

async function complete(
  { db, writeHistory }: CreateDeps,
  tenantId: string,
  thread: Thread,
  supersteps: Superstep[],
): Promise<Thread> {
  const threadId = thread.thread_id;
  try {
    await writeHistory(tenantId, thread, supersteps);
  } catch (error) {
    await removeThread(db, tenantId, threadId);
    throw error;
  }
  return showThread(db, tenantId, threadId);
}

/** Ends the hiding of a thread that is complete. */
export async function showThread(db: Database, tenantId: string, threadId: string): Promise<Thread> {
  const [row] = await db.run<ThreadRow>(
    tenantId,
    `update threads set delete_after = null where tenant_id = $1 and thread_id = $2 returning ${THREAD_COLUMNS}`,
    [tenantId, threadId],
  );
  if (row === undefined)
    throw new AppError("internal", `Thread ${threadId} was swept before it was complete`);
  return toThread(row);
}

function threadExists(): AppError {
  return new AppError("thread_exists", "Thread already exists");
}

function withoutGraph(): AppError {
  return new AppError("thread_without_graph", "Supersteps need a graph that takes them", {
    fix: 'Name it in the metadata: {"graph_id": "..."}.',
  });
}
