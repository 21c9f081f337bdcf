import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Database } from "../../src/db/database.ts";
import { toRoomless } from "../../src/db/passing.ts";
import { AppError } from "../../src/domain/errors.ts";
import { LOCAL_TENANT_ID } from "../../src/domain/ids.ts";
import { createCalls } from "../runs/support/calls.ts";
import { openTestDatabase } from "../support/database.ts";
import { buildSteps, toCatalogue } from "../support/graphs.ts";
import { startTestService, type TestService } from "../support/service.ts";

// A database in front of the real one whose disk fills up, or which goes away, for as long as the test wants.

let db: Database;
let service: TestService;
let calls: ReturnType<typeof createCalls>;
let toFailure: (() => Error) | null = null;
/** Whether a statement is done all the same, and only its answer is lost. */
let isDoneAllTheSame = false;
/** Only statements in which this stands. */
let endangeredText = "";

beforeAll(async () => {
  db = await openTestDatabase();
  async function endanger<T>(work: () => Promise<T>, text = ""): Promise<T> {
    if (toFailure === null || !text.includes(endangeredText)) return work();
    if (isDoneAllTheSame) await work().catch(() => undefined);
    throw toFailure();
  }
  const endangered: Database = {
    ...db,
    run: (tenantId, text, values) => endanger(() => db.run(tenantId, text, values), text),
    system: (text, values) => endanger(() => db.system(text, values), text),
    transaction: (tenantId, work) => endanger(() => db.transaction(tenantId, work)),
  };
  service = await startTestService(endangered, toCatalogue({ steps: buildSteps(6) }), { leaseMs: 8_000 });
  calls = createCalls(service);
});
afterAll(async () => {
  await service.close();
  await db.close();
});

const away = () => new AppError("unavailable", "The database cannot be reached");
const full = () =>
  toRoomless(Object.assign(new Error("No space left on device"), { code: "53100" })) as Error;

/** A run in whose midst the database fails for a while; answers its stream as it came. */
async function endure(failure: () => Error, forMs: number): Promise<{ text: string; threadId: string }> {
  const threadId = await calls.createThread();
  const body = { assistant_id: "steps", input: { pause_ms: 150 }, stream_mode: ["updates"] };
  const streamed = calls.post(`/threads/${threadId}/runs/stream`, body);
  await untilBegun(threadId);
  toFailure = failure;
  await sleep(forMs);
  toFailure = null;
  return { text: (await streamed).text, threadId };
}

/** Until its first step is kept. */
async function untilBegun(threadId: string): Promise<void> {
  const find = () => db.run(LOCAL_TENANT_ID, "select 1 from checkpoints where thread_id = $1", [threadId]);
  await expect.poll(find, { interval: 10, timeout: 10_000 }).not.toEqual([]);
}

const stepsIn = (text: string) => [...text.matchAll(/"step_(\d)"/g)].map(([, step]) => Number(step));

async function expectUnharmed(threadId: string): Promise<void> {
  const [run] = await db.run(
    LOCAL_TENANT_ID,
    "select status, attempt, fence from runs where thread_id = $1",
    [threadId],
  );
  expect(run).toEqual({ status: "success", attempt: 1, fence: 1 });
  const { values, status } = await calls.get(`/threads/${threadId}`);
  expect([values, status]).toEqual([{ steps: [0, 1, 2, 3, 4, 5], pause_ms: 150 }, "idle"]);
  const log = await db.run<{ seq: number }>(
    LOCAL_TENANT_ID,
    "select seq from thread_events where thread_id = $1 order by seq",
    [threadId],
  );
  expect(log.map(({ seq }, index) => seq - index)).toEqual(log.map(() => log[0]?.seq));
  expect(
    (await calls.call("GET", `/threads/${threadId}/history?limit=50`)).text.match(/"step":\d/g),
  ).toHaveLength(7);
}

describe.each([
  ["is full", full, false],
  ["is away", away, false],
  ["loses its answers", away, true],
] as const)("while the database %s", (_, failure, doneAllTheSame) => {
  it("a run waits, its stream says so, and nothing is lost or done twice", async () => {
    isDoneAllTheSame = doneAllTheSame;
    const { text, threadId } = await endure(failure, 1_200);
    expect(text).toMatch(/^: waiting for the database/m);
    expect(text).not.toContain("event: error");
    expect(stepsIn(text)).toEqual([0, 1, 2, 3, 4, 5]);
    expect(text).toContain('"status":"success"');
    await expectUnharmed(threadId);
  });
});

it("who waits for the output gets it afterwards", async () => {
  isDoneAllTheSame = false;
  const threadId = await calls.createThread();
  const waited = calls.wait(threadId, { assistant_id: "steps", input: { pause_ms: 100 } });
  await untilBegun(threadId);
  toFailure = away;
  await sleep(500);
  toFailure = null;
  expect(await waited).toEqual({ steps: [0, 1, 2, 3, 4, 5], pause_ms: 100 });
});

it("a run whose creation was never answered exists, and is followed like any other", async () => {
  const threadId = await calls.createThread();
  [isDoneAllTheSame, endangeredText, toFailure] = [true, "insert into runs", away];
  const body = { assistant_id: "steps", input: { pause_ms: 0 }, stream_mode: ["updates"] };
  const { status, text } = await calls.post(`/threads/${threadId}/runs/stream`, body);
  [isDoneAllTheSame, endangeredText, toFailure] = [false, "", null];
  expect([status, stepsIn(text)]).toEqual([200, [0, 1, 2, 3, 4, 5]]);
  expect(await calls.list(threadId)).toHaveLength(1);
});

it("nothing is created while it is away, and the client is told to come again", async () => {
  toFailure = away;
  const refused = await calls.post("/runs/stream", { assistant_id: "steps", input: {} });
  toFailure = null;
  expect(refused.status).toBe(503);
  expect(refused.headers.get("retry-after")).not.toBeNull();
});
