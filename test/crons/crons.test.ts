import { Client } from "@langchain/langgraph-sdk";
import { Client as Client112 } from "sdk-1.12";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { toAssistantId } from "../../src/domain/ids.ts";
import { openTestDatabase } from "../support/database.ts";
import { buildEcho, buildSteps, toCatalogue } from "../support/graphs.ts";
import { startTestService, type TestService } from "../support/service.ts";

const db = await openTestDatabase();
let service: TestService;

beforeAll(async () => {
  service = await startTestService(db, toCatalogue({ echo: buildEcho(), steps: buildSteps(1) }));
});
afterAll(async () => {
  await service.close();
  await db.close();
});

const input = { messages: [{ type: "human", content: "hello" }] };
/** Never within a test. */
const YEARLY = "0 0 1 1 *";
const MOMENT = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;

async function send(
  method: string,
  path: string,
  body?: unknown,
): Promise<{ status: number; json: unknown }> {
  const response = await fetch(`${service.url}${path}`, {
    method,
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  return { status: response.status, json: text === "" ? null : JSON.parse(text) };
}

describe.each([
  ["1.11", () => new Client({ apiUrl: service.url, apiKey: null }).crons],
  ["1.12", () => new Client112({ apiUrl: service.url, apiKey: null }).crons as unknown as Client["crons"]],
])("the client %s", (version, open) => {
  it("creates, finds, changes and deletes crons", async () => {
    const crons = open();
    const metadata = { suite: `client ${version}` };
    const created = await crons.create("echo", {
      schedule: YEARLY,
      input,
      metadata,
      timezone: "Asia/Kolkata",
      endTime: "2999-01-01T00:00:00Z",
      config: { configurable: { colour: "red" } },
      onRunCompleted: "keep",
    });
    expect(created).toMatchObject({
      assistant_id: toAssistantId("echo"),
      thread_id: null,
      on_run_completed: "keep",
      schedule: YEARLY,
      timezone: "Asia/Kolkata",
      end_time: "2999-01-01T00:00:00.000Z",
      enabled: true,
      metadata,
      user_id: "local",
      payload: {
        assistant_id: toAssistantId("echo"),
        input,
        config: { configurable: { colour: "red" } },
      },
    });
    expect(created.next_run_date).toMatch(/-12-31T18:30:00\.000Z$/);
    const cronId = created.cron_id;

    expect(await crons.search({ metadata })).toMatchObject([{ cron_id: cronId }]);
    expect(await crons.search({ metadata, enabled: false })).toEqual([]);
    expect(await crons.search({ assistantId: "steps", metadata })).toEqual([]);
    expect(await crons.count({ assistantId: created.assistant_id, metadata })).toBe(1);

    const changed = await crons.update(cronId, {
      schedule: "0 12 * * *",
      timezone: "UTC",
      endTime: null as unknown as string,
      metadata: { more: 1 },
      input: { messages: [] },
    });
    expect(changed).toMatchObject({
      schedule: "0 12 * * *",
      end_time: null,
      metadata: { ...metadata, more: 1 },
      payload: { input: { messages: [] }, config: { configurable: { colour: "red" } } },
    });
    expect(changed.next_run_date).toMatch(/T12:00:00\.000Z$/);

    expect(await crons.update(cronId, { enabled: false })).toMatchObject({
      enabled: false,
      next_run_date: null,
    });
    expect(await crons.update(cronId, { enabled: true })).toMatchObject({
      enabled: true,
      next_run_date: changed.next_run_date,
    });

    await crons.delete(cronId);
    await expect(crons.delete(cronId)).rejects.toMatchObject({ status: 404 });
    expect(await crons.count({ metadata })).toBe(0);
  });

  it("creates crons for a thread", async () => {
    const crons = open();
    const thread = await service.client.threads.create();
    const created = await crons.createForThread(thread.thread_id, "echo", { schedule: YEARLY, input });
    expect(created).toMatchObject({
      thread_id: thread.thread_id,
      on_run_completed: null,
      timezone: "UTC",
      end_time: null,
    });
    expect(await crons.search({ threadId: thread.thread_id })).toMatchObject([{ cron_id: created.cron_id }]);
    await service.client.threads.delete(thread.thread_id);
    expect(await crons.count({ threadId: thread.thread_id })).toBe(0);
  });
});

describe("crons over the wire", () => {
  it("are got by id; the reply has every field", async () => {
    const { json } = await send("POST", "/runs/crons", { assistant_id: "echo", schedule: YEARLY });
    const created = json as Record<string, unknown>;
    expect(Object.keys(created).toSorted()).toEqual([
      "assistant_id",
      "created_at",
      "cron_id",
      "enabled",
      "end_time",
      "metadata",
      "next_run_date",
      "on_run_completed",
      "payload",
      "schedule",
      "thread_id",
      "timezone",
      "updated_at",
      "user_id",
    ]);
    for (const field of ["created_at", "updated_at", "next_run_date"]) expect(created[field]).toMatch(MOMENT);
    expect(created["on_run_completed"]).toBe("delete");
    expect(await send("GET", `/runs/crons/${String(created["cron_id"])}`)).toEqual({
      status: 200,
      json: created,
    });
  });

  it("take both spellings and null for absent", async () => {
    const { status, json } = await send("POST", "/runs/crons", {
      assistantId: "echo",
      schedule: YEARLY,
      onRunCompleted: "keep",
      endTime: null,
      timezone: null,
      webhook: null,
      unknown: 1,
    });
    expect(status).toBe(200);
    expect(json).toMatchObject({ on_run_completed: "keep", end_time: null, timezone: "UTC" });
  });

  it.each([
    ["a schedule that is none", { schedule: "every day" }],
    ["no schedule", { schedule: undefined }],
    ["six fields", { schedule: "0 * * * * *" }],
    ["a zone that is none", { timezone: "Mars/Olympus" }],
    ["a date that is none", { end_time: "tomorrow" }],
    ["a webhook that leads inside", { webhook: "http://10.0.0.1/" }],
    ["a mode that is none", { stream_mode: "everything" }],
  ])("are refused with %s", async (_, wrong) => {
    const sent = { assistant_id: "echo", schedule: YEARLY, ...wrong };
    expect((await send("POST", "/runs/crons", sent)).status).toBe(422);
  });

  it("are refused for what does not exist", async () => {
    const body = { assistant_id: "echo", schedule: YEARLY };
    const missing = crypto.randomUUID();
    expect((await send("POST", "/runs/crons", { ...body, assistant_id: "nobody" })).status).toBe(404);
    expect((await send("POST", `/threads/${missing}/runs/crons`, body)).status).toBe(404);
    for (const method of ["GET", "DELETE"])
      expect((await send(method, `/runs/crons/${missing}`)).status).toBe(404);
    expect(await send("PATCH", `/runs/crons/${missing}`, {})).toMatchObject({
      status: 404,
      json: { code: "cron_not_found", detail: "Cron not found" },
    });
    expect((await send("GET", "/runs/crons/nothing")).status).toBe(422);
  });

  it("are refused when they are changed into what is none", async () => {
    const { json } = await send("POST", "/runs/crons", { assistant_id: "echo", schedule: YEARLY });
    const path = `/runs/crons/${String((json as { cron_id: string }).cron_id)}`;
    expect((await send("PATCH", path, { schedule: "x" })).status).toBe(422);
    expect((await send("PATCH", path, { timezone: "x" })).status).toBe(422);
    expect((await send("PATCH", path, { end_time: 5 })).status).toBe(422);
    expect((await send("PATCH", path, { assistant_id: "nobody" })).status).toBe(404);
    expect(await send("PATCH", path, {})).toMatchObject({ status: 200, json: { schedule: YEARLY } });
    expect(await send("PATCH", path, { assistant_id: "steps" })).toMatchObject({
      json: { assistant_id: toAssistantId("steps"), payload: { assistant_id: toAssistantId("steps") } },
    });
  });

  it("are searched by pages, in the order asked for, trimmed to fields", async () => {
    const metadata = { suite: "pages" };
    for (const minute of [3, 1, 2]) {
      const schedule = `${minute} 0 1 1 *`;
      await send("POST", "/runs/crons", { assistant_id: "echo", schedule, metadata });
    }
    const search = { metadata, sort_by: "next_run_date", sort_order: "asc", select: ["schedule"] };
    const response = await fetch(`${service.url}/runs/crons/search`, {
      method: "POST",
      body: JSON.stringify({ ...search, limit: 2 }),
    });
    expect(await response.json()).toEqual([{ schedule: "1 0 1 1 *" }, { schedule: "2 0 1 1 *" }]);
    expect(response.headers.get("x-pagination-total")).toBe("3");
    expect(response.headers.get("x-pagination-next")).toBe("2");
    const newest = await send("POST", "/runs/crons/search", { metadata });
    const schedules = (newest.json as { schedule: string }[]).map(({ schedule }) => schedule);
    expect(schedules).toEqual(["2 0 1 1 *", "1 0 1 1 *", "3 0 1 1 *"]);
    expect((await send("POST", "/runs/crons/search", { sort_by: "caller" })).status).toBe(422);
  });
});
