import { setTimeout as sleep } from "node:timers/promises";
import type { Database } from "../db/database.ts";
import type { Log } from "../telemetry/log.ts";
import { ensureQueues } from "./ensure-queues.ts";
import { createFeed, type RunningFeed } from "./feed.ts";
import { createJobKinds } from "./job-kinds.ts";
import type { Jobs, SendOptions } from "./jobs.ts";
import { createLazyBoss } from "./lazy-boss.ts";
import { openBoss } from "./open-boss.ts";
import { createPump, type Pump } from "./pump.ts";

type JobsDeps = { db: Database; log: Log };

const RETRY_MS = 3_000;

/** Jobs in pg-boss: one code path on the embedded database and on Postgres. */
export function createJobs({ db, log }: JobsDeps): Jobs {
  const kinds = createJobKinds({ log });
  const schedules = new Map<string, string>();
  const feeds: RunningFeed[] = [];
  const pumps = new Map<string, Pump>();
  const leaving = new AbortController();
  let starting: Promise<void> | null = null;

  const onTrouble = (error: unknown): void => {
    if (!leaving.signal.aborted) log.warn({ err: error }, "jobs trouble");
  };

  function onJob(queue: string | null): void {
    if (queue !== null) pumps.get(queue)?.wake();
    else for (const pump of pumps.values()) pump.wake();
  }

  const lazy = createLazyBoss({
    open: () => openBoss({ db, scheduled: schedules.size > 0, onJob, onTrouble }),
    prepare: (boss) => ensureQueues(boss, kinds.all()),
    onTrouble,
  });

  async function begin(): Promise<void> {
    await lazy.useOrClose(async (boss) => {
      for (const [name, cron] of schedules) {
        await boss.schedule(name, cron, { tenantId: null, payload: {} }, { singletonKey: "schedule" });
      }
      for (const kind of kinds.all()) pumps.set(kind.name, createPump({ boss, kind, onTrouble }));
    });
    for (const pump of pumps.values()) pump.start();
    for (const feed of feeds) feed.start();
  }
  return {
    define: kinds.define,
    async send(name, job, options = {}) {
      kinds.find(name);
      const boss = await lazy.get();
      return (await boss.send(name, job, toBossOptions(options))) !== null;
    },
    schedule(name, everyMinutes) {
      kinds.find(name);
      schedules.set(name, toCron(everyMinutes));
    },
    feed(name, { everyMs, find }) {
      kinds.find(name);
      const feed = createFeed({
        everyMs,
        find,
        onTrouble,
        async send(due) {
          const boss = await lazy.get();
          await boss.insert(
            name,
            due.map(({ key, ...data }) => ({ data, singletonKey: key })),
          );
        },
      });
      feeds.push(feed);
      return feed;
    },
    start() {
      starting ??= untilItWorks(begin, { signal: leaving.signal, onTrouble });
    },
    async stop(graceMs) {
      leaving.abort();
      await starting;
      await Promise.all(feeds.map((feed) => feed.stop()));
      await Promise.all([...pumps.values()].map((pump) => pump.stop(graceMs)));
      await lazy.close();
    },
  };
}

type Trying = { signal: AbortSignal; onTrouble(error: unknown): void };

async function untilItWorks(work: () => Promise<void>, { signal, onTrouble }: Trying): Promise<void> {
  while (!signal.aborted) {
    try {
      return await work();
    } catch (error) {
      onTrouble(error);
      await sleep(RETRY_MS, undefined, { signal, ref: false }).catch(() => undefined);
    }
  }
}

function toBossOptions({ key = crypto.randomUUID(), startAfter, retry }: SendOptions) {
  return {
    singletonKey: key,
    ...(startAfter === undefined ? {} : { startAfter }),
    ...(retry === undefined
      ? {}
      : { retryLimit: retry.limit, retryDelay: retry.delaySeconds, retryBackoff: true }),
  };
}

/** The nearest that a clock can say: every so many minutes, every hour, every so many hours. */
function toCron(everyMinutes: number): string {
  const minutes = Math.max(1, Math.round(everyMinutes));
  if (minutes < 45) return `*/${minutes} * * * *`;
  const hours = Math.min(24, Math.round(minutes / 60));
  return hours <= 1 ? "0 * * * *" : hours === 24 ? "0 0 * * *" : `0 */${hours} * * *`;
}
