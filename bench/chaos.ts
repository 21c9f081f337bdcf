// Three processes under kills, standstills and restarts of Postgres and Redis: `node bench/chaos.ts [--runs 300]`.
// Its own servers where `.ci/services.sh start` has made its root; else those that the environment names.
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { runChaos } from "../test/chaos/run-chaos.ts";

const { values } = parseArgs({
  options: {
    runs: { type: "string", default: "300" },
    processes: { type: "string", default: "3" },
    "at-once": { type: "string", default: "6" },
    minutes: { type: "string", default: "15" },
  },
});
const folder = await mkdtemp(join(tmpdir(), "raptorflow-chaos-"));
const { complaints, attempts, givenUp } = await runChaos({
  runs: Number(values.runs),
  processes: Number(values.processes),
  atOnce: Number(values["at-once"]),
  longestMs: Number(values.minutes) * 60_000,
  folder,
  databaseUrl: process.env["RAPTORFLOW_TEST_DATABASE_URL"] ?? "postgres://postgres@127.0.0.1:55417/postgres",
  redisUrl: process.env["RAPTORFLOW_TEST_REDIS_URL"] ?? "redis://127.0.0.1:56379",
  report: (line) => console.log(line),
});
console.log(`attempts: ${JSON.stringify(attempts)}; given up after three lost workers: ${givenUp} threads`);
for (const complaint of complaints.slice(0, 50)) console.error(complaint);
if (complaints.length === 0) await rm(folder, { recursive: true, force: true });
else console.error(`${complaints.length} complaints; the witnesses are in ${folder}`);
process.exitCode = complaints.length === 0 ? 0 : 1;
