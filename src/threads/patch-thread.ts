import type { Database } from "../db/database.ts";
import { toFilterCondition } from "../domain/authorization.ts";
import type { CallContext } from "../domain/principal.ts";
import type { Thread, ThreadTtlDefault, TtlRequest } from "../domain/thread.ts";
import { THREAD_COLUMNS, threadNotFound, toThread, VISIBLE, type ThreadRow } from "./thread-row.ts";
import { toThreadTtl } from "./thread-ttl.ts";

type PatchDeps = { db: Database; threadTtl: ThreadTtlDefault | null };
type PatchInput = {
  threadId: string;
  metadata: Record<string, unknown>;
  ttl?: TtlRequest | null | undefined;
};

/** Merges metadata, and sets anew how long the thread lives. Throws `thread_not_found`. */
export function createPatchThread({ db, threadTtl }: PatchDeps) {
  return async function patchThread({
    ctx,
    input,
  }: {
    ctx: CallContext;
    input: PatchInput;
  }): Promise<Thread> {
    const { value, filter } = await ctx.authorize("threads:update", {
      thread_id: input.threadId,
      metadata: input.metadata,
      ...(input.ttl ? { ttl: input.ttl } : {}),
    });
    const ttl = value.ttl ? toThreadTtl(value.ttl, threadTtl) : null;
    const values: unknown[] = [
      ctx.principal.tenantId,
      value.thread_id,
      JSON.stringify(value.metadata),
      ttl?.ttl_minutes ?? null,
      ttl?.strategy ?? null,
    ];
    const mine = toFilterCondition("metadata", filter, (each) => `$${values.push(each)}`);
    const [patched] = await db.run<ThreadRow>(
      ctx.principal.tenantId,
      `update threads set metadata = metadata || $3::jsonb, updated_at = now(),
         ttl_minutes = coalesce($4::float8, ttl_minutes), ttl_strategy = coalesce($5, ttl_strategy)
       where ${VISIBLE} and thread_id = $2 and ${mine} returning ${THREAD_COLUMNS}`,
      values,
    );
    if (patched === undefined) throw threadNotFound(input.threadId);
    return toThread(patched);
  };
}
