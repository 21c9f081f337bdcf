import type { CallContext } from "../domain/principal.ts";
import type { TtlStrategy } from "../domain/thread.ts";
import { stopAndRemove, type DeleteDeps } from "./delete-thread.ts";
import { toThreadConditions } from "./thread-conditions.ts";

type PruneDeps = DeleteDeps & {
  /** False when a run is active on the thread, which then keeps what it has. */
  keepLatest(tenantId: string, threadId: string): Promise<boolean>;
};
type PruneInput = { threadIds: string[]; strategy: TtlStrategy };

/** Deletes threads, or all but their latest checkpoint. Answers how many: others are missing, hidden or busy. */
export function createPruneThreads(deps: PruneDeps) {
  return async function pruneThreads({
    ctx,
    input,
  }: {
    ctx: CallContext;
    input: PruneInput;
  }): Promise<number> {
    const { tenantId } = ctx.principal;
    const { value, filter } = await ctx.authorize("threads:delete", {
      thread_ids: input.threadIds,
      strategy: input.strategy,
    });
    const { where, values } = toThreadConditions(tenantId, { ids: value.thread_ids }, filter);
    const rows = await deps.db.run<{ thread_id: string }>(
      tenantId,
      `select thread_id from threads where ${where}`,
      values,
    );
    let pruned = 0;
    for (const { thread_id: threadId } of rows) {
      const done =
        value.strategy === "delete"
          ? await stopAndRemove(deps, tenantId, threadId)
          : await deps.keepLatest(tenantId, threadId);
      if (done) pruned += 1;
    }
    return pruned;
  };
}
