// The service as it is started, with the graphs of the bench in place of the Queen; its log goes to stdout as usual.
// Arguments: data folder or database URL, runs executed at once.
import { openDatabase } from "../../src/db/open-database.ts";
import { systemClock } from "../../src/domain/clock.ts";
import { newId } from "../../src/domain/ids.ts";
import type { GraphCatalogue } from "../../src/domain/ports.ts";
import { createApp } from "../../src/http/app.ts";
import type { Verbs } from "../../src/http/verbs.ts";
import { createProtocol, type Protocol } from "../../src/protocol/create-protocol.ts";
import { createLog } from "../../src/telemetry/log.ts";
import { answerBench } from "./answer-bench.ts";
import { countStatements } from "./counted-database.ts";
import { buildGraphs } from "./graphs.ts";
import { listen } from "./listen.ts";

const LEASE_MS = 8_000;
const GRACE_MS = 2_000;

const [where = "", concurrency = "100"] = process.argv.slice(2);
const url = where.startsWith("postgres") ? where : null;
const { database: db, count } = countStatements(await openDatabase({ url, folder: where }));
const log = createLog({ level: "info", destination: process.stdout });

const built = buildGraphs();
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
const numbers = { concurrency: Number(concurrency), leaseMs: LEASE_MS };
const protocol = await createProtocol({
  db,
  ...seams,
  graphs,
  ...numbers,
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

answerBench({
  url: server.url,
  description: db.description,
  statements: count,
  async close() {
    closing.abort();
    await protocol.worker.drain(GRACE_MS);
    await server.close();
    await db.close();
  },
});
