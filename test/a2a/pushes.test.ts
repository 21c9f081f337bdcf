import type { TaskPushNotificationConfig } from "@a2a-js/sdk";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import type { Database } from "../../src/db/database.ts";
import { openTestDatabase } from "../support/database.ts";
import type { TestService } from "../support/service.ts";
import { createReceivers, getDeliveries, startHookedService } from "../webhooks/support/hooked-service.ts";
import { connect, data, send, text, toRequest, VERSIONS } from "./agent.ts";

let db: Database;
let service: TestService;
const receivers = createReceivers();

beforeAll(async () => {
  db = await openTestDatabase();
  service = await startHookedService(db);
});
afterEach(() => receivers.close());
afterAll(async () => {
  await service.close();
  await db.close();
});

const toConfig = (url: string, rest: Partial<TaskPushNotificationConfig> = {}) => ({
  ...{ tenant: "", id: "mine", taskId: "", url, token: "known-to-both" },
  authentication: { scheme: "Bearer", credentials: "sesame" },
  ...rest,
});

const toConfiguration = (config: TaskPushNotificationConfig) => ({
  acceptedOutputModes: [],
  taskPushNotificationConfig: config,
  historyLength: undefined,
  returnImmediately: true,
});

const STATES = {
  "1.0": { asked: "TASK_STATE_INPUT_REQUIRED", done: "TASK_STATE_COMPLETED" },
  "0.3": { asked: "input-required", done: "completed" },
};

describe.each(VERSIONS)("a watcher of version %s", (version) => {
  it("is told when the task asks, and when it has ended, in the words of its version", async () => {
    const receiver = await receivers.open();
    const agent = await connect(service.url, "asker", version);
    const begun = await agent.sendMessage({
      ...toRequest([text("plan")]),
      configuration: toConfiguration(toConfig(receiver.url)),
    });
    if ("messageId" in begun) throw new Error("answered with a message");
    const [asked] = await receiver.waitFor(1);
    expect(asked?.headers).toMatchObject({
      "x-a2a-notification-token": "known-to-both",
      authorization: "Bearer sesame",
      "webhook-signature": expect.stringMatching(/^v1,/),
    });
    const toTask = (body: Record<string, unknown> | undefined) => (version === "1.0" ? body?.["task"] : body);
    expect(toTask(asked?.body)).toMatchObject({ id: begun.id, status: { state: STATES[version].asked } });

    await send(agent, [text("Pune")], { contextId: begun.contextId, taskId: begun.id });
    const [, done] = await receiver.waitFor(2);
    expect(toTask(done?.body)).toMatchObject({
      id: begun.id,
      status: { state: STATES[version].done },
      artifacts: [{ parts: [expect.objectContaining({ text: "City: Pune" })] }],
    });
  });

  it("may be named later, looked up, listed and let go", async () => {
    const receiver = await receivers.open();
    const agent = await connect(service.url, "echo", version);
    const { id: taskId } = await send(agent, [text("tea")]);
    const config = toConfig(receiver.url, { taskId });
    expect(await agent.createTaskPushNotificationConfig(config)).toMatchObject({ taskId, id: "mine" });
    await receiver.waitFor(1);
    const address = { tenant: "", taskId, id: "mine" };
    expect(await agent.getTaskPushNotificationConfig(address)).toMatchObject({ url: receiver.url });
    const list = () =>
      agent.listTaskPushNotificationConfig({ tenant: "", taskId, pageSize: 0, pageToken: "" });
    expect((await list()).configs).toHaveLength(1);
    await agent.deleteTaskPushNotificationConfig(address);
    expect((await list()).configs).toEqual([]);
    await expect(agent.getTaskPushNotificationConfig(address)).rejects.toMatchObject({
      envelopeCode: -32001,
    });
  });

  it("at an address that nothing may be sent to keeps the task from beginning", async () => {
    const agent = await connect(service.url, "steps", version);
    const before = (await service.client.threads.search({ limit: 1000 })).length;
    const sent = agent.sendMessage({
      ...toRequest([data({ pause_ms: 1 })]),
      configuration: toConfiguration(toConfig("http://169.254.169.254/latest")),
    });
    await expect(sent).rejects.toMatchObject({ envelopeCode: -32602 });
    expect(await service.client.threads.search({ limit: 1000 })).toHaveLength(before);
  });
});

it("secrets of watchers are shown to nobody else", async () => {
  const receiver = await receivers.open();
  const agent = await connect(service.url, "echo", "1.0");
  const { id: taskId, contextId } = await send(agent, [text("tea")]);
  await agent.createTaskPushNotificationConfig(toConfig(receiver.url, { taskId }));
  await receiver.waitFor(1);
  const [run] = await service.client.runs.list(contextId);
  expect(JSON.stringify([run, await getDeliveries(service)])).not.toMatch(/sesame|known-to-both/);
});
