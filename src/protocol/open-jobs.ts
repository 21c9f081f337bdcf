import { z } from "zod";
import type { Worker } from "../engine/worker.ts";
import { createJobs } from "../jobs/create-jobs.ts";
import type { Jobs } from "../jobs/jobs.ts";
import { createSweepStore } from "../store/sweep-store.ts";
import type { ProtocolOptions } from "./parts.ts";
import { openWebhooks, type Webhooks } from "./open-webhooks.ts";

const SWEEP_STORE = "store.sweep";
const SWEEP_MINUTES = 5;

/** The work beside the runs. Crons join when the verbs are made: they create runs. */
export function openJobs(options: ProtocolOptions): { jobs: Jobs; webhookParts: Webhooks } {
  const jobs = createJobs(options);
  jobs.define(SWEEP_STORE, { payload: z.object({}) }, createSweepStore(options));
  jobs.schedule(SWEEP_STORE, options.storeSweepMinutes ?? SWEEP_MINUTES);
  return { jobs, webhookParts: openWebhooks(options, jobs) };
}

/** Whoever executes runs also does the other work; a process that only answers does neither. */
export function withJobs(worker: Worker, { jobs, concurrency }: { jobs: Jobs; concurrency: number }): Worker {
  return {
    ...worker,
    async start() {
      await worker.start();
      if (concurrency > 0) jobs.start();
    },
    async drain(graceMs) {
      await Promise.all([worker.drain(graceMs), jobs.stop(graceMs)]);
    },
  };
}
