import { createHmac, randomBytes } from "node:crypto";
import { afterAll, afterEach, describe, expect, it, vi } from "vitest";
import { LOCAL_TENANT_ID } from "../../src/domain/ids.ts";
import { createSweepDeliveries } from "../../src/webhooks/sweep-deliveries.ts";
import { createCaller } from "../runs/support/callers.ts";
import { openTestDatabase } from "../support/database.ts";
import { buildEcho, toCatalogue } from "../support/graphs.ts";
import { startTestService, type TestService } from "../support/service.ts";
import {
  createReceivers,
  getDeliveries,
  PATIENCE,
  say,
  startHookedService,
  untilDelivery,
} from "./support/hooked-service.ts";

const db = await openTestDatabase();
const receivers = createReceivers();
const services: TestService[] = [];

async function start(...options: [Parameters<typeof startHookedService>[1]?]): Promise<TestService> {
  const service = await startHookedService(db, ...options);
  services.push(service);
  return service;
}
afterEach(async () => {
  await Promise.all(services.splice(0).map((service) => service.close()));
  await receivers.close();
});
afterAll(() => db.close());

function sign(secret: string, headers: Record<string, unknown>, text: string): string {
  const key = Buffer.from(secret.replace("whsec_", ""), "base64");
  const content = `${String(headers["webhook-id"])}.${String(headers["webhook-timestamp"])}.${text}`;
  return `v1,${createHmac("sha256", key).update(content).digest("base64")}`;
}

describe("configured secrets", () => {
  it("sign together while they are changed", async () => {
    const secrets = [1, 2].map(() => `whsec_${randomBytes(32).toString("base64")}`);
    const service = await start({ secrets });
    const receiver = await receivers.open();
    const thread = await service.client.threads.create();
    await service.client.runs.create(thread.thread_id, "echo", { input: say("x"), webhook: receiver.url });
    const [told] = await receiver.waitFor(1);
    const expected = secrets.map((secret) => sign(secret, told?.headers ?? {}, told?.text ?? ""));
    expect(told?.headers["webhook-signature"]).toBe(expected.join(" "));
    const shown = await fetch(`${service.url}/api/v1/webhooks/secrets`);
    expect(await shown.json()).toEqual({ secrets });
  });

  it("are not shown to users of custom auth", async () => {
    const service = await start();
    const reading = service.protocol.verbs.webhooks.secrets({ ctx: createCaller("anna"), input: {} });
    await expect(reading).rejects.toMatchObject({ code: "forbidden" });
  });
});

describe("a webhook against the policy", () => {
  it("is refused with 422 before anything is created", async () => {
    const service = await start();
    const thread = await service.client.threads.create();
    for (const webhook of ["http://10.0.0.1/", "http://169.254.169.254/", "gopher://x/", "//host/x", "x"]) {
      const creating = service.client.runs.create(thread.thread_id, "echo", { input: say("x"), webhook });
      await expect(creating).rejects.toMatchObject({ status: 422 });
    }
    expect(await service.client.runs.list(thread.thread_id)).toEqual([]);
  });

  it("on this machine is refused where callers have to show a key", async () => {
    const service = await startTestService(db, toCatalogue({ echo: buildEcho() }), { apiKey: "k" });
    services.push(service);
    const receiver = await receivers.open();
    const thread = await service.client.threads.create();
    for (const webhook of [receiver.url, "/ok"]) {
      const creating = service.client.runs.create(thread.thread_id, "echo", { input: say("x"), webhook });
      await expect(creating).rejects.toMatchObject({ status: 422 });
    }
  });
});

it("a service whose webhooks are switched off accepts them and tells nobody", async () => {
  const service = await start({ disabled: true });
  const receiver = await receivers.open();
  const thread = await service.client.threads.create();
  const { run_id: runId } = await service.client.runs.create(thread.thread_id, "echo", {
    input: say("x"),
    webhook: receiver.url,
  });
  await service.client.runs.join(thread.thread_id, runId);
  const run = await service.client.runs.get(thread.thread_id, runId);
  expect(run).toMatchObject({ status: "success", kwargs: { webhook: null } });
  expect((await getDeliveries(service)).map(({ run_id }) => run_id)).not.toContain(runId);
});

it("a path is called inside this service, on the way of every request", async () => {
  const service = await startTestService(db, toCatalogue({ echo: buildEcho() }));
  services.push(service);
  const thread = await service.client.threads.create();
  const found = await service.client.runs.create(thread.thread_id, "echo", {
    input: say("x"),
    webhook: "/assistants/search",
  });
  expect(await untilDelivery(service, found.run_id, "delivered")).toMatchObject({ last_status: 200 });
  const lost = await service.client.runs.create(thread.thread_id, "echo", {
    input: say("x"),
    webhook: "/no",
  });
  expect(await untilDelivery(service, lost.run_id, "dead")).toMatchObject({ last_status: 404 });
});

it("a user of custom auth sees and retries only deliveries of threads that are theirs", async () => {
  const service = await start();
  const { runs, webhooks } = service.protocol.verbs;
  const [anna, ben] = [createCaller("anna"), createCaller("ben")];
  const receiver = await receivers.open(() => 400);
  const run = await runs.create({
    ctx: anna,
    input: {
      threadId: crypto.randomUUID(),
      body: { assistant_id: "echo", input: say("x"), webhook: receiver.url, if_not_exists: "create" },
      headers: {},
    },
  });
  await untilDelivery(service, run.run_id, "dead");
  const list = async (ctx: typeof anna) =>
    (await webhooks.list({ ctx, input: { limit: 100, offset: 0 } })).rows.map(({ run_id }) => run_id);
  expect(await list(anna)).toContain(run.run_id);
  expect(await list(ben)).toEqual([]);
  const retry = (ctx: typeof anna) => webhooks.retry({ ctx, input: { deliveryId: run.run_id } });
  await expect(retry(ben)).rejects.toMatchObject({ code: "delivery_not_found" });
  expect(await retry(anna)).toMatchObject({ status: "pending" });
  expect(anna.asked.map(({ event }) => event)).toContain("threads:update");
  await vi.waitUntil(() => receiver.received.length === 2, PATIENCE);
});

it("what was delivered long ago is swept, what is young or pending stays", async () => {
  const service = await start();
  const receiver = await receivers.open();
  const thread = await service.client.threads.create();
  const ids: string[] = [];
  for (const content of ["old", "young"]) {
    const run = await service.client.runs.create(thread.thread_id, "echo", {
      input: say(content),
      webhook: receiver.url,
    });
    ids.push(run.run_id);
    await untilDelivery(service, run.run_id, "delivered");
  }
  const [old = "", young = ""] = ids;
  const age = "update webhook_deliveries set created_at = now() - interval '4 days' where delivery_id = $1";
  await db.run(LOCAL_TENANT_ID, age, [old]);
  await createSweepDeliveries({ db })();
  const left = (await getDeliveries(service, "?limit=1000")).map(({ run_id }) => run_id);
  expect(left).toContain(young);
  expect(left).not.toContain(old);
});

it("an attempt that is broken off because the process stops does not count", async () => {
  const service = await start();
  const receiver = await receivers.open((attempt) => (attempt === 1 ? null : 200));
  const thread = await service.client.threads.create();
  const { run_id: runId } = await service.client.runs.create(thread.thread_id, "echo", {
    input: say("x"),
    webhook: receiver.url,
  });
  await receiver.waitFor(1);
  await service.close();
  services.splice(0);
  const read = "select status, attempts from webhook_deliveries where delivery_id = $1";
  expect(await db.run(LOCAL_TENANT_ID, read, [runId])).toEqual([{ status: "pending", attempts: 0 }]);
  const next = await start();
  expect(await untilDelivery(next, runId, "delivered")).toMatchObject({ attempts: 1 });
});
