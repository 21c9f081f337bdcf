import type { Database } from "../db/database.ts";
import type { Cron } from "../domain/cron.ts";
import { isAppError } from "../domain/errors.ts";
import type { CallContext } from "../domain/principal.ts";
import type { RunCaller, RunCreate } from "../domain/run.ts";
import type { Log } from "../telemetry/log.ts";
import { CRON_COLUMNS } from "./cron-row.ts";
import { toNextSlot } from "./schedule.ts";

/** Someone who called once, as they were then. */
export type StoredCaller = RunCaller & { tenantId: string };

export type FireDeps = {
  db: Database;
  log: Log;
  /** What the caller may do now. */
  toContext(caller: StoredCaller): CallContext;
  /** The same key creates one run, however often and wherever it is used. */
  startRun(call: {
    ctx: CallContext;
    input: {
      threadId: string | null;
      body: RunCreate;
      headers: Record<string, string>;
      idempotencyKey: string;
      route: string;
    };
  }): Promise<unknown>;
};

type DueCron = Cron & { caller: RunCaller; now: string };

/**
 * Fires a cron whose slot has come: creates its run under a key made from the slot, then moves the cron on to its next
 * slot. Whoever breaks off in between is followed by another who finds the run made. Of slots that were missed only one
 * is made up for.
 */
export function createFireCron({ db, log, toContext, startRun }: FireDeps) {
  return async function fireCron(tenantId: string, cronId: string): Promise<void> {
    const [cron] = await db.run<DueCron>(tenantId, FIND_DUE, [tenantId, cronId]);
    if (cron === undefined) return;
    const isAlive = await start(tenantId, cron);
    const end = cron.end_time === null ? null : new Date(cron.end_time);
    const next = isAlive ? toNextSlot(cron, new Date(cron.now), end) : null;
    await db.run(tenantId, MOVE_ON, [
      tenantId,
      cronId,
      cron.next_run_date,
      next?.toISOString() ?? null,
      isAlive,
    ]);
  };

  /** False when it can never work again: what it belongs to is gone. */
  async function start(tenantId: string, cron: DueCron): Promise<boolean> {
    const { cron_id: cronId, next_run_date: slot, thread_id: threadId, payload } = cron;
    try {
      await startRun({
        ctx: toContext({ ...cron.caller, tenantId }),
        input: {
          threadId,
          body: {
            ...payload,
            metadata: { ...cron.metadata, cron_id: cronId },
            ...(threadId === null ? { on_completion: cron.on_run_completed ?? "delete" } : {}),
          },
          headers: {},
          idempotencyKey: `cron/${cronId}/${slot}`,
          route: "cron",
        },
      });
      return true;
    } catch (error) {
      // To be tried again while the slot is due.
      if (isAppError(error, "unavailable")) throw error;
      const isGone = isAppError(error, "thread_not_found") || isAppError(error, "assistant_not_found");
      // The key was used for a body that has been changed since: the slot has had its run.
      if (!isAppError(error, "idempotency_key_reused"))
        log.warn(
          { tenant_id: tenantId, cron_id: cronId, slot, stopped: isGone, err: error },
          "cron not fired",
        );
      return !isGone;
    }
  }
}

const FIND_DUE = `
  select ${CRON_COLUMNS}, caller, now() as now from crons
  where tenant_id = $1 and cron_id = $2 and enabled and next_run_date <= now()`;

const MOVE_ON = `
  update crons set next_run_date = $4::timestamptz, enabled = enabled and $5::boolean
  where tenant_id = $1 and cron_id = $2 and next_run_date = $3::timestamptz`;
