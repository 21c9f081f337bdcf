import { readFile } from "node:fs/promises";
import { createSilentBus } from "./bus/bus.ts";
import { openRedisBus } from "./bus/redis-bus.ts";
import type { Config } from "./config.ts";
import type { Database } from "./db/database.ts";
import { openDatabase } from "./db/open-database.ts";
import { systemClock } from "./domain/clock.ts";
import { newId } from "./domain/ids.ts";
import { installProcessGlobals } from "./hosting/process-globals.ts";
import type { Project } from "./hosting/project.ts";
import { createProtocol, type Protocol } from "./protocol/create-protocol.ts";
import { countWaiting } from "./runtime/count-waiting.ts";
import { loadHttpParts } from "./runtime/http-parts.ts";
import { openApp } from "./runtime/open-app.ts";
import { toProtocolSettings } from "./runtime/protocol-settings.ts";
import { ROOT } from "./runtime/root.ts";
import type { Served } from "./runtime/served.ts";
import { createHealth } from "./telemetry/health.ts";
import { createMetrics, type Metrics } from "./telemetry/metrics.ts";
import type { Log } from "./telemetry/log.ts";

export type Runtime = {
  /** `env` is what the HTTP server hands over with a request; without it no request becomes a socket. */
  fetch: (request: Request, env?: object) => Response | Promise<Response>;
  db: Database;
  /** What a person is told at the start, by a short word. */
  facts(): Record<string, string>;
  /** Takes up work: claims runs. `url` is where code inside this process finds the service. */
  start(url: string): Promise<void>;
  /** Ends streams, hands running runs over, closes the database. */
  stop(graceMs: number): Promise<void>;
};

export type RuntimeOptions = {
  config: Config;
  log: Log;
  project: Project;
  /** The project is RaptorFlow's own, so its graphs come with skills, models and memory; else any LangGraph.js one. */
  isProduct: boolean;
  /** False: runs wait for another process. */
  takesRuns: boolean;
  /** False: nothing listens. */
  serves: boolean;
};

/** The composition root: everything that the service is made of, put together once. */
export async function createRuntime(options: RuntimeOptions): Promise<Runtime> {
  const opened = createOpened();
  try {
    return await assemble(options, opened);
  } catch (error) {
    await opened.close();
    throw error;
  }
}

/** What has to be closed again, the last first. */
function createOpened() {
  const closers: (() => unknown)[] = [];
  return {
    add<Thing extends { close(): unknown }>(thing: Thing): Thing {
      closers.unshift(() => thing.close());
      return thing;
    },
    /** Closes everything, also behind what does not close; rejects with the first reason. */
    async close(): Promise<void> {
      const reasons: unknown[] = [];
      for (const close of closers.splice(0)) {
        try {
          await close();
        } catch (reason) {
          reasons.push(reason);
        }
      }
      if (reasons.length > 0) throw reasons[0];
    },
  };
}

async function assemble(options: RuntimeOptions, opened: ReturnType<typeof createOpened>): Promise<Runtime> {
  const { config, log, project, isProduct, takesRuns } = options;
  const clock = systemClock;
  const version = await readVersion(`${ROOT}package.json`);
  const langgraphVersion = await readVersion(`${ROOT}node_modules/@langchain/langgraph/package.json`);
  const globals = opened.add(
    installProcessGlobals({ log, url: `http://localhost${project.http.mountPrefix}` }),
  );
  // A project that does not load is told so at once, before a database is made for it.
  const hosted = isProduct ? null : opened.add(await loadProject(options));
  const http = await loadHttpParts(options);
  for (const warning of http.warnings) log.warn({}, warning);
  const callSelf = (request: Request) => app.fetch(toBelow(request, project.http.mountPrefix));
  const settings = await toProtocolSettings({ config, project, http, fetchSelf: callSelf });
  const db = opened.add(await openDatabase({ url: config.databaseUrl, folder: config.dataFolder }));
  const served = hosted ?? opened.add(await loadProduct(options, db));
  const { leaseMs, url: apiUrl, redisUrl } = config;
  // The embedded database has one process, which has nobody to talk to.
  const isAlone = redisUrl === null || db.kind === "embedded";
  const bus = opened.add(isAlone ? createSilentBus() : openRedisBus({ url: redisUrl, log }));
  const metrics: Metrics = createMetrics({
    version,
    load: () => protocol.worker.load(),
    waiting: () => countWaiting(db),
  });
  const protocol: Protocol = opened.add(
    await createProtocol({
      db,
      bus,
      clock,
      newId,
      log,
      graphs: served.graphs,
      concurrency: takesRuns ? config.concurrency : 0,
      leaseMs,
      apiUrl,
      version,
      onRunEnd: metrics.onRunEnd,
      ...settings,
    }),
  );
  const health = createHealth({ db, clock });
  const closing = new AbortController();
  const app = openApp({
    ...{ config, log, project, http, served, health, metrics, version, langgraphVersion },
    verbs: protocol.verbs,
    closing: closing.signal,
  });

  return {
    fetch: (request, env) => app.fetch(request, env),
    db,
    facts: () => ({ ...served.facts(), ...http.facts }),
    async start(url) {
      globals.connect({ fetch: (request) => app.fetch(request), url: url + project.http.mountPrefix });
      await protocol.worker.start();
      health.setReady(true);
    },
    async stop(graceMs) {
      health.setReady(false);
      closing.abort();
      try {
        await protocol.worker.drain(graceMs);
      } finally {
        await opened.close();
      }
    },
  };
}

/** A path of our own, where clients find it. */
function toBelow(request: Request, mountPrefix: string): Request {
  if (mountPrefix === "") return request;
  const url = new URL(request.url);
  return new Request(new URL(mountPrefix + url.pathname + url.search, url), request);
}

// Loaded on demand: hosting a project needs nothing of the product, and the other way round.
async function loadProject({ log, project }: RuntimeOptions): Promise<Served> {
  const { serveProject } = await import("./runtime/serve-project.ts");
  return serveProject({ project, log });
}

async function loadProduct({ config, log }: RuntimeOptions, db: Database): Promise<Served> {
  const { serveProduct } = await import("./runtime/serve-product.ts");
  return serveProduct({ config, log, db });
}

async function readVersion(path: string): Promise<string> {
  const manifest: unknown = JSON.parse(await readFile(path, "utf8"));
  return typeof manifest === "object" && manifest !== null && "version" in manifest
    ? String(manifest.version)
    : "0";
}
