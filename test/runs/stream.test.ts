import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, expect, it } from "vitest";
import type { Database } from "../../src/db/database.ts";
import { openTestDatabase } from "../support/database.ts";
import { buildEcho, buildSteps, buildTokens, toCatalogue } from "../support/graphs.ts";
import { startTestService, type TestService } from "../support/service.ts";
import { readFrames } from "../support/sse.ts";
import { createCalls, HELLO } from "./support/calls.ts";
import { buildNested } from "./support/graphs.ts";

let db: Database;
let service: TestService;
let calls: ReturnType<typeof createCalls>;

beforeAll(async () => {
  db = await openTestDatabase();
  const graphs = {
    tokens: buildTokens(40, 15),
    nested: buildNested(),
    steps: buildSteps(6),
    echo: buildEcho(),
  };
  service = await startTestService(db, toCatalogue(graphs));
  calls = createCalls(service);
});
afterAll(async () => {
  await service.close();
  await db.close();
});

const toUrl = (threadId: string, runId: string, query = ""): string =>
  `${service.url}/threads/${threadId}/runs/${runId}/stream${query}`;

async function finish(body: object): Promise<{ threadId: string; runId: string }> {
  const threadId = await calls.createThread();
  const runId = await calls.createRun(threadId, body);
  await calls.get(`/threads/${threadId}/runs/${runId}/join`);
  return { threadId, runId };
}

it.each(["messages", "messages-tuple", "values"])(
  "leaves no frame out for who joins now, in mode %s",
  async (mode) => {
    const threadId = await calls.createThread();
    const runId = await calls.createRun(threadId, {
      assistant_id: "tokens",
      input: HELLO,
      stream_mode: mode,
    });
    const joined = [];
    for (let index = 0; index < 6; index++) {
      await sleep(40);
      joined.push(readFrames(toUrl(threadId, runId), {}));
    }
    const whole = await readFrames(toUrl(threadId, runId), { lastEventId: "-1" });
    for (const frames of await Promise.all(joined)) expect(whole.slice(-frames.length)).toEqual(frames);
  },
);

it("shows only the namespaces asked for, and speech with the graph whose node speaks", async () => {
  const { threadId, runId } = await finish({
    assistant_id: "nested",
    input: HELLO,
    stream_mode: ["values", "updates", "messages-tuple"],
    stream_subgraphs: true,
  });
  const whole = await readFrames(toUrl(threadId, runId), { lastEventId: "-1" });
  const sub = whole.find(({ event }) => event.startsWith("values|"))?.event.slice("values|".length) ?? "";
  const root = await readFrames(toUrl(threadId, runId, "?namespace="), { lastEventId: "-1" });
  const inner = await readFrames(toUrl(threadId, runId, `?namespace=${encodeURIComponent(sub)}`), {
    lastEventId: "-1",
  });

  expect(root).toEqual(whole.filter(({ event }) => !event.includes(`|${sub}`)));
  expect(root.some(({ event }) => event.startsWith("messages|greet:"))).toBe(true);
  expect(inner.some(({ event }) => event.startsWith(`messages|${sub}|think:`))).toBe(true);
  expect(inner.map(({ event }) => event)).not.toContain("values");
  expect(inner.map(({ event }) => event)).toEqual(expect.arrayContaining(["metadata", "end"]));
});

it("shows only the namespaces asked for to who creates the run, too", async () => {
  const threadId = await calls.createThread();
  const body = { assistant_id: "nested", input: HELLO, stream_mode: ["values"], stream_subgraphs: true };
  const { text } = await calls.post(`/threads/${threadId}/runs/stream?namespace=`, body);
  const events = [...text.matchAll(/^event: (.*)$/gm)].map(([, event]) => event);
  expect(events[0]).toBe("metadata");
  expect(events.at(-1)).toBe("end");
  expect(new Set(events)).toEqual(new Set(["metadata", "values", "end"]));
});

it("begins after a checkpoint of the run, and at the first frame for any other", async () => {
  const { threadId, runId } = await finish({
    assistant_id: "steps",
    input: { pause_ms: 20 },
    stream_mode: ["updates", "values"],
  });
  const { text } = await calls.post(`/threads/${threadId}/history`, {});
  const states = JSON.parse(text) as { next: string[]; checkpoint: { checkpoint_id: string } }[];
  const shown = states.find(({ next }) => next[0] === "step_3")?.checkpoint.checkpoint_id ?? "";
  const whole = await readFrames(toUrl(threadId, runId), { lastEventId: "-1" });
  const after = await readFrames(toUrl(threadId, runId, `?checkpoint_id=${shown}`), { lastEventId: "-1" });
  expect(after[0]).toEqual(whole[0]);
  expect(after.length).toBeLessThan(whole.length);
  for (const step of ["step_3", "step_4", "step_5"]) {
    expect(after).toContainEqual(
      expect.objectContaining({ event: "updates", data: { [step]: { steps: Number(step.at(-1)) } } }),
    );
  }
  expect(after).not.toContainEqual(expect.objectContaining({ data: { step_0: { steps: 0 } } }));
  const foreign = (await finish({ assistant_id: "steps", input: {} })).threadId;
  const { checkpoint } = await calls.get(`/threads/${foreign}/state`);
  const { checkpoint_id } = checkpoint as { checkpoint_id: string };
  expect(
    await readFrames(toUrl(threadId, runId, `?checkpoint_id=${checkpoint_id}`), { lastEventId: "-1" }),
  ).toEqual(whole);
  const named = await readFrames(toUrl(threadId, runId, `?checkpoint_id=${shown}`), { lastEventId: "1" });
  expect(named).toEqual(whole.slice(2));
});

it("streams a run without a thread under its own address, with ids, and hides its thread", async () => {
  const { text, headers } = await calls.post("/runs/stream", { assistant_id: "echo", input: HELLO });
  const location = headers.get("content-location") ?? "";
  expect(location).toMatch(/^\/runs\/[0-9a-f-]{36}$/);
  expect(headers.get("location")).toBe(`${location}/stream`);
  const frames = await readFrames(`${service.url}${location}/stream`, { lastEventId: "-1" });
  expect(frames.map(({ id }) => id)).toEqual(frames.map((_, index) => String(index)));
  expect(text).toContain(`event: end\n`);
  const threadId = (frames[0]?.data as { thread_id?: string } | undefined)?.thread_id;
  expect((await calls.call("GET", `/threads/${threadId}`)).status).toBe(404);
  expect((await calls.call("GET", `/runs/${crypto.randomUUID()}/stream`)).status).toBe(404);
});
