import type { Database } from "../db/database.ts";
import type { CallContext } from "../domain/principal.ts";
import type { Thread } from "../domain/thread.ts";
import { findThread, findThreadWithTtl } from "./thread-row.ts";

/** Throws `thread_not_found`. */
export function createGetThread({ db }: { db: Database }) {
  type Input = { threadId: string; withTtl?: boolean | undefined };
  return async function getThread({ ctx, input }: { ctx: CallContext; input: Input }): Promise<Thread> {
    const { tenantId } = ctx.principal;
    const { value, filter } = await ctx.authorize("threads:read", { thread_id: input.threadId });
    const find = input.withTtl === true ? findThreadWithTtl : findThread;
    return find(db, tenantId, value.thread_id, filter);
  };
}
