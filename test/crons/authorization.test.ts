import { afterAll, afterEach, describe, expect, it } from "vitest";
import { createCaller } from "../runs/support/callers.ts";
import { openTestDatabase } from "../support/database.ts";
import { buildEcho, toCatalogue } from "../support/graphs.ts";
import { startTestService, type TestService } from "../support/service.ts";
import { createCronWatch, input, YEARLY } from "./support/cron-watch.ts";

const db = await openTestDatabase();
const { makeDue, untilFired } = createCronWatch(db);
const services: TestService[] = [];
const graphs = toCatalogue({ echo: buildEcho() });

afterEach(async () => {
  await Promise.all(services.splice(0).map((service) => service.close()));
});
afterAll(() => db.close());

describe("with custom auth", () => {
  it("its runs act as whoever created it", async () => {
    const anna = createCaller("anna");
    const asked: string[] = [];
    const service = await startTestService(db, graphs, {
      settings: {
        toContext: (caller) => ({
          principal: caller,
          requestId: "cron",
          authorize: async (event, value) => {
            asked.push(`${caller.identity} ${event}`);
            return anna.authorize(event, value);
          },
        }),
      },
    });
    services.push(service);
    const { crons } = service.protocol.verbs;
    const terms = { schedule: YEARLY, timezone: "UTC", endTime: null, enabled: true };
    const cron = await crons.create({
      ctx: { ...anna, authorize: async (_event, value) => ({ value, filter: null }) },
      input: { threadId: null, onRunCompleted: "keep", terms, body: { assistant_id: "echo", input } },
    });
    expect(cron).toMatchObject({ user_id: "anna" });
    expect(cron).not.toHaveProperty("caller");
    await makeDue(cron.cron_id);
    const [run] = await untilFired(cron.cron_id);
    expect(run?.caller).toEqual({
      identity: "anna",
      permissions: ["chat"],
      user: { identity: "anna", permissions: ["chat"], team: "blue" },
    });
    expect(asked).toEqual(["anna threads:create_run", "anna assistants:read"]);
  });

  it("crons are seen, changed and deleted by those whose filter they match", async () => {
    const service = await startTestService(db, graphs);
    services.push(service);
    const { crons } = service.protocol.verbs;
    const [anna, ben] = [createCaller("anna"), createCaller("ben")];
    const terms = { schedule: YEARLY, timezone: "UTC", endTime: null, enabled: true };
    const creation = (metadata: Record<string, unknown>) => ({
      threadId: null,
      onRunCompleted: "keep" as const,
      terms,
      body: { assistant_id: "echo", input, metadata },
    });
    const cron = await crons.create({ ctx: anna, input: creation({ owner: "anna" }) });
    expect(anna.asked.map(({ event }) => event)).toEqual([
      "crons:create",
      "assistants:read",
      "threads:create_run",
    ]);
    await expect(crons.create({ ctx: ben, input: creation({ owner: "anna" }) })).rejects.toMatchObject({
      code: "forbidden",
    });
    const cronId = cron.cron_id;
    const missing = { code: "cron_not_found" };
    await expect(crons.get({ ctx: ben, input: { cronId } })).rejects.toMatchObject(missing);
    const patch = { terms: { enabled: false }, body: {} };
    await expect(crons.patch({ ctx: ben, input: { cronId, patch } })).rejects.toMatchObject(missing);
    await expect(crons.delete({ ctx: ben, input: { cronId } })).rejects.toMatchObject(missing);
    const window = { limit: 100, offset: 0 };
    expect((await crons.search({ ctx: ben, input: window })).total).toBe(0);
    expect(await crons.count({ ctx: ben, input: {} })).toBe(0);
    expect(await crons.count({ ctx: anna, input: {} })).toBe(1);
    expect(await crons.patch({ ctx: anna, input: { cronId, patch } })).toMatchObject({ enabled: false });
    await crons.delete({ ctx: anna, input: { cronId } });
    const no = createCaller("carla", ["crons:create"]);
    await expect(crons.create({ ctx: no, input: creation({}) })).rejects.toMatchObject({ code: "forbidden" });
  });
});
