import { Client } from "@langchain/langgraph-sdk";
import { expect, test } from "vitest";
import { yieldAll } from "./support/memory-runs.ts";
import { createTestApp, THREAD_ID, type TestApp } from "./support/test-app.ts";

/** The official client, with the app in place of the network. */
function createClient({ app }: TestApp): Client {
  const fetch = (input: string | URL | Request, init?: RequestInit) =>
    Promise.resolve(app.fetch(new Request(input, init)));
  return new Client({
    apiUrl: "http://localhost:2024",
    apiKey: null,
    callerOptions: { maxRetries: 0, fetch },
  });
}

test("streams a run and learns its id from the headers", async () => {
  const frames = ({ runId }: { runId: string }) =>
    yieldAll([
      [{ id: "0", event: "metadata", json: JSON.stringify({ run_id: runId }) }],
      [
        { id: "1", event: "values", json: '{"messages":[]}' },
        { id: "2", event: "end", json: JSON.stringify({ run_id: runId, status: "success" }) },
      ],
    ]);
  const testApp = createTestApp({ script: { frames } });
  const client = createClient(testApp);
  await client.threads.create({ threadId: THREAD_ID, metadata: { a: 1 } });
  let created: { run_id: string; thread_id?: string } | undefined;
  const seen: [string | undefined, string][] = [];
  for await (const part of client.runs.stream(THREAD_ID, "queen", {
    input: { messages: [] },
    streamMode: ["values"],
    onRunCreated: (run) => void (created = run),
  })) {
    seen.push([part.id, part.event]);
  }
  expect(seen).toEqual([
    ["0", "metadata"],
    ["1", "values"],
    ["2", "end"],
  ]);
  expect(created).toMatchObject({ thread_id: THREAD_ID, run_id: expect.any(String) });
});

test("comes back to a run whose stream broke off", async () => {
  let streams = 0;
  const frames = () =>
    ++streams === 1
      ? yieldAll([[{ id: "3", event: "values", json: "{}" }]])
      : yieldAll([[{ id: "4", event: "end", json: '{"status":"success"}' }]]);
  const testApp = createTestApp({ script: { frames } });
  const client = createClient(testApp);
  await client.threads.create({ threadId: THREAD_ID });
  const run = await client.runs.create(THREAD_ID, "queen");
  const parts = await Array.fromAsync(client.runs.joinStream(THREAD_ID, run.run_id, { lastEventId: "-1" }));
  expect(parts.length).toBeGreaterThan(0);
  expect(testApp.calls.find((call) => call.verb === "runs.stream")?.input).toMatchObject({
    lastEventId: "start",
  });
});

test("waits, joins, lists, cancels and deletes", async () => {
  const testApp = createTestApp({ heartbeatMs: 5 });
  const client = createClient(testApp);
  await client.threads.create({ threadId: THREAD_ID });
  expect(await client.runs.wait(null, "queen", { input: {} })).toEqual({ messages: [] });
  const run = await client.runs.create(THREAD_ID, "queen", { multitaskStrategy: "enqueue" });
  expect(await client.runs.join(THREAD_ID, run.run_id)).toEqual({ messages: [] });
  expect(await client.runs.list(THREAD_ID, { limit: 1 })).toHaveLength(1);
  await client.runs.cancel(THREAD_ID, run.run_id, true);
  expect(testApp.last("runs.cancel")).toMatchObject({ wait: true });
  await client.runs.delete(THREAD_ID, run.run_id);
});

test("reads assistants, threads and state", async () => {
  const testApp = createTestApp();
  const client = createClient(testApp);
  expect(await client.assistants.search({ graphId: "queen" })).toHaveLength(1);
  expect(await client.assistants.getSchemas("queen")).toMatchObject({ graph_id: "queen" });
  await client.threads.create({ threadId: THREAD_ID });
  expect(await client.threads.search({ metadata: {}, limit: 5 })).toHaveLength(1);
  expect(await client.threads.getState(THREAD_ID)).toMatchObject({ next: [] });
  await client.threads.updateState(THREAD_ID, { values: { a: 1 }, asNode: "writer" });
  expect(testApp.last("threads.updateState")).toMatchObject({
    supersteps: [{ updates: [{ values: { a: 1 }, asNode: "writer" }] }],
  });
  expect(
    await client.threads.getHistory(THREAD_ID, {
      limit: 3,
      before: { configurable: { checkpoint_id: "c1" } },
    }),
  ).toEqual([]);
  expect(testApp.last("threads.history")).toMatchObject({ limit: 3, before: "c1" });
});
