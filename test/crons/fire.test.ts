import { afterAll, afterEach, describe, expect, it, vi } from "vitest";
import { createFireCron } from "../../src/crons/fire-cron.ts";
import { AppError } from "../../src/domain/errors.ts";
import { LOCAL_TENANT_ID } from "../../src/domain/ids.ts";
import { createLog } from "../../src/telemetry/log.ts";
import { ANYBODY } from "../runs/support/callers.ts";
import { openTestDatabase } from "../support/database.ts";
import { buildEcho, buildSteps, toCatalogue } from "../support/graphs.ts";
import { startTestService, type TestService } from "../support/service.ts";
import { createCronWatch, input, PATIENCE, YEARLY } from "./support/cron-watch.ts";

const db = await openTestDatabase();
const log = createLog({ level: "silent", destination: process.stderr });
const services: TestService[] = [];
const { getRuns, makeDue, untilFired } = createCronWatch(db);

async function start(): Promise<TestService> {
  const graphs = toCatalogue({ echo: buildEcho(), steps: buildSteps(1) });
  const service = await startTestService(db, graphs);
  services.push(service);
  return service;
}
afterEach(async () => {
  await Promise.all(services.splice(0).map((service) => service.close()));
});
afterAll(() => db.close());

describe("a cron whose slot has come", () => {
  it("runs on its thread, again and again, and goes on to its next slot", async () => {
    const { client } = await start();
    const thread = await client.threads.create();
    const cron = await client.crons.createForThread(thread.thread_id, "echo", {
      schedule: YEARLY,
      input,
      metadata: { campaign: "diwali" },
    });
    await makeDue(cron.cron_id);
    await untilFired(cron.cron_id);
    await makeDue(cron.cron_id);
    const runs = await untilFired(cron.cron_id, 2);
    expect(runs).toHaveLength(2);
    expect(runs[0]).toMatchObject({
      status: "success",
      thread_id: thread.thread_id,
      metadata: { campaign: "diwali", cron_id: cron.cron_id },
    });
    const { values } = await client.threads.get(thread.thread_id);
    expect(values).toMatchObject({ messages: { length: 4 } });
    const [after] = await client.crons.search({ threadId: thread.thread_id });
    expect(after?.next_run_date).toBe(cron.next_run_date);
  });

  it("makes a thread for each fire, which goes with its run or is kept", async () => {
    const { client } = await start();
    const [gone, kept] = await Promise.all(
      (["delete", "keep"] as const).map((onRunCompleted) =>
        client.crons.create("echo", { schedule: YEARLY, input, onRunCompleted }),
      ),
    );
    for (const cron of [gone, kept]) await makeDue(cron?.cron_id ?? "");
    const [first] = await untilFired(gone?.cron_id ?? "");
    const [second] = await untilFired(kept?.cron_id ?? "");
    await expect(client.threads.get(first?.thread_id ?? "")).rejects.toMatchObject({ status: 404 });
    expect(await client.threads.get(second?.thread_id ?? "")).toMatchObject({
      values: { messages: [{}, { content: "You said: tick" }] },
    });
  });

  it("makes up for the newest of many missed slots only", async () => {
    const { client } = await start();
    const cron = await client.crons.create("echo", { schedule: "*/5 * * * *", input });
    await makeDue(cron.cron_id, "3 days");
    expect(await untilFired(cron.cron_id)).toHaveLength(1);
    const [after] = await vi.waitFor(async () => {
      const found = await client.crons.search({});
      expect(found.find(({ cron_id }) => cron_id === cron.cron_id)?.next_run_date).toBe(cron.next_run_date);
      return found;
    }, PATIENCE);
    expect(after).toBeDefined();
    expect(await getRuns(cron.cron_id)).toHaveLength(1);
    await client.crons.delete(cron.cron_id);
  });

  it("fires no more after its end, or while it is switched off", async () => {
    const { client } = await start();
    const soon = new Date(Date.now() + 60_000).toISOString();
    const ending = await client.crons.create("echo", { schedule: YEARLY, input, endTime: soon });
    expect(ending.next_run_date).toBeNull();
    await makeDue(ending.cron_id);
    await untilFired(ending.cron_id);
    const off = await client.crons.create("echo", { schedule: YEARLY, input, enabled: false });
    await makeDue(off.cron_id);
    const marker = await client.crons.create("echo", { schedule: YEARLY, input });
    await makeDue(marker.cron_id);
    await untilFired(marker.cron_id);
    expect(await getRuns(off.cron_id)).toEqual([]);
    const crons = await client.crons.search({ limit: 100 });
    expect(crons.find(({ cron_id }) => cron_id === ending.cron_id)?.next_run_date).toBeNull();
  });

  it("is switched off when its assistant is gone", async () => {
    const { client } = await start();
    const cron = await client.crons.create("echo", { schedule: YEARLY, input });
    await db.run(
      LOCAL_TENANT_ID,
      "update crons set payload = (payload::jsonb || $2::jsonb)::json where cron_id = $1",
      [cron.cron_id, JSON.stringify({ assistant_id: crypto.randomUUID() })],
    );
    await makeDue(cron.cron_id);
    await vi.waitFor(async () => {
      const crons = await client.crons.search({ limit: 100 });
      expect(crons.find(({ cron_id }) => cron_id === cron.cron_id)).toMatchObject({
        enabled: false,
        next_run_date: null,
      });
    }, PATIENCE);
    expect(await getRuns(cron.cron_id)).toEqual([]);
  });
});

describe("a slot", () => {
  it("fires once, however many processes look", async () => {
    const [one, ...others] = await Promise.all([start(), start(), start()]);
    const crons = await Promise.all(
      Array.from({ length: 6 }, () => one.client.crons.create("echo", { schedule: YEARLY, input })),
    );
    for (const { cron_id } of crons) await makeDue(cron_id);
    for (const { cron_id } of crons) await untilFired(cron_id);
    // One more round of looks.
    const marker = await one.client.crons.create("echo", { schedule: YEARLY, input });
    await makeDue(marker.cron_id);
    await untilFired(marker.cron_id);
    for (const { cron_id } of crons) expect(await getRuns(cron_id)).toHaveLength(1);
    expect(others).toHaveLength(2);
  });

  it("fires once when many fire it at the same moment, or again after a crash between run and next slot", async () => {
    const service = await start();
    const { verbs } = service.protocol;
    const fireCron = createFireCron({
      db,
      log,
      toContext: (caller) => ({ ...ANYBODY, principal: caller }),
      startRun: verbs.runs.create,
    });
    const cron = await verbs.crons.create({
      ctx: ANYBODY,
      input: {
        threadId: null,
        onRunCompleted: "keep",
        terms: { schedule: YEARLY, timezone: "UTC", endTime: null, enabled: true },
        body: { assistant_id: "echo", input },
      },
    });
    const slot = "2026-01-01T00:00:00.000Z";
    const setSlot = () =>
      db.run(LOCAL_TENANT_ID, "update crons set next_run_date = $1 where cron_id = $2", [slot, cron.cron_id]);
    await setSlot();
    await Promise.all(Array.from({ length: 8 }, () => fireCron(LOCAL_TENANT_ID, cron.cron_id)));
    // The run was made, the move to the next slot was lost.
    await setSlot();
    await fireCron(LOCAL_TENANT_ID, cron.cron_id);
    await untilFired(cron.cron_id);
    expect(await getRuns(cron.cron_id)).toHaveLength(1);
    expect((await verbs.crons.get({ ctx: ANYBODY, input: { cronId: cron.cron_id } })).next_run_date).toBe(
      cron.next_run_date,
    );
  });

  it("stays due while the database cannot be reached, and is given up for what will not change", async () => {
    const service = await start();
    const { crons } = service.protocol.verbs;
    const failWith = (code: "unavailable" | "forbidden") =>
      createFireCron({
        db,
        log,
        toContext: (caller) => ({ ...ANYBODY, principal: caller }),
        startRun: () => Promise.reject(new AppError(code, "no")),
      });
    const terms = { schedule: YEARLY, timezone: "UTC", endTime: null, enabled: false };
    const cron = await crons.create({
      ctx: ANYBODY,
      input: { threadId: null, onRunCompleted: "keep", terms, body: { assistant_id: "echo", input } },
    });
    const slot = "2026-01-01T00:00:00.000Z";
    // Nobody else looks at it: the service is stopped.
    await service.close();
    services.splice(0);
    await db.run(LOCAL_TENANT_ID, "update crons set next_run_date = $1, enabled = true where cron_id = $2", [
      slot,
      cron.cron_id,
    ]);
    const read = async () =>
      (await crons.get({ ctx: ANYBODY, input: { cronId: cron.cron_id } })).next_run_date;
    await expect(failWith("unavailable")(LOCAL_TENANT_ID, cron.cron_id)).rejects.toMatchObject({
      code: "unavailable",
    });
    expect(await read()).toBe(slot);
    await failWith("forbidden")(LOCAL_TENANT_ID, cron.cron_id);
    expect(Date.parse((await read()) ?? "")).toBeGreaterThan(Date.parse(slot));
  });
});
