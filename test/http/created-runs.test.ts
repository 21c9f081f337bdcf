import { describe, expect, test } from "vitest";
import { AppError } from "../../src/domain/errors.ts";
import { createTestApp } from "./support/test-app.ts";

const QUEEN = { assistant_id: "queen", input: {} };
const failing = () => {
  throw new AppError("unavailable", "The database is away");
};

describe("a run that exists", () => {
  test("is answered as a stream when its stream cannot be opened: the client comes back through Location", async () => {
    const { send, lines } = createTestApp({ script: { frames: failing } });
    const sent = await send("POST", "/runs/stream", QUEEN);
    expect(sent.status).toBe(200);
    expect(sent.headers.get("content-type")).toBe("text/event-stream");
    expect(sent.headers.get("location")).toMatch(/^\/runs\/[0-9a-f-]{36}\/stream$/);
    const runId = sent.headers.get("location")?.split("/")[2];
    expect(sent.text).toMatch(/^id: 0\nevent: metadata\ndata: (\{.*\})\n\n$/);
    expect(sent.text).toContain(`"run_id":"${runId}"`);
    expect(lines.some(({ level }) => level === "error")).toBe(true);
  });

  test("is not announced a second time when its stream breaks off later", async () => {
    const frames = async function* () {
      yield [{ id: "0", event: "metadata", json: "{}" }];
      failing();
    };
    const { send } = createTestApp({ script: { frames } });
    expect((await send("POST", "/runs/stream", QUEEN)).text).toBe("id: 0\nevent: metadata\ndata: {}\n\n");
  });

  test("is not looked for again by who created it", async () => {
    const { send, last, createThread } = createTestApp();
    const threadId = await createThread();
    await send("POST", `/threads/${threadId}/runs/stream`, QUEEN);
    expect(last("runs.stream")["created"]).toMatchObject({ thread_id: threadId });
    await send("POST", `/threads/${threadId}/runs/wait`, QUEEN);
    expect(last("runs.output")["created"]).toMatchObject({ thread_id: threadId });
  });

  test.each(["/runs/stream", "/runs/wait"])(
    "is cancelled when its client left before the answer: %s",
    async (path) => {
      const { app, calls } = createTestApp();
      const leave = async (onDisconnect: string) => {
        const body = JSON.stringify({ ...QUEEN, on_disconnect: onDisconnect });
        await app.request(path, { method: "POST", body, signal: AbortSignal.abort() });
        return calls.filter(({ verb }) => verb === "runs.cancel").length;
      };
      expect(await leave("continue")).toBe(0);
      expect(await leave("cancel")).toBe(1);
    },
  );
});

test("what keeps a run waiting is a comment that no client takes for an event", async () => {
  const frames = async function* () {
    yield [{ comment: "waiting for the database" }, { id: "0", event: "end", json: "{}" }];
  };
  const { send } = createTestApp({ script: { frames } });
  expect((await send("POST", "/runs/stream", QUEEN)).text).toBe(
    ": waiting for the database\n\nid: 0\nevent: end\ndata: {}\n\n",
  );
});

describe("what is handed on", () => {
  test("the key of a request and the way it came", async () => {
    const { send, last, createThread } = createTestApp();
    const threadId = await createThread();
    for (const [ending, route] of [
      ["", "create"],
      ["/stream", "stream"],
      ["/wait", "wait"],
    ] as const) {
      await send("POST", `/threads/${threadId}/runs${ending}`, QUEEN, { "Idempotency-Key": "k1" });
      expect(last("runs.create")).toMatchObject({ idempotencyKey: "k1", route });
    }
    await send("POST", "/runs", QUEEN);
    expect(last("runs.create")).toMatchObject({ idempotencyKey: null });
  });

  test("both spellings of what is asked of a run, and null for absent", async () => {
    const { send, last } = createTestApp();
    await send("POST", "/runs", {
      ...QUEEN,
      strictResume: true,
      timeout: 5,
      afterSeconds: null,
      feedbackKeys: ["a"],
    });
    expect(last("runs.create")["body"]).toMatchObject({
      strict_resume: true,
      timeout: 5,
      feedback_keys: ["a"],
    });
    expect(last("runs.create")["body"]).not.toHaveProperty("after_seconds");
  });

  test("what is to be cancelled", async () => {
    const { send, last } = createTestApp();
    const [threadId, runId] = [crypto.randomUUID(), crypto.randomUUID()];
    await send("POST", "/runs/cancel?action=rollback", { threadId, runIds: [runId] });
    expect(last("runs.cancelMany")).toEqual({ runs: { threadId, runIds: [runId] }, action: "rollback" });
    await send("POST", "/runs/cancel", { status: "running" });
    expect(last("runs.cancelMany")).toEqual({ runs: { status: "running" }, action: "interrupt" });
  });
});
