import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Database } from "../../src/db/database.ts";
import { openTestDatabase } from "../support/database.ts";
import { buildSteps, toCatalogue } from "../support/graphs.ts";
import { startTestService, type TestService } from "../support/service.ts";
import { createCalls } from "./support/calls.ts";

let db: Database;
let service: TestService;
let calls: ReturnType<typeof createCalls>;

beforeAll(async () => {
  db = await openTestDatabase();
  service = await startTestService(db, toCatalogue({ steps: buildSteps(4) }));
  calls = createCalls(service);
});
afterAll(async () => {
  await service.close();
  await db.close();
});

const SLOW = { assistant_id: "steps", input: { pause_ms: 150 } };
const QUICK = { assistant_id: "steps", input: { pause_ms: 0 } };

describe("several runs on one thread", () => {
  it("refuses one that will not wait, before it is created, and leaves no trace", async () => {
    const threadId = await calls.createThread();
    await calls.createRun(threadId, SLOW);
    for (const ending of ["", "/stream", "/wait"]) {
      const refused = await calls.post(`/threads/${threadId}/runs${ending}`, {
        ...QUICK,
        multitask_strategy: "reject",
      });
      expect(refused.status).toBe(409);
      expect(refused.headers.get("content-type")).toBe("application/json");
      expect(refused.json).toMatchObject({ detail: "Thread is busy", message: "Thread is busy" });
    }
    expect(await calls.list(threadId)).toHaveLength(1);
  });

  it("lets exactly one through when many that will not wait come at once", async () => {
    const threadId = await calls.createThread();
    const body = { ...SLOW, multitask_strategy: "reject" };
    const replies = await Promise.all(
      Array.from({ length: 6 }, () => calls.post(`/threads/${threadId}/runs`, body)),
    );
    expect(replies.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([
      200, 409, 409, 409, 409, 409,
    ]);
  });

  it("interrupts what runs and what waits, and says for whom", async () => {
    const threadId = await calls.createThread();
    const running = await calls.createRun(threadId, SLOW);
    const waiting = await calls.createRun(threadId, QUICK);
    const output = await calls.wait(threadId, { ...QUICK, multitask_strategy: "interrupt" });
    expect(output["steps"]).toEqual(expect.arrayContaining([0, 1, 2, 3]));
    const [newest, ...others] = await calls.list(threadId);
    expect(newest).toMatchObject({ status: "success", multitask_strategy: "interrupt" });
    expect(others.map(({ run_id }) => run_id)).toEqual([waiting, running]);
    for (const run of others) {
      expect(run).toMatchObject({
        status: "interrupted",
        cancel_reason: `superseded:${String(newest?.["run_id"])}`,
      });
    }
  });

  it("leaves exactly one of many that interrupt each other", async () => {
    const threadId = await calls.createThread();
    const body = { ...SLOW, multitask_strategy: "interrupt" };
    const replies = await Promise.all(
      Array.from({ length: 6 }, () => calls.post(`/threads/${threadId}/runs`, body)),
    );
    for (const { json } of replies)
      await calls.get(`/threads/${threadId}/runs/${String(json["run_id"])}/join`);
    const statuses = (await calls.list(threadId)).map(({ status }) => status);
    expect(statuses.filter((status) => status === "success")).toHaveLength(1);
    expect(statuses.filter((status) => status === "interrupted")).toHaveLength(5);
    const thread = (await calls.get(`/threads/${threadId}`)) as {
      status: string;
      values: { steps: number[] };
    };
    // What one of the others had reached before it was interrupted stays.
    expect([thread.status, thread.values.steps.slice(-4)]).toEqual(["idle", [0, 1, 2, 3]]);
  });

  it("takes back runs that still wait when one rolls back", async () => {
    const threadId = await calls.createThread();
    const delayed = await calls.createRun(threadId, { ...QUICK, after_seconds: 60 });
    const output = await calls.wait(threadId, { ...QUICK, multitask_strategy: "rollback" });
    expect(output).toMatchObject({ steps: [0, 1, 2, 3] });
    expect((await calls.call("GET", `/threads/${threadId}/runs/${delayed}`)).status).toBe(404);
    expect(await calls.list(threadId)).toHaveLength(1);
  });

  it.each(["interrupt", "rollback"])("stops what another process executes: %s", async (strategy) => {
    const other = await startTestService(db, toCatalogue({ steps: buildSteps(4) }));
    try {
      const threadId = await calls.createThread();
      await createCalls(other).createRun(threadId, { ...SLOW, input: { pause_ms: 400 } });
      const readNext = async () => (await calls.get(`/threads/${threadId}/state`))["next"];
      await expect.poll(readNext, { timeout: 10_000 }).toEqual(["step_1"]);
      const output = await calls.wait(threadId, { ...QUICK, multitask_strategy: strategy });
      const left = (await calls.list(threadId)).map(({ status }) => status);
      expect(left).toEqual(strategy === "rollback" ? ["success"] : ["success", "interrupted"]);
      if (strategy === "rollback") expect(output).toEqual({ steps: [0, 1, 2, 3], pause_ms: 0 });
      else expect((output["steps"] as number[]).slice(-4)).toEqual([0, 1, 2, 3]);
      expect(await calls.get(`/threads/${threadId}`)).toMatchObject({ status: "idle", values: output });
    } finally {
      await other.close();
    }
  });

  it("does not let a delayed run hold back those that are due", async () => {
    const threadId = await calls.createThread();
    await calls.createRun(threadId, { ...QUICK, after_seconds: 60 });
    expect(await calls.wait(threadId, QUICK)).toMatchObject({ steps: [0, 1, 2, 3] });
    expect(await calls.get(`/threads/${threadId}`)).toMatchObject({ status: "busy" });
    expect((await calls.post(`/threads/${threadId}/state`, { values: {} })).json).toMatchObject({
      detail: "Thread is busy",
    });
  });
});

it("a thread that may be created and is there refuses like any other, and hears nothing of it", async () => {
  const threadId = await calls.createThread();
  await calls.createRun(threadId, { ...QUICK, after_seconds: 60 });
  const before = await calls.get(`/threads/${threadId}`);
  const body = { ...QUICK, if_not_exists: "create", config: { tags: ["a"] } };
  const refused = await calls.post(`/threads/${threadId}/runs`, { ...body, multitask_strategy: "reject" });
  expect(refused.status).toBe(409);
  expect(await calls.get(`/threads/${threadId}`)).toEqual(before);
  expect(await calls.wait(threadId, body)).toMatchObject({ steps: [0, 1, 2, 3] });
  expect(await calls.list(threadId)).toHaveLength(2);
});

it("runs are listed newest first: so many after so many, with a status, with what they carry", async () => {
  const threadId = await calls.createThread();
  const ids: string[] = [];
  for (const index of [0, 1, 2, 3]) {
    ids.unshift(
      await calls.createRun(threadId, {
        ...QUICK,
        after_seconds: 60,
        metadata: { index, even: index % 2 === 0 },
      }),
    );
  }
  await calls.cancel(threadId, ids[0] ?? "");
  const list = async (query: string) => (await calls.list(threadId, query)).map(({ run_id }) => run_id);
  expect(await list("")).toEqual(ids);
  expect(await list("?limit=2&offset=1")).toEqual(ids.slice(1, 3));
  expect(await list("?status=pending")).toEqual(ids.slice(1));
  expect(await list("?status=interrupted")).toEqual(ids.slice(0, 1));
  expect(await list(`?metadata=${encodeURIComponent('{"even":true}')}`)).toEqual([ids[1], ids[3]]);
  expect(await calls.list(threadId, "?limit=1&select=run_id&select=status")).toEqual([
    { run_id: ids[0], status: "interrupted" },
  ]);
  expect((await calls.call("GET", `/threads/${crypto.randomUUID()}/runs`)).status).toBe(404);
});

describe("a thread that does not exist", () => {
  const missing = (): string => crypto.randomUUID();

  it("is a 404 for a run, unless it may be created", async () => {
    expect((await calls.post(`/threads/${missing()}/runs`, QUICK)).status).toBe(404);
    const threadId = missing();
    expect(await calls.wait(threadId, { ...QUICK, if_not_exists: "create" })).toMatchObject({
      steps: [0, 1, 2, 3],
    });
    expect(await calls.get(`/threads/${threadId}`)).toMatchObject({
      status: "idle",
      metadata: { graph_id: "steps" },
    });
  });
});
