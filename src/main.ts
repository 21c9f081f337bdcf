import type { ServerType } from "@hono/node-server";
import type { Config } from "./config.ts";
import { AppError } from "./domain/errors.ts";
import { announceFirstStart, announceService, announceWorker } from "./main/announce.ts";
import { listen, toUrl } from "./main/listen.ts";
import { refuseOpenDoor } from "./main/refuse-open-door.ts";
import type { Runtime, RuntimeOptions } from "./runtime.ts";
import type { Prepared } from "./runtime/prepare.ts";
import { createLog, type Log } from "./telemetry/log.ts";

const ECHO_MS = 500;

type ServeOptions = Prepared & {
  /** False: runs are left to other processes. */
  takesRuns: boolean;
  /** The service answers at this address. */
  onReady(url: string): Promise<void>;
};

/** Starts the service and resolves when a signal has stopped it. */
export async function serve({ takesRuns, onReady, ...prepared }: ServeOptions): Promise<void> {
  const { config } = prepared;
  refuseOpenDoor(prepared);
  if (!takesRuns)
    requireServer(config, "serve --no-worker", "Runs would wait for ever in a database of one process");
  const log = open(prepared);
  const begun = Date.now();
  announceFirstStart(config, log);
  const runtime = await load({ ...prepared, log, takesRuns, serves: true });
  let server: ServerType | null = null;
  try {
    const listening = await listen(runtime, config);
    server = listening.server;
    const url = toUrl(config.host, listening.port);
    await runtime.start(url);
    await onReady(url + prepared.project.http.mountPrefix);
    announceService({ runtime, prepared, log, port: listening.port, ms: Date.now() - begun });
    await untilStopped();
    log.info({}, toStopping(config));
    server.close();
    if ("closeIdleConnections" in server) server.closeIdleConnections();
    await runtime.stop(config.graceMs);
    if ("closeAllConnections" in server) server.closeAllConnections();
  } catch (error) {
    server?.close();
    await runtime.stop(0);
    throw error;
  }
}

/** Executes runs until a signal stops it; nothing listens. Throws `config_invalid` without a database server. */
export async function work(prepared: Prepared): Promise<void> {
  requireServer(prepared.config, "worker", "A worker shares a database with the processes that serve");
  const log = open(prepared);
  const begun = Date.now();
  const runtime = await load({ ...prepared, log, takesRuns: true, serves: false });
  try {
    // Code that calls the service reaches it inside this process, at the address it has for itself.
    await runtime.start("http://127.0.0.1");
    announceWorker({ runtime, prepared, log, ms: Date.now() - begun });
    await untilStopped();
    log.info({}, toStopping(prepared.config));
  } finally {
    await runtime.stop(prepared.config.graceMs);
  }
}

const toStopping = ({ graceMs }: Config): string =>
  `stopping; what runs gets ${graceMs / 1_000} s, a second Ctrl-C ends at once`;

function requireServer({ databaseUrl }: Config, command: string, why: string): void {
  if (databaseUrl !== null) return;
  throw new AppError("config_invalid", `${command} needs DATABASE_URL. ${why}`, {
    fix: "Set DATABASE_URL=postgres://... to the database of the service.",
  });
}

function open({ config, project, isProduct }: Prepared): Log {
  // A project finds its files where it lies, wherever it was started from.
  if (!isProduct) process.chdir(project.folder);
  const log = createLog({ level: config.logLevel, destination: process.stdout });
  guardRejections(log);
  for (const warning of project.warnings) log.warn({}, warning);
  return log;
}

/** Loaded here, because that takes a while and the first line shall not wait for it. */
async function load(options: RuntimeOptions): Promise<Runtime> {
  const { createRuntime } = await import("./runtime.ts");
  return createRuntime(options);
}

/** A provider's library may reject a promise that nobody holds any more; that must not end all runs. */
function guardRejections(log: Log): void {
  process.on("unhandledRejection", (error) => log.error({ err: error }, "unhandled rejection"));
}

/** Whoever started the process may pass on a signal that reached it too, so an echo does not count as a second one. */
function untilStopped(): Promise<void> {
  const signals = ["SIGINT", "SIGTERM"] as const;
  return new Promise((done) => {
    const onSignal = (): void => {
      done();
      setTimeout(() => signals.forEach((signal) => process.off(signal, onSignal)), ECHO_MS).unref();
    };
    for (const signal of signals) process.on(signal, onSignal);
  });
}
