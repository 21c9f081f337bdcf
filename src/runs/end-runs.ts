import type { Database } from "../db/database.ts";
import { toFilterCondition, type MetadataFilter } from "../domain/authorization.ts";
import { AppError } from "../domain/errors.ts";
import type { Bind } from "../domain/json-filter.ts";
import type { CallContext } from "../domain/principal.ts";
import type { CancelRun } from "./cancel-run.ts";

export type CancelManyInput = {
  /** Runs of one thread by their ids, or every run of the tenant with the status. */
  runs: { threadId: string; runIds: string[] } | { status: "pending" | "running" | "all" };
  action: "interrupt" | "rollback";
};

type Active = { thread_id: string; run_ids: string[] };

const THREADS_AT_ONCE = 100;

/**
 * Cancels many runs, of which those count that are active and that the caller may update. Throws `run_not_found` when
 * there is none.
 */
export function createEndRuns({ db, cancelRun }: { db: Database; cancelRun: CancelRun }) {
  return async function endRuns({ ctx, input }: { ctx: CallContext; input: CancelManyInput }): Promise<void> {
    const { tenantId } = ctx.principal;
    const { runs, action } = input;
    const { filter } = await ctx.authorize("threads:update", toValue(input));
    let cancelled = 0;
    // Whoever is marked once is not found again: the work comes to an end.
    for (let after: string | null = null; ;) {
      const found: Active[] = await findActive(db, tenantId, runs, filter, after);
      for (const { thread_id: threadId, run_ids: runIds } of found) {
        cancelled += await cancelRun({ tenantId, threadId, runIds, action, reason: "api" });
      }
      after = found.at(-1)?.thread_id ?? null;
      if (found.length < THREADS_AT_ONCE) break;
    }
    if (cancelled === 0) throw new AppError("run_not_found", "No active run found");
  };
}

/** As handlers of custom auth know it. */
function toValue({ runs, action }: CancelManyInput): Record<string, unknown> {
  return "status" in runs
    ? { action, metadata: { status: runs.status } }
    : { thread_id: runs.threadId, action, metadata: { run_ids: runs.runIds } };
}

/** The next threads, by their ids, with the runs that are to be cancelled. */
function findActive(
  db: Database,
  tenantId: string,
  runs: CancelManyInput["runs"],
  filter: MetadataFilter | null,
  after: string | null,
): Promise<Active[]> {
  const values: unknown[] = [tenantId, after];
  const bind: Bind = (value) => `$${values.push(value)}`;
  const named =
    "status" in runs
      ? `r.status = any(${bind(runs.status === "all" ? ["pending", "running"] : [runs.status])}::text[])`
      : `r.status in ('pending', 'running') and r.thread_id = ${bind(runs.threadId)}
         and r.run_id = any(${bind(runs.runIds)}::uuid[])`;
  return db.run<Active>(
    tenantId,
    `select r.thread_id, array_agg(r.run_id) as run_ids
     from runs r join threads t on t.tenant_id = r.tenant_id and t.thread_id = r.thread_id
     where r.tenant_id = $1 and ($2::uuid is null or r.thread_id > $2) and ${named}
       and ${toFilterCondition("t.metadata", filter, bind)}
     group by r.thread_id order by r.thread_id limit ${THREADS_AT_ONCE}`,
    values,
  );
}
