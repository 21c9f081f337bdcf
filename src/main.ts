import { existsSync } from "node:fs";
import { join } from "node:path";
import { serve, type ServerType } from "@hono/node-server";
import { loadConfig, type Config } from "./config.ts";
import { AppError } from "./domain/errors.ts";
import type { Runtime } from "./runtime.ts";
import { createLog, type Log } from "./telemetry/log.ts";

const DEFAULT_PORT = 2024;
const PORTS_TRIED = 20;
const GRACE_MS = 8_000;
const ECHO_MS = 500;
const TRY = 'npx raptorflow ask "Plan a Diwali campaign for a sweets shop in Pune with a budget of 2 lakh"';

type Hooks = {
  /** The service answers at this address. */
  onReady(url: string): Promise<void>;
};

/** Starts the service and resolves when a signal has stopped it. */
export async function main({ onReady }: Hooks): Promise<void> {
  const config = loadConfig();
  refuseOpenDoor(config);
  const log = createLog({ level: config.logLevel, destination: process.stdout });
  guardRejections(log);
  const begun = Date.now();
  announceFirstStart(config, log);
  // Loaded here, because that takes a while and the first line shall not wait for it.
  const { createRuntime } = await import("./runtime.ts");
  const runtime = await createRuntime(config, log);
  let server: ServerType | null = null;
  try {
    const listening = await listen(runtime, config);
    server = listening.server;
    await runtime.start();
    await onReady(toUrl(config.host, listening.port));
    announce({ runtime, config, log, port: listening.port, ms: Date.now() - begun });
    await untilStopped();
    log.info({}, `stopping; what runs gets ${GRACE_MS / 1_000} s, a second Ctrl-C ends at once`);
    server.close();
    if ("closeIdleConnections" in server) server.closeIdleConnections();
    await runtime.stop(GRACE_MS);
    if ("closeAllConnections" in server) server.closeAllConnections();
  } catch (error) {
    server?.close();
    await runtime.stop(0);
    throw error;
  }
}

const LOOPBACK = new Set(["127.0.0.1", "::1", "localhost"]);

/** Without a key everybody who reaches the port is let in, so nobody outside this machine may reach it. */
function refuseOpenDoor({ host, apiKey }: Config): void {
  if (apiKey !== null || LOOPBACK.has(host)) return;
  throw new AppError("config_invalid", `HOST=${host} would open the service to others without a key`, {
    fix: "Set RAPTORFLOW_API_KEY, or leave HOST unset to listen on this machine only.",
  });
}

/** A provider's library may reject a promise that nobody holds any more; that must not end all runs. */
function guardRejections(log: Log): void {
  process.on("unhandledRejection", (error) => log.error({ err: error }, "unhandled rejection"));
}

async function listen(
  runtime: Runtime,
  { port, host }: Config,
): Promise<{ server: ServerType; port: number }> {
  const first = port ?? DEFAULT_PORT;
  const last = port === null ? first + PORTS_TRIED : first;
  for (let candidate = first; candidate <= last; candidate++) {
    const server = await tryListen(runtime, host, candidate);
    if (server !== null) return server;
  }
  const taken = port === null ? `Ports ${first} to ${last} are` : `Port ${port} is`;
  throw new AppError("port_taken", `${taken} in use by another program`, {
    fix: "Stop that program, or choose another port with PORT.",
  });
}

function tryListen(
  runtime: Runtime,
  hostname: string,
  port: number,
): Promise<{ server: ServerType; port: number } | null> {
  return new Promise((done, fail) => {
    const server = serve({ fetch: runtime.fetch, hostname, port }, (address) =>
      done({ server, port: address.port }),
    );
    server.once("error", (error: NodeJS.ErrnoException) => {
      if (error.code === "EADDRINUSE") done(null);
      else fail(toListenError(error, hostname, port));
    });
  });
}

function toListenError(error: NodeJS.ErrnoException, host: string, port: number): AppError {
  const detail = `The service cannot listen on ${host}, port ${port} (${error.code ?? error.message})`;
  const fix =
    error.code === "EACCES"
      ? "Choose a PORT above 1023."
      : "HOST must be an address of this machine, or unset to listen on this machine only.";
  return new AppError("config_invalid", detail, { fix, cause: error });
}

const WILDCARDS: Record<string, string> = { "0.0.0.0": "127.0.0.1", "::": "::1" };

/** The address under which this machine reaches the service. */
function toUrl(host: string, port: number): string {
  const name = WILDCARDS[host] ?? host;
  return `http://${name.includes(":") ? `[${name}]` : name}:${port}`;
}

/** Making the embedded database takes some seconds, in which nothing else would be printed. */
function announceFirstStart({ databaseUrl, dataFolder }: Config, log: Log): void {
  if (databaseUrl !== null || existsSync(join(dataFolder, "postgres"))) return;
  const line = `First start: creating the database in ${dataFolder}/, which takes some seconds`;
  if (process.stdout.isTTY) process.stdout.write(`${line}\n`);
  else log.info({}, line);
}

type Announced = { runtime: Runtime; config: Config; log: Log; port: number; ms: number };

/** Lines for a person at a terminal; for everything else one line of the log. */
function announce({ runtime: { db, models, skills }, config, log, port, ms }: Announced): void {
  const { provider, tiers } = models.describe();
  const { openaiBaseUrl } = config.models;
  const at = openaiBaseUrl === null ? "" : ` at ${new URL(openaiBaseUrl).host}`;
  const facts = {
    database: `${db.description}${db.kind === "embedded" ? `, data in ${config.dataFolder}/` : ""}`,
    model:
      provider === "offline"
        ? "offline (set OPENAI_API_KEY for a real one)"
        : `${Object.values(tiers).join(", ")}${at}`,
    skills: `${skills.current().skills.length} loaded`,
  };
  const isHere = LOOPBACK.has(config.host) || config.host in WILDCARDS;
  const url = toUrl(isHere ? "localhost" : config.host, port);
  const moved = config.port === null && port !== DEFAULT_PORT ? ` (port ${DEFAULT_PORT} is taken)` : "";
  const head = `RaptorFlow is ready at ${url}${moved}, ${(ms / 1_000).toFixed(1)} s`;
  if (!process.stdout.isTTY) return log.info({ ...facts, try: TRY }, head);
  const rows = Object.entries(facts).map(([name, fact]) => `  ${name.padEnd(9)} ${fact}`);
  process.stdout.write(`${[head, ...rows, "", `  Open  ${url}`, `  Type  ${TRY}`, ""].join("\n")}\n`);
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
