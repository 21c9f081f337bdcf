import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Database } from "../../src/db/database.ts";
import { LOCAL_TENANT_ID } from "../../src/domain/ids.ts";
import { openTestDatabase } from "../support/database.ts";
import { buildEcho, buildSteps, toCatalogue } from "../support/graphs.ts";
import { startTestService, type TestService } from "../support/service.ts";
import { createCalls, HELLO } from "./support/calls.ts";
import { createCaller } from "./support/callers.ts";

let db: Database;
let service: TestService;
let calls: ReturnType<typeof createCalls>;

beforeAll(async () => {
  db = await openTestDatabase();
  service = await startTestService(db, toCatalogue({ echo: buildEcho(), steps: buildSteps(4) }));
  calls = createCalls(service);
});
afterAll(async () => {
  await service.close();
  await db.close();
});

const toKey = () => ({ "Idempotency-Key": crypto.randomUUID() });
const LATER = { assistant_id: "steps", input: {}, after_seconds: 60 };

describe("a request that is sent again under its key", () => {
  it("gets the first answer again, to the letter, and creates nothing more", async () => {
    const threadId = await calls.createThread();
    const headers = toKey();
    const first = await calls.post(
      `/threads/${threadId}/runs`,
      { ...LATER, metadata: { a: 1, b: 2 } },
      headers,
    );
    const runId = String(first.json["run_id"]);
    await calls.cancel(threadId, runId);
    const again = await calls.post(
      `/threads/${threadId}/runs`,
      { metadata: { b: 2, a: 1 }, ...LATER },
      headers,
    );
    expect(again.status).toBe(200);
    expect(again.json).toEqual(first.json);
    for (const name of ["location", "content-location"])
      expect(again.headers.get(name)).toBe(first.headers.get(name));
    expect(await calls.list(threadId)).toHaveLength(1);
  });

  it.each(["/stream", "/wait"])("follows the same run: runs%s", async (ending) => {
    const threadId = await calls.createThread();
    const headers = toKey();
    const body = { assistant_id: "echo", input: HELLO, stream_mode: ["updates"] };
    const send = () => calls.post(`/threads/${threadId}/runs${ending}`, body, headers);
    const [first, again] = await Promise.all([send(), send()]);
    const late = await send();
    expect(first?.text.trim()).not.toBe("");
    for (const other of [again, late]) {
      expect(other.text.replaceAll(": heartbeat\n\n", "").trim()).toBe(first.text.trim());
      expect(other.headers.get("content-location")).toBe(first.headers.get("content-location"));
    }
    expect(await calls.list(threadId)).toHaveLength(1);
  });

  it("creates one run when many copies come at once", async () => {
    const threadId = await calls.createThread();
    const headers = toKey();
    const replies = await Promise.all(
      Array.from({ length: 8 }, () => calls.post(`/threads/${threadId}/runs`, LATER, headers)),
    );
    expect(new Set(replies.map(({ json }) => json["run_id"])).size).toBe(1);
    expect(await calls.list(threadId)).toHaveLength(1);
  });

  it("holds for runs without a thread and for batches", async () => {
    const headers = toKey();
    const [first, again] = [
      await calls.post("/runs", LATER, headers),
      await calls.post("/runs", LATER, headers),
    ];
    expect(again.json).toEqual(first.json);
    const other = toKey();
    const batch = await calls.post("/runs/batch", [LATER, LATER], other);
    expect((await calls.post("/runs/batch", [LATER, LATER], other)).text).toBe(batch.text);
    expect((await calls.post("/runs/batch", [LATER], other)).status).toBe(422);
  });
});

describe("a key", () => {
  it("is refused for another body, thread or route", async () => {
    const [threadId, otherId] = [await calls.createThread(), await calls.createThread()];
    const headers = toKey();
    await calls.post(`/threads/${threadId}/runs`, LATER, headers);
    for (const [path, body] of [
      [`/threads/${threadId}/runs`, { ...LATER, input: { pause_ms: 1 } }],
      [`/threads/${otherId}/runs`, LATER],
      [`/threads/${threadId}/runs/wait`, LATER],
    ] as const) {
      const refused = await calls.post(path, body, headers);
      expect([refused.status, refused.json["code"]]).toEqual([422, "idempotency_key_reused"]);
    }
    expect(await calls.list(threadId)).toHaveLength(1);
    expect(await calls.list(otherId)).toHaveLength(0);
  });

  it("is free again after a request that created nothing", async () => {
    const threadId = await calls.createThread();
    await calls.createRun(threadId, LATER);
    const headers = toKey();
    const body = { ...LATER, multitask_strategy: "reject" };
    expect((await calls.post(`/threads/${threadId}/runs`, body, headers)).status).toBe(409);
    expect((await calls.post(`/threads/${threadId}/runs`, LATER, headers)).status).toBe(200);
  });

  it("belongs to its caller", async () => {
    const { runs } = service.protocol.verbs;
    const input = { threadId: null, body: { ...LATER, on_completion: "keep" as const }, headers: {} };
    const place = (name: string) =>
      runs.create({ ctx: createCaller(name), input: { ...input, idempotencyKey: "same" } });
    const [anna, ben] = [await place("anna"), await place("ben")];
    expect(anna.run_id).not.toBe(ben.run_id);
    expect((await place("anna")).run_id).toBe(anna.run_id);
  });

  it("is kept for a day", async () => {
    const headers = toKey();
    const first = await calls.post("/runs", LATER, headers);
    const age = "update run_keys set created_at = now() - interval '25 hours' where key = $1";
    await db.run(LOCAL_TENANT_ID, age, [headers["Idempotency-Key"]]);
    const second = await calls.post("/runs", { ...LATER, input: { pause_ms: 1 } }, headers);
    expect(second.status).toBe(200);
    expect(second.json["run_id"]).not.toBe(first.json["run_id"]);
  });

  it.each(["x".repeat(256), "caf\u00e9"])("that is malformed is refused: %s", async (key) => {
    const refused = await calls.post("/runs", LATER, { "Idempotency-Key": key });
    expect(refused.status).toBe(422);
  });
});
