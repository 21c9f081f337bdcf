import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Database } from "../../src/db/database.ts";
import { LOCAL_TENANT_ID } from "../../src/domain/ids.ts";
import { openTestDatabase } from "../support/database.ts";
import { buildAsker, buildFailing, buildSteps, toCatalogue } from "../support/graphs.ts";
import { startTestService, type TestService } from "../support/service.ts";
import { createCalls, HELLO } from "./support/calls.ts";
import { buildNested } from "./support/graphs.ts";

let db: Database;
let service: TestService;
let calls: ReturnType<typeof createCalls>;

beforeAll(async () => {
  db = await openTestDatabase();
  const graphs = {
    asker: buildAsker(),
    steps: buildSteps(4),
    failing: buildFailing(),
    nested: buildNested(),
  };
  service = await startTestService(db, toCatalogue(graphs));
  calls = createCalls(service);
});
afterAll(async () => {
  await service.close();
  await db.close();
});

const join = (threadId: string, runId: string) => calls.get(`/threads/${threadId}/runs/${runId}/join`);

it("tells each run's own end, whatever came after it on the thread", async () => {
  const threadId = await calls.createThread();
  const first = await calls.createRun(threadId, { assistant_id: "steps", input: {} });
  const second = await calls.createRun(threadId, { assistant_id: "asker", input: HELLO });
  await join(threadId, second);
  expect(await join(threadId, first)).toEqual({ steps: [0, 1, 2, 3], pause_ms: 0 });
  const stopped = { __interrupt__: [{ id: expect.any(String), value: { question: "Which city?" } }] };
  expect(await join(threadId, second)).toMatchObject(stopped);
  await calls.wait(threadId, { assistant_id: "asker", command: { resume: "Pune" } });
  expect(await join(threadId, second)).toMatchObject(stopped);
});

it("tells of a question that a graph inside the graph asks", async () => {
  const threadId = await calls.createThread();
  const output = await calls.wait(threadId, { assistant_id: "nested", input: HELLO });
  expect(output).toMatchObject({ note: "", __interrupt__: [{ value: { question: "Sure?" } }] });
  expect(output["__interrupt__"]).toHaveLength(1);
  const answered = await calls.wait(threadId, { assistant_id: "nested", command: { resume: "me" } });
  expect(answered).toMatchObject({ note: "confirmed by me" });
  expect(answered).not.toHaveProperty("__interrupt__");
});

it("has an empty list at a breakpoint, and goes on without input", async () => {
  const threadId = await calls.createThread();
  const steps = { assistant_id: "steps", input: null };
  const stopped = await calls.wait(threadId, { ...steps, input: {}, interrupt_before: ["step_2"] });
  expect(stopped).toMatchObject({ steps: [0, 1], __interrupt__: [] });
  const thread = await calls.get(`/threads/${threadId}`);
  expect(thread).toMatchObject({ status: "interrupted" });
  expect(Object.values(thread["interrupts"] as object)).toEqual([[]]);
  expect(await calls.wait(threadId, { ...steps, interrupt_after: "*" })).toMatchObject({
    steps: [0, 1, 2],
    __interrupt__: [],
  });
  expect(await calls.wait(threadId, steps)).toEqual({ steps: [0, 1, 2, 3], pause_ms: 0 });
  expect(await calls.get(`/threads/${threadId}`)).toMatchObject({ status: "idle", interrupts: {} });
});

it("names class and message of a failure with status 200", async () => {
  const threadId = await calls.createThread();
  const failed = await calls.post(`/threads/${threadId}/runs/wait`, {
    assistant_id: "failing",
    input: HELLO,
  });
  expect(failed.status).toBe(200);
  expect(failed.json).toEqual({ __error__: { error: "RangeError", message: "Cannot do: hello" } });
  expect(await calls.get(`/threads/${threadId}`)).toMatchObject({
    status: "error",
    error: { error: "RangeError", message: "Cannot do: hello" },
  });
});

describe("what nobody waits for any more", () => {
  const SLOW = { assistant_id: "steps", input: { pause_ms: 500 }, on_completion: "keep" };

  /** Leaves as soon as the reply begins; answers where the run is. */
  async function leave(method: string, path: string, body?: object): Promise<string> {
    const abort = new AbortController();
    const init = {
      method,
      signal: abort.signal,
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    };
    const response = await fetch(service.url + path, init);
    abort.abort();
    return response.headers.get("content-location")?.split("/").at(-1) ?? "";
  }
  async function expectEnd(runId: string, status: string, reason: string | null): Promise<void> {
    const find = () =>
      db.run(LOCAL_TENANT_ID, "select status, cancel_reason from runs where run_id = $1", [runId]);
    await expect.poll(find, { timeout: 10_000 }).toEqual([{ status, cancel_reason: reason }]);
  }

  it.each(["stream", "wait"])(
    "is cancelled when it was asked to be: %s, with and without a thread",
    async (ending) => {
      const threadId = await calls.createThread();
      for (const path of [`/threads/${threadId}/runs/${ending}`, `/runs/${ending}`]) {
        const runId = await leave("POST", path, { ...SLOW, on_disconnect: "cancel" });
        await expectEnd(runId, "interrupted", "disconnect");
      }
    },
  );

  it.each(["stream", "wait"])("goes on otherwise: %s", async (ending) => {
    const body = { ...SLOW, input: { pause_ms: 20 } };
    const runId = await leave("POST", `/runs/${ending}`, body);
    await expectEnd(runId, "success", null);
  });

  it.each(["stream", "join"])("is cancelled when one who joined had asked for it: %s", async (ending) => {
    const threadId = await calls.createThread();
    const runId = await calls.createRun(threadId, SLOW);
    const path = `/threads/${threadId}/runs/${runId}/${ending}`;
    await leave("GET", `${path}?cancel_on_disconnect=0`);
    expect(await calls.get(`/threads/${threadId}/runs/${runId}`)).toMatchObject({ status: "running" });
    await leave("GET", `${path}?cancel_on_disconnect=1`);
    await expectEnd(runId, "interrupted", "disconnect");
  });
});
