import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, expect, it } from "vitest";
import type { Database } from "../../src/db/database.ts";
import { openTestDatabase } from "../support/database.ts";
import { buildTokens, toCatalogue } from "../support/graphs.ts";
import { startTestService, type TestService } from "../support/service.ts";
import { readFrames } from "../support/sse.ts";

let db: Database;
let service: TestService;

beforeAll(async () => {
  db = await openTestDatabase();
  service = await startTestService(db, toCatalogue({ tokens: buildTokens(200) }));
});
afterAll(async () => {
  await service.close();
  await db.close();
});

const request = {
  assistant_id: "tokens",
  input: { messages: [{ type: "human", content: "write" }] },
  stream_mode: ["values", "messages-tuple", "updates"],
};

async function startRun(): Promise<{ threadId: string; runId: string }> {
  const { thread_id: threadId } = await service.client.threads.create();
  const { run_id: runId } = await service.client.runs.create(threadId, "tokens", {
    input: request.input,
    streamMode: ["values", "messages-tuple", "updates"],
  });
  return { threadId, runId };
}

it("shows ten joiners who come at different moments the same events with the same ids", async () => {
  const { threadId, runId } = await startRun();
  const url = `${service.url}/threads/${threadId}/runs/${runId}/stream`;
  const joined = await Promise.all(
    Array.from({ length: 10 }, async (_, index) => {
      await sleep(index * 150);
      return readFrames(url, { lastEventId: "-1" });
    }),
  );
  const [first, ...others] = joined;
  expect(first?.length).toBeGreaterThan(200);
  expect(first?.map(({ id }) => Number(id))).toEqual(first?.map((_, index) => index));
  expect(first?.at(-1)).toMatchObject({ event: "end" });
  for (const other of others) expect(other).toEqual(first);
});

it("gives a client that comes back everything after the id it names, and nothing twice", async () => {
  const { threadId, runId } = await startRun();
  const url = `${service.url}/threads/${threadId}/runs/${runId}/stream`;
  const before = await readFrames(url, { lastEventId: "-1", stopAfter: 57 });
  const after = await readFrames(url, { lastEventId: before.at(-1)?.id ?? "" });
  const whole = await readFrames(url, { lastEventId: "-" });
  expect([...before, ...after]).toEqual(whole);
});

it("delivers only what comes from now on when no id is named", async () => {
  const { threadId, runId } = await startRun();
  const url = `${service.url}/threads/${threadId}/runs/${runId}/stream`;
  await sleep(300);
  const late = await readFrames(url, {});
  const whole = await readFrames(url, { lastEventId: "-1" });
  expect(late.length).toBeLessThan(whole.length);
  expect(whole.slice(-late.length)).toEqual(late);
});

it("filters a join by mode and keeps the ids", async () => {
  const { threadId, runId } = await startRun();
  const url = `${service.url}/threads/${threadId}/runs/${runId}/stream`;
  const whole = await readFrames(url, { lastEventId: "-1" });
  const values = await readFrames(`${url}?stream_mode=values`, { lastEventId: "-1" });
  expect(values).toEqual(whole.filter(({ event }) => ["metadata", "values", "end"].includes(event)));
});
