import { randomUUID } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { HttpClient } from "../client/http-client.ts";
import { toText } from "../error-text.ts";
import { findPostgres } from "../postgres/find-postgres.ts";
import { createFreshDatabase } from "../postgres/fresh-database.ts";
import { startChild } from "./child.ts";
import { startOverHttp } from "./over-http.ts";
import type { StartedTarget, Target } from "./target.ts";

const inProcess: Target = {
  id: "in-process",
  title: "in process",
  async start({ profile }) {
    const child = await startChild({ server: "in-process.ts", profile });
    return {
      description: child.description,
      async measure({ id }, load) {
        return (await child.ask({ ask: "measure", workload: id, load }, "measured")).measured;
      },
      stop: child.stop,
    };
  },
};

const bareHono: Target = {
  id: "bare-hono",
  title: "bare Hono",
  start: ({ profile }) =>
    startOverHttp({ server: "bare-hono.ts", profile, makeThread: async () => randomUUID() }),
};

/** Title of the target that others are compared with. */
export const YARDSTICK = "bare Hono, Postgres";

/** The yardstick: what a durable server costs that does nothing else. */
const barePostgres: Target = {
  id: "bare-postgres",
  title: YARDSTICK,
  start: ({ profile, report }) =>
    onFreshDatabase(report, (url, cleanUp) =>
      startCleaned(
        { server: "bare-postgres.ts", arguments: [url], profile, makeThread: async () => randomUUID() },
        cleanUp,
      ),
    ),
};

const embedded: Target = {
  id: "embedded",
  title: "RaptorFlow embedded",
  async start({ profile, concurrency }) {
    const folder = await mkdtemp(join(tmpdir(), "raptorflow-bench-"));
    const remove = (): Promise<void> => rm(folder, { recursive: true, force: true });
    return startRaptorFlow(folder, { profile, concurrency }, remove);
  },
};

const postgres: Target = {
  id: "postgres",
  title: "RaptorFlow Postgres",
  start: ({ profile, concurrency, report }) =>
    onFreshDatabase(report, (url, cleanUp) => startRaptorFlow(url, { profile, concurrency }, cleanUp)),
};

export const TARGETS = [inProcess, bareHono, barePostgres, embedded, postgres] as const;

type CleanUp = () => Promise<void>;

/** Null, after a report, when there is no server or what runs on it does not start. */
async function onFreshDatabase(
  report: (line: string) => void,
  start: (url: string, cleanUp: CleanUp) => Promise<StartedTarget>,
): Promise<StartedTarget | null> {
  const server = await findPostgres(report);
  if (server === null) return null;
  try {
    const { url, drop } = await createFreshDatabase(server.url);
    return await start(url, async () => {
      await drop();
      await server.leave();
    });
  } catch (error) {
    await server.leave();
    report(`skipped: ${toText(error)}`);
    return null;
  }
}

type RaptorFlowOptions = { profile: string | null; concurrency: number };

function startRaptorFlow(
  where: string,
  { profile, concurrency }: RaptorFlowOptions,
  cleanUp: CleanUp,
): Promise<StartedTarget> {
  return startCleaned(
    { server: "raptorflow.ts", arguments: [where, String(concurrency)], profile, makeThread },
    cleanUp,
  );
}

/** `cleanUp` runs once the server is gone, or when it did not start. */
async function startCleaned(
  options: Parameters<typeof startOverHttp>[0],
  cleanUp: CleanUp,
): Promise<StartedTarget> {
  try {
    const started = await startOverHttp(options);
    return {
      ...started,
      async stop() {
        await started.stop();
        await cleanUp();
      },
    };
  } catch (error) {
    await cleanUp();
    throw error;
  }
}

async function makeThread(http: HttpClient): Promise<string> {
  const thread = await http.postJson("/threads", {});
  if (typeof thread === "object" && thread !== null && "thread_id" in thread) return String(thread.thread_id);
  throw new Error(`POST /threads answered ${JSON.stringify(thread)}`);
}
