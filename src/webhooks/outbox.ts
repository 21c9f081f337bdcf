import { z } from "zod";
import type { Database } from "../db/database.ts";
import type { Feed, Jobs } from "../jobs/jobs.ts";
import { createDeliver, type DeliverDeps } from "./deliver.ts";
import { createSweepDeliveries } from "./sweep-deliveries.ts";

const DELIVER = "webhooks.deliver";
const SWEEP = "webhooks.sweep";
/** Each may wait for its receiver. */
const AT_ONCE = 20;
const LONGEST_SECONDS = 14;
/** What this process knows to be due, it does not wait for. */
const LOOK_MS = 3_000;
/** Our clock and that of the database need not agree to the millisecond. */
const SLACK_MS = 50;
const SWEEP_MINUTES = 60;

type OutboxDeps = DeliverDeps & { db: Database; jobs: Jobs };

/** Empties the outbox: rows that are due become jobs, wherever they were written. */
export function createOutbox({ jobs, ...deps }: OutboxDeps): Feed {
  const { db } = deps;
  const deliver = createDeliver(deps);
  jobs.define(
    DELIVER,
    {
      payload: z.object({ deliveryId: z.string(), attempts: z.number() }),
      concurrency: AT_ONCE,
      timeoutSeconds: LONGEST_SECONDS,
    },
    async ({ tenantId, payload, signal }) => {
      if (tenantId === null) return;
      const waitMs = await deliver({ tenantId, ...payload, signal });
      if (waitMs !== null) setTimeout(() => feed.wake(), waitMs + SLACK_MS).unref();
    },
  );
  jobs.define(SWEEP, { payload: z.object({}) }, createSweepDeliveries({ db }));
  jobs.schedule(SWEEP, SWEEP_MINUTES);
  const feed = jobs.feed(DELIVER, {
    everyMs: LOOK_MS,
    async find(limit) {
      const due = await db.system<{ tenant_id: string; delivery_id: string; attempts: number }>(
        "select tenant_id, delivery_id, attempts from rf_take_due_deliveries($1)",
        [limit],
      );
      return due.map(({ tenant_id: tenantId, delivery_id: deliveryId, attempts }) => ({
        tenantId,
        payload: { deliveryId, attempts },
        // The next attempt is another job, even while one that was lost is still on record.
        key: `${deliveryId}/${attempts}`,
      }));
    },
  });
  return feed;
}
