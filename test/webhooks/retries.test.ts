import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { openTestDatabase } from "../support/database.ts";
import type { TestService } from "../support/service.ts";
import {
  createReceivers,
  getDeliveries,
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

describe("a receiver that fails", () => {
  it("is tried again, under the same id with a signature of its own", async () => {
    const receiver = await receivers.open((attempt) => (attempt < 3 ? 500 : 204));
    const thread = await service.client.threads.create();
    const run = await service.client.runs.create(thread.thread_id, "echo", {
      input: say("again"),
      webhook: receiver.url,
    });
    await receiver.waitFor(3);
    const delivery = await untilDelivery(service, run.run_id, "delivered");
    expect(delivery).toMatchObject({ attempts: 3, last_status: 204, last_error: null, next_at: null });
    const ids = receiver.received.map(({ headers }) => headers["webhook-id"]);
    expect(new Set(ids)).toEqual(new Set([run.run_id]));
    const [first, , third] = receiver.received;
    expect(third?.body["values"]).toEqual(first?.body["values"]);
  });

  it("is given up after the last attempt, listed, and told when an operator says so", async () => {
    let works = false;
    const receiver = await receivers.open(() => (works ? 200 : 503));
    const thread = await service.client.threads.create();
    const run = await service.client.runs.create(thread.thread_id, "echo", {
      input: say("dead"),
      webhook: receiver.url,
    });
    const dead = await untilDelivery(service, run.run_id, "dead");
    expect(dead).toMatchObject({ attempts: 3, last_status: 503, next_at: null });
    expect((await getDeliveries(service, "?status=dead")).map(({ run_id }) => run_id)).toContain(run.run_id);

    works = true;
    const retry = () =>
      fetch(`${service.url}/api/v1/webhooks/deliveries/${dead.delivery_id}/retry`, { method: "POST" });
    const retried = await retry();
    expect(retried.status).toBe(200);
    expect(await retried.json()).toMatchObject({ status: "pending", attempts: 0 });
    await untilDelivery(service, run.run_id, "delivered");
    expect(receiver.received.at(-1)?.body["values"]).toMatchObject({ messages: [{}, {}] });
    expect((await getDeliveries(service, "?status=dead")).map(({ run_id }) => run_id)).not.toContain(
      run.run_id,
    );
    expect((await retry()).status).toBe(409);
  });

  it("with an answer that will not change is not asked again", async () => {
    const gone = await receivers.open(() => 410);
    const moved = await receivers.open(() => 307);
    const thread = await service.client.threads.create();
    for (const receiver of [gone, moved]) {
      const run = await service.client.runs.create(thread.thread_id, "echo", {
        input: say("x"),
        webhook: receiver.url,
      });
      expect(await untilDelivery(service, run.run_id, "dead")).toMatchObject({ attempts: 1 });
      expect(receiver.received).toHaveLength(1);
    }
  });

  it("never delays the thread's next run", async () => {
    const receiver = await receivers.open(() => null);
    const thread = await service.client.threads.create();
    await service.client.runs.wait(thread.thread_id, "echo", { input: say("slow"), webhook: receiver.url });
    await receiver.waitFor(1);
    const values = await service.client.runs.wait(thread.thread_id, "echo", { input: say("next") });
    expect(values).toMatchObject({ messages: { length: 4 } });
  });

  it("cannot be reached: that counts as an attempt", async () => {
    const receiver = await receivers.open();
    await receiver.close();
    const thread = await service.client.threads.create();
    const run = await service.client.runs.create(thread.thread_id, "echo", {
      input: say("x"),
      webhook: receiver.url,
    });
    const dead = await untilDelivery(service, run.run_id, "dead");
    expect(dead).toMatchObject({ attempts: 3, last_status: null });
    expect(dead.last_error).toContain("ECONNREFUSED");
  });
});

describe("an operator", () => {
  it("gets 404 for a delivery that does not exist, 422 for what is no id or status", async () => {
    const retry = (id: string) =>
      fetch(`${service.url}/api/v1/webhooks/deliveries/${id}/retry`, { method: "POST" });
    expect((await retry(crypto.randomUUID())).status).toBe(404);
    expect((await retry("nothing")).status).toBe(422);
    const odd = await fetch(`${service.url}/api/v1/webhooks/deliveries?status=odd`);
    expect(odd.status).toBe(422);
  });

  it("pages through deliveries", async () => {
    const response = await fetch(`${service.url}/api/v1/webhooks/deliveries?limit=1`);
    expect(await response.json()).toHaveLength(1);
    expect(Number(response.headers.get("x-pagination-total"))).toBeGreaterThan(1);
    expect(response.headers.get("x-pagination-next")).toBe("1");
  });
});
