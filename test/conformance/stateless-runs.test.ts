import { afterAll, beforeAll, expect, it } from "vitest";
import { buildEcho, buildSteps } from "../support/graphs.ts";
import { until } from "../support/until.ts";
import { type Conformance, openConformance, say } from "./open-conformance.ts";

let service: Conformance;
let client: Conformance["client"];

beforeAll(async () => {
  service = await openConformance({ echo: buildEcho(), steps: buildSteps(60) });
  ({ client } = service);
});
afterAll(() => service.close());

it("a run without a thread answers its output and leaves no thread behind", async () => {
  const { run_id: runId, thread_id: threadId } = await client.runs.create(null, "echo", {
    input: say("tea"),
  });
  const events = [];
  for await (const { event } of client.runs.joinStream(null, runId, { lastEventId: "-1" }))
    events.push(event);
  expect(events).toEqual(expect.arrayContaining(["metadata", "values", "end"]));
  await until(
    async () =>
      client.threads.get(threadId).then(
        () => false,
        () => true,
      ),
    "the end of the thread",
  );
  expect(await client.runs.wait(null, "echo", { input: say("x") })).toMatchObject({
    messages: [{}, { content: "You said: x" }],
  });
});

it("keeps the thread when it is asked to", async () => {
  const run = await client.runs.create(null, "echo", { input: say("keep"), onCompletion: "continue" });
  await until(async () => (await client.threads.get(run.thread_id)).status === "idle", "the end of the run");
  expect(await client.threads.get(run.thread_id)).toMatchObject({ values: { messages: expect.any(Array) } });
});

it("streams with ids, and says where the stream is", async () => {
  const created: unknown[] = [];
  const ids: (string | undefined)[] = [];
  const onRunCreated = (run: unknown) => created.push(run);
  for await (const part of client.runs.stream(null, "echo", { input: say("x"), onRunCreated }))
    ids.push((part as { id?: string }).id);
  expect(created).toEqual([{ run_id: expect.any(String) }]);
  expect(ids).toEqual(ids.map((_, index) => String(index)));
});

it("a batch creates all runs in order, or none", async () => {
  const payloads = ["a", "b"].map((text) => ({
    assistantId: "echo",
    input: say(text),
    onCompletion: "continue" as const,
  }));
  const runs = await client.runs.createBatch(payloads);
  expect(runs.map((run) => (run as unknown as { kwargs: object }).kwargs)).toMatchObject(
    payloads.map(({ input }) => ({ input })),
  );
  const wrong = [...payloads, { assistantId: "nothing" }];
  const before = await client.threads.count();
  await expect(client.runs.createBatch(wrong)).rejects.toMatchObject({ status: 404 });
  await expect(client.runs.createBatch([])).rejects.toMatchObject({ status: 422 });
  expect(await client.threads.count()).toBe(before);
});

it("is cancelled when its client leaves, if that was asked for", async () => {
  const leave = new AbortController();
  const options = {
    onDisconnect: "cancel" as const,
    onCompletion: "continue" as const,
    signal: leave.signal,
  };
  const stream = client.runs.stream(null, "steps", { input: { pause_ms: 1_000 }, ...options });
  const first = await stream.next();
  const { run_id: runId, thread_id: threadId } = (first.value?.data ?? {}) as {
    run_id: string;
    thread_id: string;
  };
  await until(
    async () => (await client.runs.get(threadId, runId)).status === "running",
    "the start of the run",
  );
  leave.abort();
  await stream.next().catch(() => undefined);
  await until(
    async () => (await client.runs.get(threadId, runId)).status === "interrupted",
    "its cancellation",
  );
  expect(await client.runs.get(threadId, runId)).toMatchObject({ cancel_reason: "disconnect" });
});
