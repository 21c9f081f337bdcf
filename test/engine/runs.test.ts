import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Database } from "../../src/db/database.ts";
import { systemClock } from "../../src/domain/clock.ts";
import { LOCAL_TENANT_ID } from "../../src/domain/ids.ts";
import { createThreadSweeper } from "../../src/engine/sweep-threads.ts";
import { removeThread } from "../../src/threads/delete-thread.ts";
import { openTestDatabase } from "../support/database.ts";
import { buildAsker, buildEcho, buildFailing, buildSteps, toCatalogue } from "../support/graphs.ts";
import { startTestService, type TestService } from "../support/service.ts";

let db: Database;
let service: TestService;

beforeAll(async () => {
  db = await openTestDatabase();
  service = await startTestService(
    db,
    toCatalogue({ echo: buildEcho(), asker: buildAsker(), steps: buildSteps(10), failing: buildFailing() }),
  );
});
afterAll(async () => {
  await service.close();
  await db.close();
});

const hello = { messages: [{ type: "human", content: "hello" }] };

describe("a run on a thread", () => {
  it("streams metadata, the modes asked for, and end, with ids that count up without a gap", async () => {
    const { client } = service;
    const thread = await client.threads.create();
    const events = [];
    for await (const event of client.runs.stream(thread.thread_id, "echo", {
      input: hello,
      streamMode: ["values", "updates", "messages-tuple"],
    })) {
      events.push(event);
    }
    expect(events[0]?.event).toBe("metadata");
    expect(events.at(-1)).toMatchObject({ event: "end", data: { status: "success" } });
    expect(events.map((event) => Number("id" in event ? event.id : Number.NaN))).toEqual(
      events.map((_, index) => index),
    );
    expect(new Set(events.map(({ event }) => event))).toEqual(
      new Set(["metadata", "values", "updates", "messages", "end"]),
    );
    const state = await client.threads.getState<{ messages: { content: string }[] }>(thread.thread_id);
    expect(state.values.messages.map(({ content }) => content)).toEqual(["hello", "You said: hello"]);
    expect((await client.threads.get(thread.thread_id)).status).toBe("idle");
  });

  it("waits and answers the final state", async () => {
    const thread = await service.client.threads.create();
    const output = await service.client.runs.wait(thread.thread_id, "steps", { input: { pause_ms: 0 } });
    expect(output).toMatchObject({ steps: [0, 1, 2, 3, 4, 5, 6, 7, 8, 9] });
    expect(await service.client.threads.getHistory(thread.thread_id, { limit: 20 })).toHaveLength(12);
  });

  it("stops at a question and goes on with the answer", async () => {
    const { client } = service;
    const thread = await client.threads.create();
    const asked = await client.runs.wait(thread.thread_id, "asker", { input: hello });
    expect(asked).toMatchObject({ __interrupt__: [{ value: { question: "Which city?" } }] });
    const waiting = await client.threads.get(thread.thread_id);
    expect(waiting.status).toBe("interrupted");
    expect(Object.values(waiting.interrupts ?? {}).flat()).toHaveLength(1);
    const answered = await client.runs.wait(thread.thread_id, "asker", { command: { resume: "Pune" } });
    expect(JSON.stringify(answered)).toContain("City: Pune");
    expect((await client.threads.get(thread.thread_id)).status).toBe("idle");
  });

  it("ends with an error that names class and message, and leaves the thread usable", async () => {
    const { client } = service;
    const thread = await client.threads.create();
    const failed = await client.runs.wait(thread.thread_id, "failing", { input: hello, raiseError: false });
    expect(failed).toMatchObject({ __error__: { error: "RangeError", message: "Cannot do: hello" } });
    expect((await client.threads.get(thread.thread_id)).status).toBe("error");
    await client.runs.wait(thread.thread_id, "echo", { input: hello });
    expect((await client.threads.get(thread.thread_id)).status).toBe("idle");
  });

  it("queues runs of one thread and executes them in order, never two at once", async () => {
    const { client } = service;
    const thread = await client.threads.create();
    const runs = await Promise.all(
      Array.from({ length: 4 }, () =>
        client.runs.create(thread.thread_id, "steps", { input: { pause_ms: 5 } }),
      ),
    );
    const running = setInterval(() => {}, 1_000);
    await Promise.all(runs.map(({ run_id }) => client.runs.join(thread.thread_id, run_id)));
    clearInterval(running);
    const listed = await client.runs.list(thread.thread_id);
    expect(listed.map(({ status }) => status)).toEqual(["success", "success", "success", "success"]);
    const state = await client.threads.getState<{ steps: number[] }>(thread.thread_id);
    expect(state.values.steps).toEqual(Array.from({ length: 40 }, (_, index) => index % 10));
  });

  it("cancels a running run, keeps what it had reached, and frees the thread", async () => {
    const { client } = service;
    const thread = await client.threads.create();
    const run = await client.runs.create(thread.thread_id, "steps", { input: { pause_ms: 300 } });
    await new Promise((resolve) => setTimeout(resolve, 450));
    await client.runs.cancel(thread.thread_id, run.run_id, true);
    expect((await client.runs.get(thread.thread_id, run.run_id)).status).toBe("interrupted");
    expect((await client.threads.get(thread.thread_id)).status).toBe("idle");
    const state = await client.threads.getState<{ steps: number[] }>(thread.thread_id);
    expect(state.values.steps.length).toBeLessThan(10);
  });

  it("runs without a thread and hides what it used", async () => {
    const { client } = service;
    const output = await client.runs.wait(null, "echo", { input: hello });
    expect(JSON.stringify(output)).toContain("You said: hello");
    const threads = await client.threads.search({ limit: 100 });
    expect(threads.every(({ status }) => status !== "busy")).toBe(true);
  });

  it("deletes the thread of a stateless run when its time has come, and no other", async () => {
    const { client } = service;
    const kept = await client.threads.create();
    await client.runs.wait(kept.thread_id, "echo", { input: hello });
    await client.runs.wait(null, "echo", { input: hello });
    const count = "select count(*) as left from threads where delete_after is not null";
    const { sweep } = createThreadSweeper({
      ...{ db, clock: systemClock, threadTtl: null, keepCheckpoints: null, trimLog: null },
      removeThread: (tenantId, id) => removeThread(db, tenantId, id),
      keepLatest: async () => true,
    });
    expect(await sweep()).toBe(0);
    await db.run(
      LOCAL_TENANT_ID,
      "update threads set delete_after = now() - interval '1 minute' where delete_after is not null",
    );
    expect(await sweep()).toBeGreaterThan(0);
    expect(await db.run(LOCAL_TENANT_ID, count)).toEqual([{ left: 0 }]);
    expect((await client.threads.get(kept.thread_id)).status).toBe("idle");
  });

  it("updates state by hand and refuses it while a run is active", async () => {
    const { client } = service;
    const thread = await client.threads.create();
    await client.runs.wait(thread.thread_id, "echo", { input: hello });
    await client.threads.updateState(thread.thread_id, {
      values: { messages: [{ type: "human", content: "more" }] },
    });
    const state = await client.threads.getState<{ messages: unknown[] }>(thread.thread_id);
    expect(state.values.messages).toHaveLength(3);
    const run = await client.runs.create(thread.thread_id, "steps", { input: { pause_ms: 200 } });
    await expect(client.threads.updateState(thread.thread_id, { values: {} })).rejects.toThrow(/busy/);
    await client.runs.cancel(thread.thread_id, run.run_id, true);
  });
});
