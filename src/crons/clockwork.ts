import { z } from "zod";
import type { Feed, Jobs } from "../jobs/jobs.ts";
import { createFireCron, type FireDeps } from "./fire-cron.ts";

const FIRE = "crons.fire";
/** At the full hour many are due at once. */
const AT_ONCE = 5;
const LOOK_MS = 2_000;
const LONGEST_SECONDS = 20;

/** Looks for crons whose slot has come, and fires each once, whichever process finds it. */
export function createClockwork({ jobs, ...deps }: FireDeps & { jobs: Jobs }): Feed {
  const { db } = deps;
  const fireCron = createFireCron(deps);
  jobs.define(
    FIRE,
    { payload: z.object({ cronId: z.string() }), concurrency: AT_ONCE, timeoutSeconds: LONGEST_SECONDS },
    async ({ tenantId, payload }) => {
      if (tenantId !== null) await fireCron(tenantId, payload.cronId);
    },
  );
  return jobs.feed(FIRE, {
    everyMs: LOOK_MS,
    async find(limit) {
      const due = await db.system<{ tenant_id: string; cron_id: string }>(
        "select tenant_id, cron_id from rf_due_crons($1)",
        [limit],
      );
      return due.map(({ tenant_id: tenantId, cron_id: cronId }) => ({
        tenantId,
        payload: { cronId },
        key: cronId,
      }));
    },
  });
}
