import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { Database } from "../../../src/db/database.ts";
import { openTestDatabase } from "../../support/database.ts";
import { type GuardedService, owners, type Sent, startGuardedService } from "./support/guarded-service.ts";

let db: Database;
let service: GuardedService;
/** Everything of asha's. */
let hers: { thread: string; run: string; assistant: string; cron: string; checkpoint: string };

const INPUT = { messages: [{ role: "user", content: "Hi" }] };
const RUN = { assistant_id: "echo", input: INPUT };
const CRON = { assistant_id: "echo", schedule: "0 9 * * 1", enabled: false, input: {} };

beforeAll(async () => {
  db = await openTestDatabase();
  service = await startGuardedService(db);
}, 60_000);
afterAll(async () => {
  await service.close();
  await db.close();
});

beforeEach(async () => {
  service.rule(owners);
  const client = service.as("asha");
  const { thread_id: thread } = await client.threads.create({ metadata: { topic: "tea" } });
  await client.runs.wait(thread, "echo", { input: INPUT });
  const [run] = await client.runs.list(thread);
  const assistant = await client.assistants.create({ graphId: "echo", name: "Hers" });
  const cron = (await service.send("asha", "POST", "/runs/crons", CRON)).json as { cron_id: string };
  const state = await client.threads.getState(thread);
  hers = {
    thread,
    run: run?.run_id ?? "",
    assistant: assistant.assistant_id,
    cron: cron.cron_id,
    checkpoint: state.checkpoint.checkpoint_id ?? "",
  };
});

function toPath(path: string): string {
  return path
    .replace(/:t\b/, hers.thread)
    .replace(/:r\b/, hers.run)
    .replace(/:a\b/, hers.assistant)
    .replace(/:cron\b/, hers.cron)
    .replace(/:checkpoint\b/, hers.checkpoint);
}

const asBala = (method: string, path: string, body?: unknown): Promise<Sent> =>
  service.send("bala", method, toPath(path), body);

describe("what is somebody else's is not there", () => {
  test.each<[method: string, path: string, body?: unknown]>([
    ["GET", "/threads/:t"],
    ["PATCH", "/threads/:t", { metadata: { mine: true } }],
    ["DELETE", "/threads/:t"],
    ["GET", "/threads/:t/state"],
    ["GET", "/threads/:t/state/:checkpoint"],
    ["POST", "/threads/:t/state/checkpoint", { checkpoint: {} }],
    ["POST", "/threads/:t/state", { values: { messages: [] } }],
    ["PATCH", "/threads/:t/state", { metadata: { mine: true } }],
    ["GET", "/threads/:t/history"],
    ["POST", "/threads/:t/history", {}],
    ["GET", "/threads/:t/storage"],
    ["POST", "/threads/:t/runs", RUN],
    ["POST", "/threads/:t/runs/stream", RUN],
    ["POST", "/threads/:t/runs/wait", RUN],
    ["GET", "/threads/:t/runs"],
    ["GET", "/threads/:t/runs/:r"],
    ["DELETE", "/threads/:t/runs/:r"],
    ["GET", "/threads/:t/runs/:r/join"],
    ["GET", "/threads/:t/runs/:r/stream"],
    ["POST", "/threads/:t/runs/:r/cancel"],
    ["GET", "/runs/:r/stream"],
    ["POST", "/runs/cancel", { thread_id: ":t", run_ids: [":r"] }],
    ["GET", "/assistants/:a"],
    ["GET", "/assistants/:a/graph"],
    ["GET", "/assistants/:a/schemas"],
    ["GET", "/assistants/:a/subgraphs"],
    ["POST", "/assistants/:a/versions", {}],
    ["POST", "/assistants/:a/latest", { version: 1 }],
    ["PATCH", "/assistants/:a", { name: "Mine" }],
    ["DELETE", "/assistants/:a"],
    ["POST", "/runs/wait", { assistant_id: ":a", input: {} }],
    ["POST", "/threads/:t/runs/crons", CRON],
    ["GET", "/runs/crons/:cron"],
    ["PATCH", "/runs/crons/:cron", { schedule: "1 9 * * 1" }],
    ["DELETE", "/runs/crons/:cron"],
  ])("%s %s is 404", async (method, path, body) => {
    const written = body === undefined ? undefined : (JSON.parse(toPath(JSON.stringify(body))) as unknown);
    const { status, json } = await asBala(method, path, written);
    expect({ status, json }).toMatchObject({ status: 404, json: { detail: expect.any(String) } });
    // And nothing of it has happened.
    const thread = await service.as("asha").threads.get(hers.thread);
    expect(thread.metadata).toMatchObject({ topic: "tea", owner: "asha" });
    expect(thread.metadata).not.toHaveProperty("mine");
    expect(await service.as("asha").runs.list(hers.thread)).toHaveLength(1);
    expect(await service.as("asha").assistants.get(hers.assistant)).toMatchObject({
      name: "Hers",
      version: 1,
    });
  });

  test("creating it again, or copying it, is a conflict", async () => {
    expect(await asBala("POST", "/threads", { thread_id: hers.thread })).toMatchObject({ status: 409 });
    expect(
      await asBala("POST", "/threads", { thread_id: hers.thread, if_exists: "do_nothing" }),
    ).toMatchObject({ status: 409 });
    expect(
      await asBala("POST", "/assistants", { graph_id: "echo", assistant_id: hers.assistant }),
    ).toMatchObject({
      status: 409,
    });
    expect(await asBala("POST", "/threads/:t/copy")).toMatchObject({ status: 409 });
    expect(await service.send("asha", "POST", `/threads/${hers.thread}/copy`)).toMatchObject({ status: 200 });
  });

  test("if_not_exists opens no way into it", async () => {
    const { status } = await asBala("POST", "/threads/:t/runs/wait", { ...RUN, if_not_exists: "create" });
    expect([404, 409]).toContain(status);
    expect(await service.as("asha").runs.list(hers.thread)).toHaveLength(1);
  });
});

describe("lists, counts and bulk acts leave it out", () => {
  test("threads", async () => {
    const client = service.as("bala");
    const { thread_id: own } = await client.threads.create({ metadata: { topic: "tea" } });
    const found = await service.send("bala", "POST", "/threads/search", {
      metadata: { topic: "tea" },
      limit: 1,
    });
    expect(found.json).toMatchObject([{ thread_id: own }]);
    expect(found.headers.get("x-pagination-total")).toBe("1");
    expect(await client.threads.count({ metadata: { topic: "tea" } })).toBe(1);
    const pruned = await service.send("bala", "POST", "/threads/prune", { thread_ids: [own, hers.thread] });
    expect(pruned.json).toMatchObject({ pruned_count: 1 });
    expect(await service.as("asha").threads.get(hers.thread)).toBeTruthy();
  });

  test("assistants, of which those of the graphs are everybody's to read and run, and nobody's to change", async () => {
    const client = service.as("bala");
    const found = await client.assistants.search({ graphId: "echo" });
    expect(found.map(({ metadata }) => (metadata as { created_by?: string }).created_by)).toEqual(["system"]);
    const values = await client.runs.wait(null, "echo", { input: INPUT });
    expect(values).toMatchObject({ messages: [{}, { content: "You said: Hi" }] });
    expect(await asBala("PATCH", "/assistants/echo", { name: "Bala's" })).toMatchObject({ status: 403 });
    expect(await asBala("DELETE", "/assistants/echo")).toMatchObject({ status: 403 });
  });

  test("crons", async () => {
    const found = await service.send("bala", "POST", "/runs/crons/search", {});
    expect(found.json).toEqual([]);
    expect((await service.send("bala", "POST", "/runs/crons/count", {})).json).toBe(0);
  });

  test("runs that are cancelled in bulk", async () => {
    const slow = { assistant_id: "slow", input: { pause_ms: 100 } };
    const run = (await service.send("asha", "POST", `/threads/${hers.thread}/runs`, slow)).json as {
      run_id: string;
    };
    await service.send("bala", "POST", "/runs/cancel", { status: "all" });
    const still = await service.as("asha").runs.get(hers.thread, run.run_id);
    expect(["pending", "running"]).toContain(still.status);
    const { status } = await service.send("asha", "POST", "/runs/cancel", { status: "all" });
    expect(status).toBe(204);
  });

  test("threads of an assistant that is deleted with them", async () => {
    const made = await service.as("asha").assistants.create({ graphId: "echo" });
    const mine = await service.as("asha").threads.create();
    await service.as("asha").runs.wait(mine.thread_id, made.assistant_id, { input: INPUT });
    service.rule(({ event, user }) =>
      event === "threads:delete" ? { owner: `not ${user.identity}` } : true,
    );
    await service.send("asha", "DELETE", `/assistants/${made.assistant_id}?delete_threads=true`);
    service.rule(owners);
    expect(await service.as("asha").threads.get(mine.thread_id)).toBeTruthy();
  });
});
