import { once } from "node:events";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openRedisBus } from "../../src/bus/redis-bus.ts";
import { openDatabase } from "../../src/db/open-database.ts";
import { createLog } from "../../src/telemetry/log.ts";
import { createServerDatabase, SERVER_URL } from "../support/database.ts";
import { toCatalogue } from "../support/graphs.ts";
import { createOpenAiStandIn, type OpenAiStandIn } from "../support/openai-stand-in.ts";
import { createRedisUrl, REDIS_SERVER } from "../support/redis.ts";
import { startTestService, type TestService } from "../support/service.ts";
import { readFrames } from "../support/sse.ts";
import { buildThinker } from "../support/thinker.ts";
import { until } from "../support/until.ts";

const LEASE_MS = 60_000;
const HELLO = { messages: [{ type: "human", content: "hello" }] };
const log = createLog({ level: "silent", destination: process.stderr });
const WAYS = REDIS_SERVER === undefined ? ["Postgres"] : ["Postgres", "Redis"];

describe.runIf(SERVER_URL !== undefined)("a run is cancelled from another process", () => {
  describe.each(WAYS)("by way of %s", (way) => {
    let drop: () => Promise<void>;
    let model: OpenAiStandIn;
    let page: Server;
    /** Runs of which the processes were told that they are to stop. */
    const told: string[] = [];
    /** Executes no runs. */
    let teller: TestService;
    let worker: TestService;
    const stops: (() => Promise<void>)[] = [];

    beforeAll(async () => {
      const database = await createServerDatabase(SERVER_URL ?? "");
      drop = database.drop;
      model = await createOpenAiStandIn();
      page = createServer(() => {}).listen(0, "127.0.0.1");
      await once(page, "listening");
      const redisUrl = way === "Redis" ? createRedisUrl() : null;
      async function start(concurrency: number): Promise<TestService> {
        const db = await openDatabase({ url: database.url, folder: "" });
        const bus = redisUrl === null ? undefined : openRedisBus({ url: redisUrl, log });
        if (bus !== undefined) await until(bus.isUp, "Redis");
        const service = await startTestService(db, toCatalogue({ thinker: buildThinker(model.url) }), {
          leaseMs: LEASE_MS,
          settings: { concurrency, ...(bus === undefined ? {} : { bus }) },
        });
        stops.push(async () => {
          await service.close();
          await bus?.close();
          await db.close();
        });
        return service;
      }
      const db = await openDatabase({ url: database.url, folder: "" });
      stops.push(db.close);
      await db.listen("rf_cancel", (payload) => told.push(payload));
      teller = await start(0);
      worker = await start(4);
    });
    afterAll(async () => {
      for (const stop of stops) await stop();
      page.closeAllConnections();
      page.close();
      await model.close();
      await drop();
    });

    async function cancel(threadId: string, runId: string): Promise<void> {
      const path = `/threads/${threadId}/runs/${runId}/stream`;
      const frames = readFrames(worker.url + path, { lastEventId: "-1" });
      const { client } = teller;
      await client.runs.cancel(threadId, runId, true);
      // It has really stopped when that answers.
      expect((await client.runs.get(threadId, runId)).status).toBe("interrupted");
      const thread = await client.threads.get(threadId);
      expect(thread.status).toBe("idle");
      expect((await frames).at(-1)).toMatchObject({ event: "end", data: { status: "interrupted" } });
    }

    it("in a model call, which is broken off", async () => {
      model.script({ kind: "silent", pieces: ["half"] });
      const { client } = teller;
      const { thread_id: threadId } = await client.threads.create();
      const { run_id: runId } = await client.runs.create(threadId, "thinker", { input: HELLO });
      await until(() => model.requests.length === 1, "the model to be asked");
      await cancel(threadId, runId);
      await model.aborted();
      await until(() => told.some((payload) => payload.endsWith(runId)), "the others to be told");
      const { values } = await client.threads.getState<{ messages: { id: string }[] }>(threadId);
      expect(values.messages.at(-1)?.id).toBe("begun");
    });

    it("in a tool call, which is broken off", async () => {
      const asked = once(page, "request");
      const { port } = page.address() as AddressInfo;
      const content = `call: http://127.0.0.1:${port}/`;
      const { client } = teller;
      const { thread_id: threadId } = await client.threads.create();
      const { run_id: runId } = await client.runs.create(threadId, "thinker", {
        input: { messages: [{ type: "human", content }] },
      });
      const [request] = (await asked) as [{ socket: { destroyed: boolean } }];
      await cancel(threadId, runId);
      await until(() => request.socket.destroyed, "the page's client to leave");
    });

    it("while it waits: those who follow it elsewhere are told", async () => {
      const { client } = teller;
      const { thread_id: threadId } = await client.threads.create();
      const later = { input: HELLO, afterSeconds: 600 };
      const { run_id: runId } = await client.runs.create(threadId, "thinker", later);
      await cancel(threadId, runId);
    });
  });
});
