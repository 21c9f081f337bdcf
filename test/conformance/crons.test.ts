import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { buildEcho } from "../support/graphs.ts";
import { type Conformance, NOBODY, openConformance, say } from "./open-conformance.ts";

let service: Conformance;
let client: Conformance["client"];

beforeAll(async () => {
  service = await openConformance({ echo: buildEcho() });
  ({ client } = service);
});
afterAll(() => service.close());

const NEVER_SOON = "0 0 1 1 *";
const get = async (cronId: string) => {
  const response = await fetch(`${service.url}/runs/crons/${cronId}`);
  return { status: response.status, cron: (await response.json()) as Record<string, unknown> };
};

describe("a cron", () => {
  it("without a thread says what it will run, and when next", async () => {
    const cron = await client.crons.create("echo", {
      schedule: NEVER_SOON,
      timezone: "Asia/Kolkata",
      input: say("new year"),
      metadata: { a: 1 },
    });
    expect(cron).toMatchObject({
      thread_id: null,
      schedule: NEVER_SOON,
      timezone: "Asia/Kolkata",
      enabled: true,
      on_run_completed: "delete",
      metadata: { a: 1 },
      payload: { input: say("new year") },
      next_run_date: expect.stringMatching(/-12-31T18:30:00\.000Z$/),
    });
    expect((await get(cron.cron_id)).cron).toEqual(cron);
  });

  it("of a thread belongs to it", async () => {
    const { thread_id: threadId } = await client.threads.create();
    const cron = await client.crons.createForThread(threadId, "echo", { schedule: NEVER_SOON });
    expect(cron).toMatchObject({ thread_id: threadId });
    await expect(
      client.crons.createForThread(NOBODY, "echo", { schedule: NEVER_SOON }),
    ).rejects.toMatchObject({
      status: 404,
    });
  });

  it("with a schedule or zone that means nothing is 422", async () => {
    await expect(client.crons.create("echo", { schedule: "often" })).rejects.toMatchObject({ status: 422 });
    const nowhere = { schedule: NEVER_SOON, timezone: "Asia/Nowhere" };
    await expect(client.crons.create("echo", nowhere)).rejects.toMatchObject({ status: 422 });
    await expect(client.crons.create("nothing", { schedule: NEVER_SOON })).rejects.toMatchObject({
      status: 404,
    });
  });

  it("is changed in part: metadata merges, an end is taken away by null", async () => {
    const endTime = "2099-01-01T00:00:00.000Z";
    const { cron_id: id } = await client.crons.create("echo", {
      schedule: NEVER_SOON,
      endTime,
      metadata: { a: 1 },
    });
    expect((await get(id)).cron).toMatchObject({ end_time: endTime });
    const changed = await client.crons.update(id, { enabled: false, metadata: { b: 2 } });
    expect(changed).toMatchObject({ enabled: false, metadata: { a: 1, b: 2 }, end_time: endTime });
    const cleared = await fetch(`${service.url}/runs/crons/${id}`, {
      method: "PATCH",
      body: JSON.stringify({ end_time: null }),
    });
    expect(await cleared.json()).toMatchObject({ end_time: null });
  });

  it("is gone after its deletion", async () => {
    const { cron_id: id } = await client.crons.create("echo", { schedule: NEVER_SOON });
    await client.crons.delete(id);
    expect((await get(id)).status).toBe(404);
    await expect(client.crons.delete(id)).rejects.toMatchObject({ status: 404 });
  });
});

it("crons are found, sorted, trimmed and counted by metadata, thread and assistant", async () => {
  const { thread_id: threadId } = await client.threads.create();
  const mine = { metadata: { suite: "search" } };
  for (const month of [3, 1, 2])
    await client.crons.createForThread(threadId, "echo", { schedule: `0 0 1 ${month} *`, ...mine });
  const { assistant_id: assistantId } = await client.assistants.get("echo");
  const found = await client.crons.search({ ...mine, threadId, assistantId, limit: 2 });
  expect(found.map(({ schedule }) => schedule)).toEqual(["0 0 1 2 *", "0 0 1 1 *"]);
  const next = await client.crons.search({
    ...mine,
    sortBy: "next_run_date",
    sortOrder: "asc",
    select: ["schedule"],
  });
  expect(next.map((row) => Object.keys(row))).toEqual([["schedule"], ["schedule"], ["schedule"]]);
  expect(await client.crons.count(mine)).toBe(3);
  expect(await client.crons.count({ ...mine, threadId: NOBODY })).toBe(0);
});
