import type { Database } from "../db/database.ts";
import { AppError } from "../domain/errors.ts";
import type { CallContext } from "../domain/principal.ts";
import type { FollowRun, RunAddress } from "../log/reader.ts";
import { isActive } from "../domain/run.ts";
import type { CancelRun } from "./cancel-run.ts";
import { findRun, findRunFor, type FoundRun, type RunPlace } from "./find-run.ts";

type EndDeps = { db: Database; cancelRun: CancelRun; followRun: FollowRun };
type CancelInput = RunPlace & {
  wait: boolean;
  action: "interrupt" | "rollback";
  /** "disconnect": the connection on which the caller asked for it is gone; that was authorized when it was opened. */
  reason: string;
};

/** Cancels a run for a caller; with `wait` it answers when the run has really stopped. Throws `run_not_active`. */
export function createEndRun({ db, cancelRun, followRun }: EndDeps) {
  function find(ctx: CallContext, input: CancelInput): Promise<FoundRun> {
    const { threadId, runId, reason } = input;
    if (reason !== "disconnect") return findRunFor(db, ctx, ["threads:update"], input);
    return findRun(db, { tenantId: ctx.principal.tenantId, threadId, runId });
  }
  return async function endRun({ ctx, input }: { ctx: CallContext; input: CancelInput }): Promise<void> {
    const { tenantId } = ctx.principal;
    const { runId, action, reason } = input;
    let active = 0;
    let threadId = "";
    // A run that a worker takes between the two is active all the same.
    for (let race = 1; active === 0; race++) {
      const run = await find(ctx, input);
      threadId = run.thread_id;
      if (!isActive(run.status) || race > MOST_RACES) {
        throw new AppError("run_not_active", `Run is ${run.status} and cannot be cancelled`);
      }
      active = await cancelRun({ tenantId, threadId, runId, action, reason: toStoredReason(reason) });
    }
    if (input.wait) await untilOver(followRun, { tenantId, threadId, runId });
  };
}

const MOST_RACES = 3;

/** Clients look for what stands before the colon. */
function toStoredReason(reason: string): string {
  return reason === "taken" ? "taken: its input is handled elsewhere" : reason;
}

/** Deletes a run with its events; a running one is cancelled first. */
export function createDeleteRun({ db, cancelRun, followRun }: EndDeps) {
  type Input = { threadId: string; runId: string };
  return async function deleteRun({ ctx, input }: { ctx: CallContext; input: Input }): Promise<void> {
    const { tenantId } = ctx.principal;
    const { threadId, runId } = input;
    const run = await findRunFor(db, ctx, ["threads:delete"], input);
    if (isActive(run.status)) {
      await cancelRun({ tenantId, threadId, runId, action: "interrupt", reason: "api" });
      await untilOver(followRun, { tenantId, threadId, runId });
    }
    await db.run(
      tenantId,
      `with gone as (delete from runs where tenant_id = $1 and run_id = $2 returning thread_id, first_seq)
       delete from thread_events e using gone
       where e.tenant_id = $1 and e.thread_id = gone.thread_id and e.seq >= gone.first_seq and e.run_id = $2`,
      [tenantId, runId],
    );
  };
}

async function untilOver(followRun: FollowRun, address: RunAddress): Promise<void> {
  for await (const rows of followRun(address)) if (rows.at(-1)?.mode === "end") return;
}
