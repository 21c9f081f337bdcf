import type { Database } from "../db/database.ts";
import type { CallContext } from "../domain/principal.ts";
import type { Thread } from "../domain/thread.ts";
import { THREAD_COLUMNS, threadNotFound, toThread, VISIBLE } from "./thread-row.ts";

type PatchInput = { threadId: string; metadata: Record<string, unknown> };

/** Merges metadata. Throws `thread_not_found`. */
export function createPatchThread({ db }: { db: Database }) {
  return async function patchThread({
    ctx,
    input,
  }: {
    ctx: CallContext;
    input: PatchInput;
  }): Promise<Thread> {
    const [patched] = await db.run<Thread>(
      ctx.principal.tenantId,
      `update threads set metadata = metadata || $3::jsonb, updated_at = now()
       where ${VISIBLE} and thread_id = $2 returning ${THREAD_COLUMNS}`,
      [ctx.principal.tenantId, input.threadId, JSON.stringify(input.metadata)],
    );
    if (patched === undefined) throw threadNotFound(input.threadId);
    return toThread(patched);
  };
}
