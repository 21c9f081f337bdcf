import { existsSync } from "node:fs";
import { join } from "node:path";
import type { Config } from "../config.ts";
import { isLoopbackHost } from "../http/loopback.ts";
import type { Prepared } from "../runtime/prepare.ts";
import type { Runtime } from "../runtime.ts";
import type { Log } from "../telemetry/log.ts";
import { DEFAULT_PORT, isWildcard, toUrl } from "./listen.ts";

const TRY = 'npx raptorflow ask "Plan a Diwali campaign for a sweets shop in Pune with a budget of 2 lakh"';

/** Making the embedded database takes some seconds, in which nothing else would be printed. */
export function announceFirstStart({ databaseUrl, dataFolder }: Config, log: Log): void {
  if (databaseUrl !== null || existsSync(join(dataFolder, "postgres"))) return;
  const line = `First start: creating the database in ${dataFolder}/, which takes some seconds`;
  if (process.stdout.isTTY) process.stdout.write(`${line}\n`);
  else log.info({}, line);
}

type Announced = { runtime: Runtime; prepared: Prepared; log: Log; ms: number };

/** Lines for a person at a terminal; for everything else one line of the log. */
export function announceService({ port, ...announced }: Announced & { port: number }): void {
  const { config, isProduct } = announced.prepared;
  const isHere = isLoopbackHost(config.host) || isWildcard(config.host);
  const url = toUrl(isHere ? "localhost" : config.host, port) + announced.prepared.project.http.mountPrefix;
  const moved = config.port === null && port !== DEFAULT_PORT ? ` (port ${DEFAULT_PORT} is taken)` : "";
  const studio = `https://smith.langchain.com/studio/?baseUrl=${encodeURIComponent(url)}`;
  print(announced, `RaptorFlow is ready at ${url}${moved}`, {
    open: url,
    ...(isProduct ? { type: TRY } : { studio }),
  });
}

export function announceWorker(announced: Announced): void {
  const { concurrency } = announced.prepared.config;
  print(announced, `RaptorFlow executes runs, up to ${concurrency} at once; it serves no HTTP`, {});
}

function print({ runtime, prepared, log, ms }: Announced, head: string, next: Record<string, string>): void {
  const { db } = runtime;
  const data = db.kind === "embedded" ? `, data in ${prepared.config.dataFolder}/` : "";
  const facts = { database: `${db.description}${data}`, ...runtime.facts() };
  const line = `${head}, ${(ms / 1_000).toFixed(1)} s`;
  if (!process.stdout.isTTY) return log.info({ ...facts, ...next }, line);
  const toRows = (rows: Record<string, string>): string[] =>
    Object.entries(rows).map(([name, text]) => `  ${name.padEnd(9)} ${text}`);
  const parts = [line, ...toRows(facts), ...(Object.keys(next).length > 0 ? ["", ...toRows(next)] : []), ""];
  process.stdout.write(`${parts.join("\n")}\n`);
}
