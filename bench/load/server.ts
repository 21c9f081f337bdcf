// The service on graphs that only make load. One argument: `LoadOptions` as JSON.
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { createSilentBus } from "../../src/bus/bus.ts";
import { openRedisBus } from "../../src/bus/redis-bus.ts";
import { openDatabase } from "../../src/db/open-database.ts";
import { systemClock } from "../../src/domain/clock.ts";
import { newId } from "../../src/domain/ids.ts";
import type { GraphCatalogue } from "../../src/domain/ports.ts";
import { createApp } from "../../src/http/app.ts";
import type { Verbs } from "../../src/http/verbs.ts";
import { createProtocol, type Protocol } from "../../src/protocol/create-protocol.ts";
import { createLog } from "../../src/telemetry/log.ts";
import { listen } from "../servers/listen.ts";
import { buildLoadGraphs } from "./graphs.ts";
import type { LoadAnswer, LoadOptions, LoadQuestion } from "./talk.ts";

const LEASE_MS = 8_000;
const GRACE_MS = 2_000;
const MEGABYTE = 1_048_576;

const { where, redisUrl, concurrency } = JSON.parse(process.argv[2] ?? "{}") as LoadOptions;
const log = createLog({ level: "warn", destination: process.stderr });
const db = await openDatabase({ url: where, folder: "" });
const bus = redisUrl === null ? createSilentBus() : openRedisBus({ url: redisUrl, log });

const built = buildLoadGraphs();
const graphs: GraphCatalogue = {
  ids: () => Object.keys(built),
  has: (graphId) => graphId in built,
  describe: () => ({ description: null }),
  async open(graphId) {
    const graph = built[graphId];
    if (graph === undefined) throw new Error(`No graph ${graphId}`);
    return graph;
  },
};
const absent = (): never => {
  throw new Error("The bench serves no product verbs");
};
const product: Omit<Verbs, keyof Protocol["verbs"]> = {
  foundation: { get: absent, put: absent },
  knowledge: { addDocument: absent, list: absent },
  skills: { list: absent },
};

const versions = { version: "bench", langgraphVersion: "bench" };
const seams = { clock: systemClock, newId, log };
const protocol = await createProtocol({
  db,
  bus,
  ...seams,
  graphs,
  concurrency,
  leaseMs: LEASE_MS,
  apiUrl: null,
  version: versions.version,
});
await protocol.worker.start();
const closing = new AbortController();
const app = createApp({
  verbs: { ...product, ...protocol.verbs },
  settings: { ...versions, apiKey: null, host: "127.0.0.1", url: null, hosts: [], origins: [] },
  ...seams,
  health: { check: async () => ({ healthy: true, services: {} }), isReady: () => true },
  closing: closing.signal,
});
const server = await listen(app.fetch);

setFlagsFromString("--expose-gc");
const collectGarbage = runInNewContext("gc") as () => void;
const send = (answer: LoadAnswer): void => void process.send?.(answer);

async function stop(): Promise<void> {
  closing.abort();
  await protocol.worker.drain(GRACE_MS);
  await protocol.close();
  await server.close();
  await bus.close();
  await db.close();
  process.exit(0);
}
process.on("disconnect", () => process.exit(0));
process.on("SIGINT", () => {});
process.on("message", (question: LoadQuestion) => {
  if (question.ask === "stop") return void stop();
  collectGarbage();
  const { rss, heapUsed } = process.memoryUsage();
  send({ answer: "memory", rssMb: rss / MEGABYTE, heapMb: heapUsed / MEGABYTE });
});
send({ answer: "ready", url: server.url, description: db.description });
