import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Database } from "../../src/db/database.ts";
import { buildFan } from "../engine/support/fan.ts";
import { openTestDatabase } from "../support/database.ts";
import { buildAsker, buildEcho, buildFailing, buildSteps, toCatalogue } from "../support/graphs.ts";
import { startTestService, type TestService } from "../support/service.ts";
import { createCalls, HELLO } from "../runs/support/calls.ts";

let db: Database;
let service: TestService;
let calls: ReturnType<typeof createCalls>;

beforeAll(async () => {
  db = await openTestDatabase();
  const graphs = {
    echo: buildEcho(),
    asker: buildAsker(),
    steps: buildSteps(6),
    fan: buildFan(),
    failing: buildFailing(),
  };
  service = await startTestService(db, toCatalogue(graphs));
  calls = createCalls(service);
});
afterAll(async () => {
  await service.close();
  await db.close();
});

const say = (content: unknown) => ({ messages: [{ type: "human", content }] });

describe("a thread's time to live", () => {
  it.each([
    [90, { strategy: "delete", ttl_minutes: 90 }],
    [{ ttl: 0.5 }, { strategy: "delete", ttl_minutes: 0.5 }],
    [
      { ttl: 60, strategy: "keep_latest" },
      { strategy: "keep_latest", ttl_minutes: 60 },
    ],
  ])("is given as %j", async (ttl, expected) => {
    const { json } = await calls.post("/threads", { ttl });
    expect(json).not.toHaveProperty("ttl");
    const shown = await calls.get(`/threads/${String(json["thread_id"])}?include=ttl`);
    const expires = Date.parse(String(shown["updated_at"])) + expected.ttl_minutes * 60_000;
    expect(shown["ttl"]).toEqual({ ...expected, expires_at: new Date(expires).toISOString() });
  });

  it.each([0, -1, "soon", { strategy: "delete" }, { ttl: 1, strategy: "archive" }, 1e300])(
    "is not %j",
    async (ttl) => {
      expect((await calls.post("/threads", { ttl })).status).toBe(422);
    },
  );

  it("is null without one, and can be set later", async () => {
    const threadId = await calls.createThread();
    expect((await calls.get(`/threads/${threadId}?include=ttl`))["ttl"]).toBeNull();
    await calls.call("PATCH", `/threads/${threadId}`, { ttl: { ttl: 5, strategy: "keep_latest" } });
    await calls.call("PATCH", `/threads/${threadId}`, { metadata: { a: 1 } });
    expect(await calls.get(`/threads/${threadId}?include=ttl`)).toMatchObject({
      metadata: { a: 1 },
      ttl: { strategy: "keep_latest", ttl_minutes: 5 },
    });
  });
});

describe("a patch", () => {
  it("answers nothing when the client wants nothing", async () => {
    const threadId = await calls.createThread({ metadata: { a: 1 } });
    const prefer = { prefer: "return=minimal" };
    const reply = await calls.call("PATCH", `/threads/${threadId}`, { metadata: { b: 2 } }, prefer);
    expect([reply.status, reply.text]).toEqual([204, ""]);
    expect((await calls.get(`/threads/${threadId}`))["metadata"]).toEqual({ a: 1, b: 2 });
    expect((await calls.call("PATCH", `/threads/${randomUUID()}`, {})).status).toBe(404);
  });
});

describe("a thread's title", () => {
  const long =
    "चाय की दुकान के लिए एक अच्छा नाम सुझाइए और उसके साथ एक छोटा सा नारा भी लिखिए जो सबको याद रहे और पसंद आए".repeat(
      2,
    );

  it.each([
    ["Name our  tea\nshop", "Name our tea shop"],
    [
      [
        { type: "text", text: "Look at" },
        { type: "image_url", image_url: "x" },
        { type: "text", text: "this" },
      ],
      "Look at this",
    ],
    ["x".repeat(80), "x".repeat(80)],
    ["x".repeat(81), `${"x".repeat(79)}…`],
  ])("is how its first human message begins: %j", async (content, title) => {
    const threadId = await calls.createThread();
    expect((await calls.get(`/threads/${threadId}`))["title"]).toBeNull();
    await calls.wait(threadId, { assistant_id: "echo", input: say(content) });
    await calls.wait(threadId, { assistant_id: "echo", input: say("and more") });
    expect((await calls.get(`/threads/${threadId}`))["title"]).toBe(title);
    const search = { ids: [threadId], select: ["thread_id", "title"] };
    const found: unknown = JSON.parse((await calls.post("/threads/search", search)).text);
    expect(found).toEqual([{ thread_id: threadId, title }]);
  });

  it("has at most 80 characters, none of them torn", async () => {
    const threadId = await calls.createThread();
    await calls.wait(threadId, { assistant_id: "echo", input: say(long) });
    const { title } = await calls.get(`/threads/${threadId}`);
    const characters = Array.from(new Intl.Segmenter().segment(String(title)), ({ segment }) => segment);
    expect(characters.length).toBeLessThanOrEqual(80);
    const whole = new Set(Array.from(new Intl.Segmenter().segment(long), ({ segment }) => segment));
    expect(characters.slice(0, -1).every((character) => whole.has(character))).toBe(true);
    expect(characters.at(-1)).toBe("…");
  });

  it("can be given", async () => {
    const threadId = await calls.createThread();
    await calls.wait(threadId, { assistant_id: "echo", input: HELLO });
    const named = await calls.call("PATCH", `/threads/${threadId}`, { metadata: { title: "Diwali plan" } });
    expect(named.json["title"]).toBe("Diwali plan");
    const [found] = JSON.parse((await calls.post("/threads/search", { ids: [threadId] })).text) as [object];
    expect(found).toMatchObject({ title: "Diwali plan", metadata: { title: "Diwali plan" } });
    await calls.call("PATCH", `/threads/${threadId}`, { metadata: { title: "" } });
    expect((await calls.get(`/threads/${threadId}`))["title"]).toBe("hello");
  });
});

describe("a copy", () => {
  it("has the history of its source and goes its own way", async () => {
    const threadId = await calls.createThread({ metadata: { team: "red" }, ttl: 90 });
    await calls.wait(threadId, { assistant_id: "echo", input: HELLO });
    const copy = await service.client.threads.copy(threadId);
    const source = await calls.get(`/threads/${threadId}`);
    expect(copy).toMatchObject({ values: source["values"], status: "idle", interrupts: {} });
    expect(copy.metadata).toEqual({ ...Object(source["metadata"]), thread_id: copy.thread_id });
    expect(copy.thread_id).not.toBe(threadId);
    const history = async (id: string) =>
      JSON.parse((await calls.call("GET", `/threads/${id}/history`)).text) as [];
    expect(await history(copy.thread_id)).toHaveLength((await history(threadId)).length);
    await calls.wait(copy.thread_id, { assistant_id: "echo", input: say("more") });
    expect((await calls.get(`/threads/${threadId}`))["values"]).toEqual(source["values"]);
    expect(await calls.get(`/threads/${copy.thread_id}?include=ttl`)).toMatchObject({
      ttl: { ttl_minutes: 90 },
    });
  });

  it("waits for the same answers", async () => {
    const threadId = await calls.createThread();
    await calls.wait(threadId, { assistant_id: "asker", input: HELLO });
    const copy = (await calls.post(`/threads/${threadId}/copy`)).json;
    expect(copy).toMatchObject({
      status: "interrupted",
      interrupts: (await calls.get(`/threads/${threadId}`))["interrupts"],
    });
    const answer = { assistant_id: "asker", command: { resume: "Pune" } };
    expect(JSON.stringify(await calls.wait(String(copy["thread_id"]), answer))).toContain("City: Pune");
    expect((await calls.get(`/threads/${threadId}`))["status"]).toBe("interrupted");
  });

  it("of a thread with a run is free, at the checkpoint it was copied at", async () => {
    const threadId = await calls.createThread();
    const runId = await calls.createRun(threadId, { assistant_id: "steps", input: { pause_ms: 150 } });
    await sleep(400);
    const copy = (await calls.post(`/threads/${threadId}/copy`)).json;
    expect(copy["status"]).toBe("interrupted");
    const { steps } = copy["values"] as { steps: number[] };
    expect(steps.length).toBeLessThan(6);
    await calls.cancel(threadId, runId, "?wait=1");
    const rest = await calls.wait(String(copy["thread_id"]), { assistant_id: "steps", input: null });
    expect(rest["steps"]).toEqual([0, 1, 2, 3, 4, 5]);
  });

  it("of a thread whose run failed knows nothing of the run", async () => {
    const threadId = await calls.createThread();
    await calls.wait(threadId, { assistant_id: "failing", input: HELLO });
    expect(await calls.get(`/threads/${threadId}`)).toMatchObject({ status: "error" });
    expect((await calls.post(`/threads/${threadId}/copy`)).json).toMatchObject({
      status: "interrupted",
      error: null,
    });
  });

  it("needs a source", async () => {
    const { status, json } = await calls.post(`/threads/${randomUUID()}/copy`);
    expect([status, json["code"]]).toEqual([409, "thread_not_copied"]);
  });
});

describe("of several questions", () => {
  it("the state lists those without an answer, as the thread does", async () => {
    const threadId = await calls.createThread();
    await calls.wait(threadId, { assistant_id: "fan", input: {} });
    type State = {
      tasks: { id: string; interrupts: { id: string }[]; result: unknown }[];
      interrupts: { id: string }[];
    };
    const read = async () => (await calls.get(`/threads/${threadId}/state`)) as unknown as State;
    const asked = await read();
    expect(asked.interrupts).toHaveLength(2);
    const [first, second] = asked.interrupts.map(({ id }) => id);
    await calls.wait(threadId, { assistant_id: "fan", command: { resume: { [first ?? ""]: "yes" } } });
    const left = await read();
    expect(left.interrupts.map(({ id }) => id)).toEqual([second]);
    const answered = left.tasks.find(({ id }) =>
      asked.tasks.some((task) => task.id === id && task.interrupts[0]?.id === first),
    );
    expect(answered).toMatchObject({ interrupts: [], result: { done: expect.stringContaining("yes") } });
    const history = JSON.parse((await calls.call("GET", `/threads/${threadId}/history`)).text) as State[];
    expect(history[0]?.interrupts.map(({ id }) => id)).toEqual([second]);
    const copy = (await calls.post(`/threads/${threadId}/copy`)).json;
    const ids = Object.values(Object(copy["interrupts"])).flat() as { id: string }[];
    expect(ids.map(({ id }) => id)).toEqual([second]);
  });
});
