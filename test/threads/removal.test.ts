import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Database } from "../../src/db/database.ts";
import { LOCAL_TENANT_ID } from "../../src/domain/ids.ts";
import { openTestDatabase } from "../support/database.ts";
import { buildAsker, buildEcho, buildSteps, toCatalogue } from "../support/graphs.ts";
import { startTestService, type TestService } from "../support/service.ts";
import { createCalls, HELLO } from "../runs/support/calls.ts";

let db: Database;
let service: TestService;
let calls: ReturnType<typeof createCalls>;

beforeAll(async () => {
  db = await openTestDatabase();
  const graphs = { echo: buildEcho(), asker: buildAsker(), steps: buildSteps(6) };
  service = await startTestService(db, toCatalogue(graphs));
  calls = createCalls(service);
});
afterAll(async () => {
  await service.close();
  await db.close();
});

const say = (content: unknown) => ({ messages: [{ type: "human", content }] });

async function countRows(threadId: string): Promise<Record<string, number>> {
  const tables = ["threads", "runs", "thread_events", "checkpoints", "checkpoint_blobs", "checkpoint_writes"];
  const of = (table: string) => `(select count(*)::int from ${table} where thread_id::text = $1) as ${table}`;
  const [row] = await db.run<Record<string, number>>(LOCAL_TENANT_ID, `select ${tables.map(of).join(", ")}`, [
    threadId,
  ]);
  return row ?? {};
}

describe("pruning", () => {
  const prune = async (body: object) => (await calls.post("/threads/prune", body)).json["pruned_count"];

  it("deletes threads with all that is theirs", async () => {
    const [one, two] = [await calls.createThread(), await calls.createThread()];
    for (const id of [one, two]) await calls.wait(id, { assistant_id: "echo", input: HELLO });
    expect(await prune({ thread_ids: [one, two, randomUUID()] })).toBe(2);
    for (const id of [one, two]) expect(Object.values(await countRows(id))).toEqual([0, 0, 0, 0, 0, 0]);
    expect(await prune({ thread_ids: [one] })).toBe(0);
  });

  it("keeps the latest checkpoint, from which a run goes on", async () => {
    const threadId = await calls.createThread();
    for (const text of ["one", "two"]) await calls.wait(threadId, { assistant_id: "echo", input: say(text) });
    const before = await calls.get(`/threads/${threadId}/state`);
    expect(await prune({ thread_ids: [threadId], strategy: "keep_latest" })).toBe(1);
    expect(await countRows(threadId)).toMatchObject({ threads: 1, checkpoints: 1 });
    expect(await calls.get(`/threads/${threadId}/state`)).toEqual(before);
    const { messages } = await calls.wait(threadId, { assistant_id: "echo", input: say("three") });
    expect(messages).toHaveLength(6);
  });

  it("leaves what waits for an answer able to take it", async () => {
    const threadId = await calls.createThread();
    await calls.wait(threadId, { assistant_id: "echo", input: HELLO });
    await calls.wait(threadId, { assistant_id: "asker", input: HELLO });
    expect(await prune({ thread_ids: [threadId], strategy: "keep_latest" })).toBe(1);
    const output = await calls.wait(threadId, { assistant_id: "asker", command: { resume: "Surat" } });
    expect(JSON.stringify(output)).toContain("City: Surat");
  });

  it("does not shorten a thread under a run, and stops the run of one it deletes", async () => {
    const threadId = await calls.createThread();
    await calls.createRun(threadId, { assistant_id: "steps", input: { pause_ms: 300 } });
    expect(await prune({ thread_ids: [threadId], strategy: "keep_latest" })).toBe(0);
    expect(await prune({ thread_ids: [threadId] })).toBe(1);
    await sleep(700);
    expect(Object.values(await countRows(threadId))).toEqual([0, 0, 0, 0, 0, 0]);
  });

  it.each([{}, { thread_ids: ["x"] }, { thread_ids: [], strategy: "archive" }])(
    "refuses %j",
    async (body) => {
      expect((await calls.post("/threads/prune", body)).status).toBe(422);
    },
  );
});

describe("storage", () => {
  it("says what the history takes up, channel by channel", async () => {
    const threadId = await calls.createThread();
    expect(await calls.get(`/threads/${threadId}/storage`)).toEqual({
      thread_id: threadId,
      total_bytes: 0,
      checkpoints: { count: 0, bytes: 0 },
      channel_values: { count: 0, bytes: 0, by_channel: {} },
      pending_writes: { count: 0, bytes: 0 },
    });
    await calls.wait(threadId, { assistant_id: "echo", input: HELLO });
    const storage = await calls.get(`/threads/${threadId}/storage`);
    const rows = await countRows(threadId);
    expect(storage).toMatchObject({
      checkpoints: { count: rows["checkpoints"] },
      channel_values: {
        count: rows["checkpoint_blobs"],
        by_channel: { messages: { versions: 2, bytes: expect.any(Number) } },
      },
      pending_writes: { count: rows["checkpoint_writes"] },
    });
    const parts = ["checkpoints", "channel_values", "pending_writes"].map(
      (part) => (storage[part] as { bytes: number }).bytes,
    );
    expect(storage["total_bytes"]).toBe(parts.reduce((sum, bytes) => sum + bytes, 0));
    expect(Math.min(...parts)).toBeGreaterThan(0);
    expect((await calls.call("GET", `/threads/${randomUUID()}/storage`)).status).toBe(404);
  });
});

describe("deleting a thread", () => {
  it("leaves nothing, whatever runs on it", async () => {
    const threadId = await calls.createThread();
    await calls.createRun(threadId, { assistant_id: "steps", input: { pause_ms: 200 } });
    await sleep(300);
    expect((await calls.call("DELETE", `/threads/${threadId}`)).status).toBe(204);
    await sleep(600);
    expect(Object.values(await countRows(threadId))).toEqual([0, 0, 0, 0, 0, 0]);
    expect((await calls.call("DELETE", `/threads/${threadId}`)).status).toBe(404);
  });
});

describe("a thread that was to begin with a history", () => {
  const good = { updates: [{ values: { pause_ms: 3 }, as_node: "__start__" }] };
  const bad = { updates: [{ values: {}, as_node: "nobody" }] };
  const create = (thread_id: string, supersteps: object[], more: object = {}) =>
    calls.post("/threads", { thread_id, metadata: { graph_id: "steps" }, supersteps, ...more });

  it("leaves nothing when one step of it is refused", async () => {
    const threadId = randomUUID();
    expect((await create(threadId, [good, bad])).status).toBe(422);
    expect(Object.values(await countRows(threadId))).toEqual([0, 0, 0, 0, 0, 0]);
    const unknown = await create(threadId, [good], { metadata: { graph_id: "gone" } });
    expect([unknown.status, unknown.json["code"]]).toEqual([400, "thread_without_graph"]);
    expect((await countRows(threadId))["threads"]).toBe(0);
    expect((await create(threadId, [good])).json).toMatchObject({ values: { pause_ms: 3 } });
  });

  it("is left as it is when it was there before", async () => {
    const threadId = await calls.createThread({ metadata: { graph_id: "steps" } });
    expect((await create(threadId, [good])).status).toBe(409);
    const same = await create(threadId, [good], { if_exists: "do_nothing" });
    expect(same.json).toMatchObject({ thread_id: threadId, values: null });
    expect((await countRows(threadId))["checkpoints"]).toBe(0);
  });
});
