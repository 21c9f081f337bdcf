import { execFile } from "node:child_process";
import { connect } from "node:net";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { toText } from "../error-text.ts";

const SERVICES = fileURLToPath(new URL("../../.ci/services.sh", import.meta.url));
const services = async (verb: string): Promise<string> =>
  (await promisify(execFile)(SERVICES, [verb])).stdout;

/** `leave` puts the server back into the state in which it was found. */
export type FoundPostgres = { url: string; leave(): Promise<void> };

/** The server that the environment names, else that of `.ci/services.sh`, started if need be; null when neither is there. */
export async function findPostgres(report: (line: string) => void): Promise<FoundPostgres | null> {
  const named = process.env["RAPTORFLOW_BENCH_DATABASE_URL"];
  if (named !== undefined && named !== "") return { url: named, leave: async () => {} };
  try {
    const [database, redis] = parseUrls(await services("urls"));
    const running = await Promise.all([isOpen(database), isOpen(redis)]);
    if (running[0] === true) return { url: database, leave: async () => {} };
    report("starting PostgreSQL (.ci/services.sh start)");
    await services("start");
    return {
      url: database,
      async leave() {
        // `stop` takes both down, so a Redis that somebody uses keeps them up.
        if (running[1] === true)
          report("PostgreSQL is left running: stopping it would take down the Redis found here");
        else await services("stop");
      },
    };
  } catch (error) {
    report(
      `skipped: no PostgreSQL. Set RAPTORFLOW_BENCH_DATABASE_URL to one with pgvector. (${toText(error)})`,
    );
    return null;
  }
}

function parseUrls(text: string): [database: string, redis: string] {
  const [database, redis] = text.split("\n").map((line) => line.slice(line.indexOf("=") + 1));
  if (database === undefined || redis === undefined) throw new Error(`${SERVICES} urls: ${text}`);
  return [database, redis];
}

function isOpen(url: string): Promise<boolean> {
  const { hostname, port } = new URL(url);
  return new Promise((resolve) => {
    const socket = connect(Number(port), hostname);
    const settle = (open: boolean): void => {
      socket.destroy();
      resolve(open);
    };
    socket.setTimeout(1_000, () => settle(false));
    socket.once("connect", () => settle(true));
    socket.once("error", () => settle(false));
  });
}
