import { createHmac } from "node:crypto";
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import { HumanMessage } from "@langchain/core/messages";
import { openTestDatabase } from "../support/database.ts";
import type { TestService } from "../support/service.ts";
import {
  createReceivers,
  findDelivery,
  PATIENCE,
  say,
  startHookedService,
  untilDelivery,
} from "./support/hooked-service.ts";

const db = await openTestDatabase();
const receivers = createReceivers();
let service: TestService;

beforeAll(async () => {
  service = await startHookedService(db);
});
afterEach(() => receivers.close());
afterAll(async () => {
  await service.close();
  await db.close();
});

describe("a webhook", () => {
  it("is told of the run's end: the run, its times and the last state", async () => {
    const receiver = await receivers.open();
    const thread = await service.client.threads.create();
    const run = await service.client.runs.create(thread.thread_id, "echo", {
      input: say("hello"),
      metadata: { from: "test" },
      config: { configurable: { colour: "red" } },
      webhook: receiver.url,
    });
    const [told] = await receiver.waitFor(1);
    expect(told?.headers["content-type"]).toBe("application/json");
    expect(told?.headers["webhook-id"]).toBe(run.run_id);
    const finished = await service.client.runs.get(thread.thread_id, run.run_id);
    expect(told?.body).toMatchObject({
      run_id: run.run_id,
      thread_id: thread.thread_id,
      assistant_id: run.assistant_id,
      status: "success",
      metadata: { from: "test" },
      multitask_strategy: "enqueue",
      created_at: finished.created_at,
      kwargs: { webhook: receiver.url, config: { configurable: { colour: "red" } } },
      values: {
        messages: [
          { type: "human", content: "hello" },
          { type: "ai", content: "You said: hello" },
        ],
      },
    });
    for (const moment of ["run_started_at", "run_ended_at", "webhook_sent_at"])
      expect(told?.body[moment]).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
    expect(told?.body).not.toHaveProperty("error");
    await untilDelivery(service, run.run_id, "delivered");
  });

  it("holds nothing that only the server may know", async () => {
    const receiver = await receivers.open();
    const thread = await service.client.threads.create();
    await service.client.runs.create(thread.thread_id, "echo", {
      input: say("x"),
      config: { configurable: { langgraph_auth_user: { identity: "forged" }, __secret: 1 } },
      webhook: receiver.url,
    });
    const [told] = await receiver.waitFor(1);
    expect(told?.text).not.toMatch(/langgraph_auth|__secret|caller/);
  });

  it("is told what went wrong", async () => {
    const receiver = await receivers.open();
    const thread = await service.client.threads.create();
    await service.client.runs.create(thread.thread_id, "failing", {
      input: say("that"),
      webhook: receiver.url,
    });
    const [told] = await receiver.waitFor(1);
    expect(told?.body).toMatchObject({ status: "error", error: expect.stringContaining("Cannot do: that") });
    expect(typeof told?.body["error"]).toBe("string");
  });

  it("is told of a run that stopped to ask, and of one that was cancelled before it began", async () => {
    const receiver = await receivers.open();
    const thread = await service.client.threads.create();
    const { thread_id: threadId } = thread;
    const blocker = await service.client.runs.create(threadId, "steps", { input: { pause_ms: 2_000 } });
    const waiting = await service.client.runs.create(threadId, "echo", {
      input: say("never"),
      webhook: receiver.url,
    });
    await service.client.runs.cancel(threadId, waiting.run_id);
    const [cancelled] = await receiver.waitFor(1);
    expect(cancelled?.body).toMatchObject({
      run_id: waiting.run_id,
      status: "interrupted",
      cancel_reason: "api",
      run_started_at: null,
    });
    await service.client.runs.cancel(threadId, blocker.run_id, true);

    const other = await service.client.threads.create();
    const asking = await service.client.runs.create(other.thread_id, "asker", {
      input: say("?"),
      webhook: receiver.url,
    });
    await receiver.waitFor(2);
    expect(receiver.received[1]?.body).toMatchObject({ run_id: asking.run_id, status: "success" });
  });

  it("is not told of a run that was rolled back", async () => {
    const receiver = await receivers.open();
    const thread = await service.client.threads.create();
    const run = await service.client.runs.create(thread.thread_id, "steps", {
      input: { pause_ms: 1_000 },
      webhook: receiver.url,
    });
    await vi.waitUntil(
      async () => (await service.client.runs.get(thread.thread_id, run.run_id)).status === "running",
      PATIENCE,
    );
    await service.client.runs.cancel(thread.thread_id, run.run_id, true, "rollback");
    expect(await findDelivery(service, run.run_id)).toBeUndefined();
  });

  it("is told of a stateless run, whose thread goes with it", async () => {
    const receiver = await receivers.open();
    const run = await service.client.runs.create(null, "echo", { input: say("once"), webhook: receiver.url });
    const [told] = await receiver.waitFor(1);
    expect(told?.body).toMatchObject({ run_id: run.run_id, values: { messages: [{}, {}] } });
  });
});

describe("a signature", () => {
  it("is that of Standard Webhooks, with the tenant's own secret", async () => {
    const receiver = await receivers.open();
    const thread = await service.client.threads.create();
    await service.client.runs.create(thread.thread_id, "echo", { input: say("sign"), webhook: receiver.url });
    const [told] = await receiver.waitFor(1);
    const response = await fetch(`${service.url}/api/v1/webhooks/secrets`);
    const { secrets } = (await response.json()) as { secrets: string[] };
    const [secret = ""] = secrets;
    expect(secret).toMatch(/^whsec_[A-Za-z0-9+/=]{44}$/);
    const key = Buffer.from(secret.slice("whsec_".length), "base64");
    const header = (name: string): string => String(told?.headers[name]);
    const content = `${header("webhook-id")}.${header("webhook-timestamp")}.${told?.text ?? ""}`;
    const expected = `v1,${createHmac("sha256", key).update(content).digest("base64")}`;
    expect(header("webhook-signature")).toBe(expected);
    const sentAt = Date.parse(String(told?.body["webhook_sent_at"]));
    expect(header("webhook-timestamp")).toBe(String(Math.floor(sentAt / 1_000)));
  });
});

it("a message object of the graph is flat in the body", async () => {
  const receiver = await receivers.open();
  const thread = await service.client.threads.create();
  const message = new HumanMessage({ content: "flat", id: "m1" });
  await service.client.runs.create(thread.thread_id, "echo", {
    input: { messages: [{ type: message.type, content: message.content, id: message.id }] },
    webhook: receiver.url,
  });
  const [told] = await receiver.waitFor(1);
  const values = told?.body["values"] as { messages: Record<string, unknown>[] };
  expect(values.messages[0]).toMatchObject({ type: "human", id: "m1", content: "flat" });
  expect(values.messages[0]).not.toHaveProperty("lc");
});
