import type { Database } from "../db/database.ts";
import { toFilterCondition, type MetadataFilter } from "../domain/authorization.ts";
import { AppError, isAppError } from "../domain/errors.ts";
import type { CallContext } from "../domain/principal.ts";
import type { Thread } from "../domain/thread.ts";

/** A thread outside the filter is as if it were not there. Throws `thread_not_found`. */
export type FindThread = (
  db: Database,
  tenantId: string,
  threadId: string,
  filter: MetadataFilter | null,
) => Promise<Thread>;

/** "absent": there is no such thread yet, so there is nothing to see either. */
export type Sight = "visible" | "hidden" | "absent";

/** Whether a caller may read a thread, asked anew each time. Throws `forbidden`. */
export type LookAtThread = (ctx: CallContext, threadId: string) => Promise<Sight>;

export function createLookAtThread({ db }: { db: Database }): LookAtThread {
  return async function lookAtThread(ctx, threadId) {
    const { tenantId } = ctx.principal;
    const { filter } = await ctx.authorize("threads:read", { thread_id: threadId });
    const values: unknown[] = [tenantId, threadId];
    const mine = toFilterCondition("metadata", filter, (value) => `$${values.push(value)}`);
    const [thread] = await db.run<{ mine: boolean }>(
      tenantId,
      `select ${mine} as mine from threads where tenant_id = $1 and thread_id = $2 and delete_after is null`,
      values,
    );
    if (thread === undefined) return "absent";
    return thread.mine ? "visible" : "hidden";
  };
}

/** The same for those who read already: a stream is asked for anew with each run that it tells of. */
export async function maySee(look: LookAtThread, ctx: CallContext, threadId: string): Promise<boolean> {
  try {
    return (await look(ctx, threadId)) === "visible";
  } catch (error) {
    if (isAppError(error, "forbidden")) return false;
    throw error;
  }
}

export function threadNotFound(threadId: string): AppError {
  return new AppError("thread_not_found", `Thread with ID ${threadId} not found`);
}
