// Opens many streams against one process and prints its memory before, meanwhile and after: `node bench/streams.ts --help`.
import { setTimeout as sleep } from "node:timers/promises";
import { parseArgs } from "node:util";
import { createHttpClient, type HttpClient } from "./client/http-client.ts";
import { toText } from "./error-text.ts";
import { openStream } from "./load/open-stream.ts";
import { spawnLoad, type LoadServer } from "./load/spawn-load.ts";
import { currentLoad } from "./page.ts";
import { findPostgres } from "./postgres/find-postgres.ts";
import { createFreshDatabase } from "./postgres/fresh-database.ts";

const USAGE = `node bench/streams.ts [options]

  --streams N     open streams (1000), spread over --runs
  --sleeping N    how many of them take nothing until the runs are over (500)
  --runs N        runs at once (20)
  --events N      events of each run (2000)
  --characters N  of each event (1000)
  --rate N        events a second of each run (100)
  --burst N       events of the run without a pause that is measured at the end (50000)

RAPTORFLOW_BENCH_DATABASE_URL names a PostgreSQL with pgvector; without it .ci/services.sh starts one.`;

const { values } = parseArgs({
  options: {
    streams: { type: "string", default: "1000" },
    sleeping: { type: "string", default: "500" },
    runs: { type: "string", default: "20" },
    events: { type: "string", default: "2000" },
    characters: { type: "string", default: "1000" },
    rate: { type: "string", default: "100" },
    burst: { type: "string", default: "50000" },
    help: { type: "boolean", default: false },
  },
});
const count = {
  streams: Number(values.streams),
  sleeping: Number(values.sleeping),
  runs: Number(values.runs),
  events: Number(values.events),
  characters: Number(values.characters),
  rate: Number(values.rate),
  burst: Number(values.burst),
};
const SETTLED_MS = 8_000;

type Emission = { events: number; characters: number; together: number; pause_ms: number };

/** Answers where its stream is. */
async function startRun(http: HttpClient, url: string, input: Emission): Promise<string> {
  const thread = (await http.postJson("/threads", {})) as { thread_id: string };
  const run = (await http.postJson(`/threads/${thread.thread_id}/runs`, {
    assistant_id: "emitter",
    input,
    stream_mode: ["custom"],
    durability: "exit",
  })) as { run_id: string };
  return `${url}/threads/${thread.thread_id}/runs/${run.run_id}/stream`;
}

async function report(server: LoadServer, what: string): Promise<void> {
  const { rssMb, heapMb } = await server.memory();
  console.log(
    `${what.padEnd(44)} RSS ${rssMb.toFixed(0).padStart(6)} MB, heap ${heapMb.toFixed(0).padStart(5)} MB`,
  );
}

/** Runs at a pace, each read by many; some of the readers sleep until it is over. */
async function measureOpen(server: LoadServer, http: HttpClient): Promise<void> {
  const { streams, sleeping, runs, events, characters, rate } = count;
  const together = Math.max(1, Math.round(rate / 20));
  const input = { events, characters, together, pause_ms: (1_000 * together) / rate };
  await report(server, "before");
  const places = await Promise.all(Array.from({ length: runs }, () => startRun(http, server.url, input)));
  const begun = performance.now();
  const opened = Array.from({ length: streams }, (_, index) =>
    openStream(places[index % runs] ?? "", { sleeps: index < sleeping }),
  );
  const awake = opened.slice(sleeping);
  const watch = setInterval(
    () => void report(server, `${((performance.now() - begun) / 1_000).toFixed(0)} s, ${streams} streams`),
    3_000,
  );
  const read = await Promise.all(awake.map(({ done }) => done));
  clearInterval(watch);
  const seconds = (performance.now() - begun) / 1_000;
  const missing = read.filter((number) => number !== events).length;
  const total = read.reduce((sum, number) => sum + number, 0);
  console.log(
    `${awake.length} readers got ${total} events in ${seconds.toFixed(1)} s: ${(total / seconds).toFixed(0)}/s; ${missing} of them not all`,
  );
  await report(server, `the runs are over, ${sleeping} still sleep`);
  for (const stream of opened.slice(0, sleeping)) stream.wake();
  const late = await Promise.all(opened.slice(0, sleeping).map(({ done }) => done));
  console.log(
    `${sleeping} woke up and got the rest; ${late.filter((number) => number !== events).length} of them not all`,
  );
  await sleep(SETTLED_MS);
  await report(server, "after");
}

/** One run that writes as fast as it can, one reader. */
async function measureBurst(server: LoadServer, http: HttpClient): Promise<void> {
  const { burst, characters } = { ...count, characters: 100 };
  const input = { events: burst, characters, together: 100, pause_ms: 0 };
  const begun = performance.now();
  const stream = openStream(await startRun(http, server.url, input), { sleeps: false });
  const read = await stream.done;
  const seconds = (performance.now() - begun) / 1_000;
  console.log(
    `${read} of ${burst} events written, stored and read in ${seconds.toFixed(1)} s: ${(read / seconds).toFixed(0)}/s`,
  );
  await sleep(SETTLED_MS);
  await report(server, "after");
}

async function main(): Promise<void> {
  const postgres = await findPostgres(console.error);
  if (postgres === null) return;
  const { url, drop } = await createFreshDatabase(postgres.url);
  try {
    const server = await spawnLoad({ where: url, redisUrl: null, concurrency: 100 });
    const http = createHttpClient(server.url);
    console.log(`${server.description}; load before: ${currentLoad().toFixed(1)}`);
    try {
      if (count.streams > 0) await measureOpen(server, http);
      if (count.burst > 0) await measureBurst(server, http);
      console.log(`load after: ${currentLoad().toFixed(1)}`);
    } finally {
      http.close();
      await server.stop();
    }
  } finally {
    await drop();
    await postgres.leave();
  }
}

if (values.help) console.log(USAGE);
else
  await main().catch((error: unknown) => {
    console.error(toText(error));
    process.exitCode = 1;
  });
