import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Database } from "../../src/db/database.ts";
import type { CallContext } from "../../src/domain/principal.ts";
import { STREAM_MODES, type RunCreate } from "../../src/domain/run.ts";
import type { RunVerbs } from "../../src/http/verbs/runs.ts";
import { openTestDatabase } from "../support/database.ts";
import { buildEcho, buildSteps, toCatalogue } from "../support/graphs.ts";
import { startTestService, type TestService } from "../support/service.ts";
import { createCalls } from "./support/calls.ts";
import { ANYBODY, createCaller } from "./support/callers.ts";
import { buildMirror } from "./support/graphs.ts";

let db: Database;
let service: TestService;
let runs: RunVerbs;
let calls: ReturnType<typeof createCalls>;

beforeAll(async () => {
  db = await openTestDatabase();
  const graphs = { mirror: buildMirror(), echo: buildEcho(), steps: buildSteps(6) };
  service = await startTestService(db, toCatalogue(graphs));
  runs = service.protocol.verbs.runs;
  calls = createCalls(service);
});
afterAll(async () => {
  await service.close();
  await db.close();
});

const anna = createCaller("anna");
const ben = createCaller("ben");
const LATER: RunCreate = { assistant_id: "steps", input: {}, after_seconds: 60 };
const SLOW: RunCreate = { assistant_id: "steps", input: { pause_ms: 150 } };
const MIRROR: RunCreate = { assistant_id: "mirror", input: {} };

const create = (ctx: CallContext, threadId: string | null, body: RunCreate) =>
  runs.create({ ctx, input: { threadId, body, headers: {} } });
/** A run on a thread of the caller's own. */
const createOwn = (ctx: CallContext, body: RunCreate) =>
  create(ctx, crypto.randomUUID(), { ...body, if_not_exists: "create" });
const toPlace = (run: { thread_id: string; run_id: string }) => ({
  threadId: run.thread_id,
  runId: run.run_id,
});

async function read(stream: ReturnType<RunVerbs["stream"]>): Promise<string> {
  let text = "";
  for await (const batch of await stream) text += JSON.stringify(batch);
  return text;
}

describe("creating a run", () => {
  it("asks for the run and for its assistant, with what handlers know of a run", async () => {
    const caller = createCaller("carla");
    const run = await createOwn(caller, { ...LATER, metadata: { campaign: "diwali" } });
    expect(caller.asked.map(({ event }) => event)).toEqual(["threads:create_run", "assistants:read"]);
    const [asked, looked] = caller.asked;
    expect(asked?.value).toMatchObject({
      thread_id: run.thread_id,
      run_id: run.run_id,
      assistant_id: run.assistant_id,
      status: "pending",
      metadata: { campaign: "diwali" },
      multitask_strategy: "enqueue",
      if_not_exists: "create",
      after_seconds: 60,
      prevent_insert_if_inflight: false,
      kwargs: { input: {}, stream_mode: ["values"] },
    });
    expect(looked?.value).toEqual({ assistant_id: run.assistant_id });
  });

  it("stores what a handler put into the metadata, on the run and on a thread that is new", async () => {
    const run = await createOwn(anna, { ...LATER, metadata: { campaign: "diwali" } });
    expect(run.metadata).toMatchObject({ campaign: "diwali", owner: "anna" });
    const { metadata } = await calls.get(`/threads/${run.thread_id}`);
    expect(metadata).toMatchObject({ owner: "anna", graph_id: "steps" });
    expect(metadata).not.toHaveProperty("campaign");
  });

  it.each(["reject", "create"] as const)(
    "hides a foreign thread with if_not_exists %s",
    async (ifNotExists) => {
      const { thread_id: threadId } = await createOwn(anna, LATER);
      for (const strategy of ["enqueue", "reject", "interrupt", "rollback"] as const) {
        const body = { ...LATER, if_not_exists: ifNotExists, multitask_strategy: strategy };
        await expect(create(ben, threadId, body)).rejects.toMatchObject({ code: "thread_not_found" });
      }
      const listed = await runs.list({ ctx: anna, input: { threadId, limit: 10, offset: 0 } });
      expect(listed.map(({ status }) => status)).toEqual(["pending"]);
      expect((await calls.get(`/threads/${threadId}`))["metadata"]).toMatchObject({ owner: "anna" });
    },
  );

  it.each(["threads:create_run", "assistants:read"] as const)("is refused when %s is", async (event) => {
    const caller = createCaller("dora", [event]);
    for (const threadId of [null, crypto.randomUUID()]) {
      const body = { ...LATER, if_not_exists: "create" as const };
      await expect(create(caller, threadId, body)).rejects.toMatchObject({ code: "forbidden" });
      await expect(
        runs.createMany({ ctx: caller, input: { requests: [{ threadId, body, headers: {} }] } }),
      ).rejects.toMatchObject({ code: "forbidden" });
    }
  });

  it("shows the graph who created the run, and nobody else", async () => {
    const body: RunCreate = {
      ...MIRROR,
      stream_mode: ["values", "updates", "debug", "messages-tuple", "events", "tasks", "checkpoints"],
      config: { configurable: { user_id: "root", langgraph_auth_user: { identity: "root" } } },
    };
    const run = await createOwn(anna, body);
    const output = await runs.output({ ctx: anna, input: toPlace(run) });
    const { configurable } = output["seen"] as { configurable: Record<string, unknown> };
    expect(configurable).toMatchObject({
      user_id: "anna",
      langgraph_auth_user: { identity: "anna", team: "blue" },
      langgraph_auth_user_id: "anna",
      langgraph_auth_permissions: ["chat"],
    });
    const shown = [
      run,
      await runs.get({ ctx: anna, input: toPlace(run) }),
      await calls.get(`/threads/${run.thread_id}`).then(({ config, metadata }) => ({ config, metadata })),
      await calls.get(`/threads/${run.thread_id}/state`).then(({ values: _, ...state }) => state),
    ];
    expect(JSON.stringify(shown)).not.toMatch(/langgraph_auth|team/);
  });

  it("leaves a client its own user_id where nobody signs in", async () => {
    const config = { configurable: { user_id: "u1" } };
    const run = await create(ANYBODY, null, { ...MIRROR, on_completion: "keep", config });
    const output = await runs.output({ ctx: ANYBODY, input: toPlace(run) });
    const { configurable } = output["seen"] as { configurable: Record<string, unknown> };
    expect(configurable).toMatchObject({ user_id: "u1" });
    expect(configurable).not.toHaveProperty("langgraph_auth_user_id");
  });
});

it("tells nothing of its creator in any stream", async () => {
  const stream_mode = [...STREAM_MODES];
  const input = { messages: [{ type: "human", content: "hello" }] };
  const run = await createOwn(anna, { assistant_id: "echo", input, stream_mode, stream_subgraphs: true });
  const text = await read(runs.stream({ ctx: anna, input: { ...toPlace(run), lastEventId: "start" } }));
  for (const mode of ["values", "updates", "messages", "tasks", "checkpoints", "debug", "events"])
    expect(text).toContain(`"event":"${mode}`);
  const told = /langgraph_auth|"team|user_id|__raptorflow|__effects|__pregel_checkpointer/.exec(text)?.[0];
  expect(told).toBeUndefined();
});

describe("a run of somebody else", () => {
  it("cannot be read, followed, cancelled or deleted", async () => {
    const run = await createOwn(anna, LATER);
    const place = toPlace(run);
    const loose = { ...place, threadId: null };
    const cancelling = { wait: false, action: "interrupt", reason: "api" } as const;
    const hidden = { code: "run_not_found" };
    await expect(runs.get({ ctx: ben, input: place })).rejects.toMatchObject(hidden);
    await expect(runs.output({ ctx: ben, input: place })).rejects.toMatchObject(hidden);
    await expect(runs.delete({ ctx: ben, input: place })).rejects.toMatchObject(hidden);
    for (const input of [place, loose]) {
      await expect(async () =>
        runs.stream({ ctx: ben, input: { ...input, lastEventId: "start" } }),
      ).rejects.toMatchObject(hidden);
      await expect(runs.cancel({ ctx: ben, input: { ...input, ...cancelling } })).rejects.toMatchObject(
        hidden,
      );
    }
    await expect(
      runs.list({ ctx: ben, input: { threadId: run.thread_id, limit: 10, offset: 0 } }),
    ).rejects.toMatchObject({ code: "thread_not_found" });
    expect(await runs.get({ ctx: anna, input: place })).toMatchObject({ status: "pending" });
    await runs.cancel({ ctx: anna, input: { ...loose, ...cancelling } });
    await runs.delete({ ctx: anna, input: place });
  });

  it("is left out when many are cancelled", async () => {
    const [own, other] = [await createOwn(anna, LATER), await createOwn(ben, LATER)];
    const runIds = [other.run_id];
    const named = { runs: { threadId: other.thread_id, runIds }, action: "interrupt" as const };
    await expect(runs.cancelMany({ ctx: anna, input: named })).rejects.toMatchObject({
      code: "run_not_found",
    });
    await runs.cancelMany({ ctx: anna, input: { runs: { status: "all" }, action: "interrupt" } });
    expect(await runs.get({ ctx: anna, input: toPlace(own) })).toMatchObject({ status: "interrupted" });
    expect(await runs.get({ ctx: ben, input: toPlace(other) })).toMatchObject({ status: "pending" });
    await runs.cancelMany({ ctx: ben, input: { runs: { status: "pending" }, action: "rollback" } });
    await expect(runs.get({ ctx: ben, input: toPlace(other) })).rejects.toMatchObject({
      code: "run_not_found",
    });
  });
});

describe("a stateless run", () => {
  it("is its creator's, and is followed to its end by nobody else", async () => {
    const run = await create(anna, null, { assistant_id: "echo", input: { messages: [] } });
    const input = { threadId: null, runId: run.run_id, lastEventId: "start" };
    await expect(async () => runs.stream({ ctx: ben, input })).rejects.toMatchObject({
      code: "run_not_found",
    });
    expect(await read(runs.stream({ ctx: anna, input }))).toContain('"event":"end"');
  });
});

describe("one who may read and not update", () => {
  const reader = createCaller("anna", ["threads:update"]);

  it("follows a run, but not with the threat to cancel it", async () => {
    const run = await createOwn(anna, SLOW);
    const input = { ...toPlace(run), lastEventId: "start" };
    await expect(async () =>
      runs.stream({ ctx: reader, input: { ...input, cancels: true } }),
    ).rejects.toMatchObject({
      code: "forbidden",
    });
    expect(await read(runs.stream({ ctx: reader, input }))).toContain('"event":"end"');
  });
});
