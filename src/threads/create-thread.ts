import type { Database } from "../db/database.ts";
import { AppError } from "../domain/errors.ts";
import type { NewId } from "../domain/ids.ts";
import type { CallContext } from "../domain/principal.ts";
import type { Thread, ThreadCreate } from "../domain/thread.ts";
import { findThread, THREAD_COLUMNS } from "./thread-row.ts";

/** Throws `thread_exists` unless the caller asked for `do_nothing`. */
export function createCreateThread({ db, newId }: { db: Database; newId: NewId }) {
  return async function createThread({
    ctx,
    input,
  }: {
    ctx: CallContext;
    input: ThreadCreate;
  }): Promise<Thread> {
    const { tenantId } = ctx.principal;
    const threadId = input.thread_id ?? newId();
    const [created] = await db.run<Thread>(
      tenantId,
      `insert into threads (tenant_id, thread_id, metadata) values ($1, $2, $3::jsonb)
       on conflict do nothing returning ${THREAD_COLUMNS}`,
      [tenantId, threadId, JSON.stringify(input.metadata ?? {})],
    );
    if (created !== undefined) return created;
    if (input.if_exists === "do_nothing") return findThread(db, tenantId, threadId);
    throw new AppError("thread_exists", "Thread already exists");
  };
}
