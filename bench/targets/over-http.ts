import { createHttpClient, type HttpClient } from "../client/http-client.ts";
import { streamRun } from "../client/streamed-run.ts";
import { drive } from "../measure/drive.ts";
import { startChild } from "./child.ts";
import type { StartedTarget } from "./target.ts";

type HttpOptions = Parameters<typeof startChild>[0] & {
  makeThread(http: HttpClient): Promise<string>;
};

const MADE_AT_ONCE = 16;

/** A server that is measured by the client in this process. */
export async function startOverHttp({ makeThread, ...options }: HttpOptions): Promise<StartedTarget> {
  const child = await startChild(options);
  const http = createHttpClient(child.url);
  return {
    description: child.description,
    measure: (workload, load) =>
      drive(
        {
          makeThreads: (count) => makeMany(count, () => makeThread(http)),
          run: (threadId) => streamRun(http, workload, threadId),
          spent: async () => (await child.ask({ ask: "spent" }, "spent")).spent,
        },
        load,
      ),
    async stop() {
      http.close();
      await child.stop();
    },
  };
}

async function makeMany(count: number, makeOne: () => Promise<string>): Promise<string[]> {
  const made: string[] = [];
  let begun = 0;
  async function work(): Promise<void> {
    while (begun < count) {
      begun += 1;
      made.push(await makeOne());
    }
  }
  await Promise.all(Array.from({ length: MADE_AT_ONCE }, work));
  return made;
}
