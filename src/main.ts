import { serve, type ServerType } from "@hono/node-server";
import { loadConfig, type Config } from "./config.ts";
import { AppError } from "./domain/errors.ts";
import { createRuntime, type Runtime } from "./runtime.ts";
import { createLog, type Log } from "./telemetry/log.ts";

const DEFAULT_PORT = 2024;
const PORTS_TRIED = 20;
const GRACE_MS = 8_000;

/** Starts the service and resolves when a signal has stopped it. */
export async function main(): Promise<void> {
  const config = loadConfig();
  refuseOpenDoor(config);
  const log = createLog({ level: config.logLevel, destination: process.stdout });
  guardRejections(log);
  const begun = Date.now();
  const runtime = await createRuntime(config, log);
  try {
    const { server, port } = await listen(runtime, config);
    await runtime.start();
    announce(runtime, config, port, Date.now() - begun);
    await untilStopped();
    log.info({}, "stopping");
    server.close();
    if ("closeIdleConnections" in server) server.closeIdleConnections();
    await runtime.stop(GRACE_MS);
    if ("closeAllConnections" in server) server.closeAllConnections();
  } catch (error) {
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

async function listen(runtime: Runtime, { port, host }: Config): Promise<{ server: ServerType; port: number }> {
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

function tryListen(runtime: Runtime, hostname: string, port: number): Promise<{ server: ServerType; port: number } | null> {
  return new Promise((done, fail) => {
    const server = serve({ fetch: runtime.fetch, hostname, port }, (address) => done({ server, port: address.port }));
    server.once("error", (error: NodeJS.ErrnoException) => {
      if (error.code === "EADDRINUSE") done(null);
      else fail(error);
    });
  });
}

function announce({ db, models, skills }: Runtime, config: Config, port: number, ms: number): void {
  const { provider, tiers } = models.describe();
  const host = LOOPBACK.has(config.host) ? "localhost" : config.host;
  const url = `http://${host}:${port}`;
  const moved = config.port === null && port !== DEFAULT_PORT ? ` (port ${DEFAULT_PORT} is taken)` : "";
  const ask = port === DEFAULT_PORT ? "" : ` --url ${url}`;
  const data = db.kind === "embedded" ? `, data in ${config.dataFolder}/` : "";
  const lines = [
    `RaptorFlow is ready at ${url}${moved}, ${(ms / 1_000).toFixed(1)} s`,
    `  database  ${db.description}${data}`,
    `  model     ${provider === "offline" ? "offline (set OPENAI_API_KEY for a real one)" : Object.values(tiers).join(", ")}`,
    `  skills    ${skills.current().skills.length} loaded`,
    "",
    `  Open  ${url}`,
    `  Type  npx raptorflow ask "Plan a Diwali campaign for a sweets shop in Pune with a budget of 2 lakh"${ask}`,
    "",
  ];
  process.stdout.write(`${lines.join("\n")}\n`);
}

function untilStopped(): Promise<void> {
  return new Promise((done) => {
    for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => done());
  });
}
