import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { Database } from "../../../src/db/database.ts";
import { openTestDatabase } from "../../support/database.ts";
import { allow, type GuardedService, startGuardedService } from "./support/guarded-service.ts";

let db: Database;
let service: GuardedService;
let place: { thread: string; run: string; assistant: string; cron: string; checkpoint: string };

const CRON = { assistant_id: "echo", schedule: "0 9 * * 1", enabled: false, input: {} };

beforeAll(async () => {
  db = await openTestDatabase();
  service = await startGuardedService(db);
  const client = service.as("asha");
  const { thread_id: thread } = await client.threads.create();
  await client.runs.wait(thread, "echo", { input: { messages: [{ role: "user", content: "Hi" }] } });
  const [run] = await client.runs.list(thread);
  const assistant = await client.assistants.create({ graphId: "echo" });
  const cron = await service.send("asha", "POST", "/runs/crons", CRON);
  const state = await client.threads.getState(thread);
  place = {
    thread,
    run: run?.run_id ?? "",
    assistant: assistant.assistant_id,
    cron: (cron.json as { cron_id: string }).cron_id,
    checkpoint: state.checkpoint.checkpoint_id ?? "",
  };
}, 60_000);
afterAll(async () => {
  await service.close();
  await db.close();
});
beforeEach(() => service.rule(allow));

/** `:t` and so on stand for what lies there. */
function toPath(path: string): string {
  return path
    .replace(/:t\b/, place.thread)
    .replace(/:r\b/, place.run)
    .replace(/:a\b/, place.assistant)
    .replace(/:cron\b/, place.cron)
    .replace(/:checkpoint\b/, place.checkpoint);
}

const RUN = { assistant_id: "echo", input: { messages: [{ role: "user", content: "Hi" }] } };
const START = ["assistants:read", "threads:create_run"];

describe("each route asks for what it does", () => {
  test.each<[method: string, path: string, body: unknown, events: string[]]>([
    ["POST", "/threads/:t/runs", RUN, START],
    ["POST", "/threads/:t/runs/stream", RUN, START],
    ["POST", "/threads/:t/runs/wait", RUN, START],
    ["POST", "/runs", RUN, START],
    ["POST", "/runs/stream", RUN, START],
    ["POST", "/runs/wait", RUN, START],
    ["POST", "/runs/batch", [RUN, RUN], START],
    ["GET", "/threads/:t/runs", undefined, ["threads:read"]],
    ["GET", "/threads/:t/runs/:r", undefined, ["threads:read"]],
    ["GET", "/threads/:t/runs/:r/join", undefined, ["threads:read"]],
    ["GET", "/threads/:t/runs/:r/stream", undefined, ["threads:read"]],
    ["GET", "/runs/:r/stream", undefined, ["threads:read"]],
    ["GET", "/threads/:t", undefined, ["threads:read"]],
    ["GET", "/threads/:t/state", undefined, ["threads:read"]],
    ["GET", "/threads/:t/state/:checkpoint", undefined, ["threads:read"]],
    ["POST", "/threads/:t/state/checkpoint", { checkpoint: {} }, ["threads:read"]],
    ["GET", "/threads/:t/history", undefined, ["threads:read"]],
    ["POST", "/threads/:t/history", {}, ["threads:read"]],
    ["GET", "/threads/:t/storage", undefined, ["threads:read"]],
    ["POST", "/threads/:t/state", { values: { messages: [] } }, ["threads:update"]],
    ["PATCH", "/threads/:t/state", { metadata: { a: 1 } }, ["threads:update"]],
    ["PATCH", "/threads/:t", { metadata: { a: 1 } }, ["threads:update"]],
    ["POST", "/threads/:t/runs/:r/cancel", undefined, ["threads:update"]],
    ["POST", "/runs/cancel", { status: "pending" }, ["threads:update"]],
    ["POST", "/threads/prune", { thread_ids: [] }, ["threads:delete"]],
    ["POST", "/threads/:t/copy", undefined, ["threads:create", "threads:read"]],
    ["POST", "/threads", {}, ["threads:create"]],
    ["POST", "/threads/search", {}, ["threads:search"]],
    ["POST", "/threads/count", {}, ["threads:search"]],
    ["POST", "/assistants", { graph_id: "echo" }, ["assistants:create"]],
    ["POST", "/assistants/search", {}, ["assistants:search"]],
    ["POST", "/assistants/count", {}, ["assistants:search"]],
    ["GET", "/assistants/:a", undefined, ["assistants:read"]],
    ["GET", "/assistants/:a/graph", undefined, ["assistants:read"]],
    ["GET", "/assistants/:a/schemas", undefined, ["assistants:read"]],
    ["GET", "/assistants/:a/subgraphs", undefined, ["assistants:read"]],
    ["POST", "/assistants/:a/versions", {}, ["assistants:read"]],
    ["PATCH", "/assistants/:a", { name: "New" }, ["assistants:update"]],
    ["POST", "/assistants/:a/latest", { version: 1 }, ["assistants:update"]],
    ["PUT", "/store/items", { namespace: ["a"], key: "k", value: {} }, ["store:put"]],
    ["GET", "/store/items?namespace=a&key=k", undefined, ["store:get"]],
    ["POST", "/store/items/search", { namespace_prefix: ["a"] }, ["store:search"]],
    ["POST", "/store/namespaces", {}, ["store:list_namespaces"]],
    ["DELETE", "/store/items", { namespace: ["a"], key: "k" }, ["store:delete"]],
    ["POST", "/runs/crons", CRON, ["assistants:read", "crons:create", "threads:create_run"]],
    ["POST", "/threads/:t/runs/crons", CRON, ["assistants:read", "crons:create", "threads:create_run"]],
    ["POST", "/runs/crons/search", {}, ["crons:search"]],
    ["POST", "/runs/crons/count", {}, ["crons:search"]],
    ["GET", "/runs/crons/:cron", undefined, ["crons:read"]],
    ["PATCH", "/runs/crons/:cron", { schedule: "1 9 * * 1" }, ["crons:update"]],
  ])("%s %s", async (method, path, body, events) => {
    await service.send("asha", method, toPath(path), body);
    const asked = new Set(service.asked().map(({ event }) => event));
    expect([...asked].toSorted()).toEqual(events);
  });

  test("deleting asks for each kind of thing", async () => {
    const client = service.as("asha");
    const { thread_id } = await client.threads.create();
    await client.runs.wait(thread_id, "echo", RUN);
    const [run] = await client.runs.list(thread_id);
    const assistant = await client.assistants.create({ graphId: "echo" });
    const cron = (await service.send("asha", "POST", "/runs/crons", CRON)).json as { cron_id: string };
    service.asked();
    await client.runs.delete(thread_id, run?.run_id ?? "");
    await client.threads.delete(thread_id);
    await client.assistants.delete(assistant.assistant_id);
    await service.send("asha", "DELETE", `/runs/crons/${cron.cron_id}`);
    expect(service.asked().map(({ event }) => event)).toEqual([
      "threads:delete",
      "threads:delete",
      "assistants:delete",
      "crons:delete",
    ]);
  });
});

describe("a handler is told", () => {
  test("who asks, for what, and with which values", async () => {
    await service.send("asha", "POST", "/threads", { metadata: { topic: "tea" } });
    expect(service.asked()).toMatchObject([
      {
        event: "threads:create",
        resource: "threads",
        action: "create",
        value: { metadata: { topic: "tea" }, thread_id: expect.any(String) },
        permissions: ["see"],
        user: { identity: "asha", permissions: ["see"], secret: "token of asha", is_authenticated: true },
      },
    ]);
  });

  test("all about a run that is to be created", async () => {
    await service.as("asha").runs.wait(place.thread, "echo", {
      ...RUN,
      metadata: { why: "test" },
      multitaskStrategy: "enqueue",
      ifNotExists: "create",
      afterSeconds: 0,
    });
    const value = service.asked().find(({ event }) => event === "threads:create_run")?.value;
    expect(value).toMatchObject({
      thread_id: place.thread,
      assistant_id: expect.any(String),
      run_id: expect.any(String),
      status: "pending",
      metadata: { why: "test" },
      multitask_strategy: "enqueue",
      if_not_exists: "create",
      kwargs: { input: RUN.input },
    });
    expect(value).toHaveProperty("after_seconds");
    expect(value).toHaveProperty("prevent_insert_if_inflight");
  });

  test("every time anew: nothing is remembered of the caller before", async () => {
    for (const user of ["asha", "bala", "asha"]) await service.send(user, "GET", `/threads/${place.thread}`);
    expect(service.asked().map(({ user }) => user.identity)).toEqual(["asha", "bala", "asha"]);
  });
});

describe("no handler is asked", () => {
  test.each([
    ["GET", "/info"],
    ["GET", "/ok"],
    ["GET", "/health"],
    ["GET", "/ready"],
    ["OPTIONS", "/threads"],
  ])("%s %s, and nobody has to say who they are", async (method, path) => {
    const { status } = await service.send(null, method, path);
    expect(status).toBeLessThan(500);
    expect(status).not.toBe(401);
    expect(service.asked()).toEqual([]);
  });
});
