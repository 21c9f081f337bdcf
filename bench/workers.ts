// Runs a second of one and two workers behind a process that only serves, with and without Redis: `node bench/workers.ts --help`.
import { connect } from "node:net";
import { randomBytes } from "node:crypto";
import { parseArgs } from "node:util";
import { createFrameReader } from "./client/frame-reader.ts";
import { createHttpClient, type HttpClient } from "./client/http-client.ts";
import { toText } from "./error-text.ts";
import { spawnLoad, type LoadServer } from "./load/spawn-load.ts";
import { currentLoad } from "./page.ts";
import { findPostgres } from "./postgres/find-postgres.ts";
import { createFreshDatabase } from "./postgres/fresh-database.ts";

const USAGE = `node bench/workers.ts [options]

  --seconds N   measure each row for N seconds (8)
  --slots N     runs that one worker executes at once (10); each takes 200 ms
  --clients N   clients that stream one run after the other (60)

RAPTORFLOW_BENCH_DATABASE_URL and RAPTORFLOW_BENCH_REDIS_URL name the servers; without them .ci/services.sh starts them.`;

const { values } = parseArgs({
  options: {
    seconds: { type: "string", default: "8" },
    slots: { type: "string", default: "10" },
    clients: { type: "string", default: "60" },
    help: { type: "boolean", default: false },
  },
});
const seconds = Number(values.seconds);
const slots = Number(values.slots);
const clients = Number(values.clients);
const REDIS_URL = process.env["RAPTORFLOW_BENCH_REDIS_URL"] ?? "redis://127.0.0.1:56379";
const WARM_UP_MS = 1_500;

type Measured = { perSecond: number; firstMs: number; endMs: number };

/** Streams one run; answers after how many milliseconds its first event came, and its end. */
async function streamRun(http: HttpClient): Promise<[first: number, end: number]> {
  const begun = performance.now();
  let first: number | null = null;
  let end: number | null = null;
  const read = createFrameReader(({ event }) => {
    if (event === "metadata") return;
    first ??= performance.now() - begun;
    if (event === "end") end = performance.now() - begun;
  });
  await http.postStream(
    "/runs/stream",
    { assistant_id: "waiter", input: {}, stream_mode: ["updates"] },
    read,
  );
  if (first === null || end === null) throw new Error("A stream ended without its end");
  return [first, end];
}

async function measure(front: LoadServer): Promise<Measured> {
  const http = createHttpClient(front.url);
  const begun = performance.now();
  const firsts: number[] = [];
  const ends: number[] = [];
  await Promise.all(
    Array.from({ length: clients }, async () => {
      while (performance.now() - begun < WARM_UP_MS + seconds * 1_000) {
        const [first, end] = await streamRun(http);
        if (performance.now() - begun < WARM_UP_MS) continue;
        firsts.push(first);
        ends.push(end);
      }
    }),
  );
  const measured = (performance.now() - begun - WARM_UP_MS) / 1_000;
  http.close();
  return { perSecond: ends.length / measured, firstMs: toMedian(firsts), endMs: toMedian(ends) };
}

function toMedian(numbers: number[]): number {
  return numbers.toSorted((one, other) => one - other)[Math.floor(numbers.length / 2)] ?? Number.NaN;
}

async function measureRow(databaseUrl: string, workers: number, redisUrl: string | null): Promise<Measured> {
  const { url: where, drop } = await createFreshDatabase(databaseUrl);
  const servers: LoadServer[] = [];
  try {
    const front = await spawnLoad({ where, redisUrl, concurrency: 0 });
    servers.push(front);
    for (let worker = 0; worker < workers; worker++)
      servers.push(await spawnLoad({ where, redisUrl, concurrency: slots }));
    return await measure(front);
  } finally {
    for (const server of servers) await server.stop();
    await drop();
  }
}

function isOpen(url: string): Promise<boolean> {
  const { hostname, port } = new URL(url);
  return new Promise((resolve) => {
    const socket = connect(Number(port || 6_379), hostname);
    const settle = (open: boolean): void => {
      socket.destroy();
      resolve(open);
    };
    socket.once("connect", () => settle(true));
    socket.once("error", () => settle(false));
  });
}

async function main(): Promise<void> {
  const postgres = await findPostgres(console.error);
  if (postgres === null) return;
  try {
    const prefix = `bench-${randomBytes(4).toString("hex")}`;
    const redis = (await isOpen(REDIS_URL)) ? `${REDIS_URL}?prefix=${prefix}` : null;
    if (redis === null) console.error(`No Redis at ${REDIS_URL}: only the rows without it`);
    console.log(
      `Load before: ${currentLoad().toFixed(1)}. ${clients} clients, ${slots} slots a worker, 200 ms a run, ${seconds} s a row.\n`,
    );
    console.log("| workers | Redis | runs/s | first event p50 | end p50 | to one worker |");
    console.log("|--:|---|--:|--:|--:|--:|");
    for (const redisUrl of redis === null ? [null] : [redis, null]) {
      let one = Number.NaN;
      for (const workers of [1, 2]) {
        const { perSecond, firstMs, endMs } = await measureRow(postgres.url, workers, redisUrl);
        if (workers === 1) one = perSecond;
        console.log(
          `| ${workers} | ${redisUrl === null ? "no" : "yes"} | ${perSecond.toFixed(1)} | ${firstMs.toFixed(0)} ms | ${endMs.toFixed(0)} ms | ${(perSecond / one).toFixed(2)}x |`,
        );
      }
    }
    console.log(`\nLoad after: ${currentLoad().toFixed(1)}.`);
  } finally {
    await postgres.leave();
  }
}

if (values.help) console.log(USAGE);
else
  await main().catch((error: unknown) => {
    console.error(toText(error));
    process.exitCode = 1;
  });
