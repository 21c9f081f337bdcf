import { mkdir } from "node:fs/promises";
import { setTimeout as sleep } from "node:timers/promises";
import type { Database } from "../../src/db/database.ts";
import { openDatabase } from "../../src/db/open-database.ts";
import { createServerDatabase } from "../support/database.ts";
import { createRedisUrl } from "../support/redis.ts";
import { checkAftermath, type Findings } from "./check.ts";
import { createChaosClient } from "./client.ts";
import { driveThreads, RUNS_PER_THREAD } from "./drive.ts";
import { startFleet, type Fleet } from "./fleet.ts";
import { startServices, type OwnServices } from "./own-services.ts";
import { readMarks } from "./witness.ts";

export type ChaosOptions = {
  runs: number;
  processes: number;
  /** Threads that are led through their turns at once. */
  atOnce: number;
  /** When nothing has come to an end by then, it is a failure. */
  longestMs: number;
  /** Where the witnesses write. */
  folder: string;
  databaseUrl: string;
  redisUrl: string;
  report(line: string): void;
};

const LEASE_MS = 3_000;
const LONGEST_TROUBLE_MS = 20_000;
const BETWEEN_MS = [900, 2_700] as const;

/** Runs under kills, standstills and restarts of what they depend on; then looks at what is left. */
export async function runChaos(options: ChaosOptions): Promise<Findings> {
  await mkdir(options.folder, { recursive: true });
  const services = await startServices(options.databaseUrl, options.redisUrl);
  options.report(`on ${services.description}`);
  try {
    const { url, drop } = await createServerDatabase(services.databaseUrl);
    const db = await openDatabase({ url, folder: "" });
    try {
      return await drive(options, services, db, url);
    } finally {
      await db.close();
      await drop().catch(() => undefined);
    }
  } finally {
    await services.stop();
  }
}

async function drive(
  options: ChaosOptions,
  services: OwnServices,
  db: Database,
  databaseUrl: string,
): Promise<Findings> {
  const { folder, report, processes } = options;
  const redisUrl = createRedisUrl(services.redisUrl);
  const fleet = await startFleet(processes, { databaseUrl, redisUrl, folder, leaseMs: LEASE_MS });
  const begun = performance.now();
  const client = createChaosClient({
    pickUrl: fleet.pickUrl,
    isOver: () => performance.now() - begun > options.longestMs,
  });
  let isOver = false;
  const chaos = disturb({ fleet, services, report, isOver: () => isOver });
  try {
    const threads = Math.ceil(options.runs / RUNS_PER_THREAD);
    const driven = await driveThreads(client, threads, options.atOnce, (done) => {
      if (done % Math.ceil(threads / 10) === 0 || done === threads)
        report(`${done} of ${threads} threads are done`);
    });
    isOver = true;
    await chaos;
    report(`${driven.length} runs in ${((performance.now() - begun) / 1_000).toFixed(0)} s`);
    return await checkAftermath(db, driven, readMarks(folder));
  } finally {
    isOver = true;
    await chaos.catch(() => undefined);
    await fleet.stop();
  }
}

type Disturbed = { fleet: Fleet; services: OwnServices; report(line: string): void; isOver(): boolean };

/** One trouble after the other, some while the last one still lasts. */
async function disturb({ fleet, services, report, isOver }: Disturbed): Promise<void> {
  const between = (least: number, most: number): number => Math.round(least + Math.random() * (most - least));
  const troubles: { name: string; weight: number; alone: boolean; befall(): Promise<void> }[] = [
    { name: "kill -9", weight: 3, alone: false, befall: fleet.kill },
    { name: "SIGTERM", weight: 2, alone: false, befall: fleet.terminate },
    { name: "a standstill", weight: 4, alone: false, befall: () => fleet.freeze(between(200, LEASE_MS * 2)) },
    { name: "Redis away", weight: 3, alone: true, befall: () => services.restartRedis(between(0, 2_000)) },
    {
      name: "Postgres away",
      weight: 2,
      alone: true,
      befall: () => services.restartPostgres(between(0, 1_500), Math.random() < 0.5),
    },
  ];
  const bag = troubles.flatMap((trouble) => Array.from({ length: trouble.weight }, () => trouble));
  const lasting = new Map<string, Promise<void>>();
  const counts = new Map<string, number>();
  while (!isOver()) {
    await sleep(between(...BETWEEN_MS));
    const trouble = bag[Math.floor(Math.random() * bag.length)];
    if (trouble === undefined || isOver()) continue;
    const { name, alone, befall } = trouble;
    if (alone && lasting.has(name)) continue;
    counts.set(name, (counts.get(name) ?? 0) + 1);
    const key = alone ? name : `${name} ${counts.get(name)}`;
    lasting.set(
      key,
      befall().finally(() => lasting.delete(key)),
    );
  }
  await Promise.race([Promise.all(lasting.values()), sleep(LONGEST_TROUBLE_MS, undefined, { ref: false })]);
  report([...counts].map(([name, count]) => `${name}: ${count}`).join(", "));
}
