import { execFile } from "node:child_process";
import { randomBytes } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { rm } from "node:fs/promises";
import { createServer, type AddressInfo } from "node:net";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { openGate } from "../support/redis.ts";

/** A Postgres and a Redis that chaos may befall. */
export type OwnServices = {
  description: string;
  databaseUrl: string;
  redisUrl: string;
  /** Away for the time; `hard`: as in a power cut. */
  restartPostgres(awayMs: number, hard: boolean): Promise<void>;
  restartRedis(awayMs: number): Promise<void>;
  stop(): Promise<void>;
};

/** The root that `.ci/services.sh` makes. */
const ROOT = fileURLToPath(new URL("../../.services/debian13", import.meta.url));
const PG_BIN = "/usr/lib/postgresql/17/bin";
const run = promisify(execFile);

/** Servers of its own where `.ci/services.sh` has made its root; else ways to the servers named, which can be cut. */
export async function startServices(databaseUrl: string, redisUrl: string): Promise<OwnServices> {
  const canStart = process.getuid?.() === 0 && existsSync(join(ROOT, ".complete"));
  return canStart ? startOwn() : openGates(databaseUrl, redisUrl);
}

async function startOwn(): Promise<OwnServices> {
  const folder = `/chaos-${randomBytes(4).toString("hex")}`;
  const [pgPort, redisPort] = [await findPort(), await findPort()];
  const as = (user: string, ...command: string[]) =>
    run("chroot", [`--userspec=${user}`, ROOT, "/usr/bin/env", "LC_ALL=C.UTF-8", ...command]);
  const ctl = (...verb: string[]) => as("postgres", `${PG_BIN}/pg_ctl`, "-D", `${folder}/pg`, "-w", ...verb);
  const settings = `-p ${pgPort} -k ${folder} -c listen_addresses=127.0.0.1 -c max_connections=200`;
  const startPostgres = () => ctl("-l", `${folder}/log`, "-o", settings, "start");
  const startRedis = () =>
    as(
      "redis",
      ...[
        "/usr/bin/redis-server",
        "--bind",
        "127.0.0.1",
        "--port",
        `${redisPort}`,
        "--dir",
        `${folder}/redis`,
      ],
      ...["--save", "", "--daemonize", "yes", "--pidfile", `${folder}/redis/pid`],
    );
  async function stopRedis(): Promise<void> {
    const pid = Number(readFileSync(join(ROOT, folder, "redis/pid"), "utf8"));
    process.kill(pid, "SIGKILL");
    while (existsSync(`/proc/${pid}`)) await sleep(10);
  }

  await run("chroot", [ROOT, "install", "-d", "-o", "postgres", folder]);
  await run("chroot", [ROOT, "install", "-d", "-o", "redis", `${folder}/redis`]);
  await as(
    "postgres",
    ...[
      `${PG_BIN}/initdb`,
      "-D",
      `${folder}/pg`,
      "-A",
      "trust",
      "-U",
      "postgres",
      "-E",
      "UTF8",
      "--locale=C.UTF-8",
    ],
  );
  await startPostgres();
  await startRedis();
  return {
    description: `its own Postgres on port ${pgPort} and Redis on port ${redisPort}`,
    databaseUrl: `postgres://postgres@127.0.0.1:${pgPort}/postgres`,
    redisUrl: `redis://127.0.0.1:${redisPort}`,
    async restartPostgres(awayMs, hard) {
      await ctl("-m", hard ? "immediate" : "fast", "stop");
      await sleep(awayMs);
      await startPostgres();
    },
    async restartRedis(awayMs) {
      await stopRedis();
      await sleep(awayMs);
      await startRedis();
    },
    async stop() {
      await ctl("-m", "immediate", "stop").catch(() => undefined);
      await stopRedis().catch(() => undefined);
      await rm(join(ROOT, folder), { recursive: true, force: true });
    },
  };
}

async function openGates(databaseUrl: string, redisUrl: string): Promise<OwnServices> {
  const [postgres, redis] = [await openGate(databaseUrl), await openGate(redisUrl)];
  const away = async (gate: typeof postgres, ms: number): Promise<void> => {
    await gate.cut();
    await sleep(ms);
    await gate.mend();
  };
  return {
    description: "ways to Postgres and Redis that are cut and mended",
    databaseUrl: postgres.url,
    redisUrl: redis.url,
    restartPostgres: (ms) => away(postgres, ms),
    restartRedis: (ms) => away(redis, ms),
    async stop() {
      await postgres.close();
      await redis.close();
    },
  };
}

function findPort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer().once("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => resolve(port));
    });
  });
}
