import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Database } from "../../src/db/database.ts";
import { AppError } from "../../src/domain/errors.ts";
import { newId } from "../../src/domain/ids.ts";
import type { Authenticate } from "../../src/domain/principal.ts";
import { openTestDatabase } from "../support/database.ts";
import { buildEcho, toCatalogue } from "../support/graphs.ts";
import { startTestService, type TestService } from "../support/service.ts";
import { createCaller } from "../threads/support/callers.ts";

let db: Database;
let service: TestService;

/** `x-user` names who calls; a guest may do nothing but look. */
const authenticate: Authenticate = async ({ headers }) => {
  const user = headers.get("x-user");
  if (user === null) throw new AppError("unauthenticated", "Who are you?");
  if (user === "guest")
    return createCaller((event) => {
      if (event === "threads:create" || event === "threads:create_run")
        throw new AppError("forbidden", "Forbidden");
      return null;
    });
  return createCaller((event, value) => {
    const makes = event === "threads:create" || event === "threads:create_run";
    if (makes) Object.assign(Object(value["metadata"]), { owner: user });
    return { owner: user };
  });
};

beforeAll(async () => {
  db = await openTestDatabase();
  service = await startTestService(db, toCatalogue({ echo: buildEcho() }), { authenticate });
});
afterAll(async () => {
  await service.close();
  await db.close();
});

type Json = Record<string, unknown>;

async function post(path: string, user: string | null, body: unknown, headers: Json = {}): Promise<Response> {
  return fetch(service.url + path, {
    method: "POST",
    headers: {
      accept: "application/json, text/event-stream",
      ...(user === null ? {} : { "x-user": user }),
      ...(headers as Record<string, string>),
    },
    body: JSON.stringify(body),
  });
}

const rpc = (method: string, params: Json = {}) => ({ jsonrpc: "2.0", id: 1, method, params });
const say = (content: string) => ({ messages: [{ type: "human", content }] });
const call = rpc("tools/call", { name: "echo", arguments: say("tea") });
const initialize = rpc("initialize", {
  protocolVersion: "2025-11-25",
  capabilities: {},
  clientInfo: { name: "test", version: "1" },
});
const send = (address: Json = {}) =>
  rpc("SendMessage", {
    message: { role: "ROLE_USER", messageId: newId(), parts: [{ text: "tea" }], ...address },
  });
const chat = (threadId: string) => ({
  model: "echo",
  messages: [{ role: "user", content: "tea" }],
  metadata: { thread_id: threadId },
});

describe("who is nobody", () => {
  it.each(["/mcp", "/a2a/echo", "/v1/chat/completions"])("is turned away from %s", async (path) => {
    expect((await post(path, null, {})).status).toBe(401);
  });
});

describe("what belongs to another", () => {
  it("is no session of MCP", async () => {
    const sessionId = (await post("/mcp", "asha", initialize)).headers.get("mcp-session-id");
    const headers = { "mcp-session-id": sessionId };
    expect((await post("/mcp", "asha", call, headers)).status).toBe(200);
    expect((await post("/mcp", "ravi", call, headers)).status).toBe(404);
    const ended = await fetch(`${service.url}/mcp`, {
      method: "DELETE",
      headers: { "x-user": "ravi", "mcp-session-id": sessionId ?? "" },
    });
    expect(ended.status).toBe(404);
    expect((await post("/mcp", "asha", call, headers)).status).toBe(200);
  });

  it("is no task of A2A", async () => {
    const { result } = (await (await post("/a2a/echo", "asha", send())).json()) as {
      result: { task: { id: string; contextId: string } };
    };
    const { id, contextId } = result.task;
    const asRavi = async (body: unknown) => (await (await post("/a2a/echo", "ravi", body)).json()) as Json;
    for (const method of ["GetTask", "CancelTask", "SubscribeToTask"])
      expect(await asRavi(rpc(method, { id }))).toMatchObject({ error: { code: -32001 } });
    expect(await asRavi(send({ contextId }))).toHaveProperty("error");
    expect(await asRavi(rpc("ListTasks"))).toMatchObject({ result: { tasks: [], totalSize: 0 } });
    const push = { taskId: id, url: "http://127.0.0.1:9/", id: "mine" };
    expect(await asRavi(rpc("CreateTaskPushNotificationConfig", push))).toMatchObject({
      error: { code: -32001 },
    });
    const mine = (await (await post("/a2a/echo", "asha", rpc("ListTasks", { contextId }))).json()) as Json;
    expect(mine).toMatchObject({ result: { totalSize: 1 } });
  });

  it("is no thread of a chat", async () => {
    const threadId = newId();
    expect((await post("/v1/chat/completions", "asha", chat(threadId))).status).toBe(200);
    expect((await post("/v1/chat/completions", "ravi", chat(threadId))).status).toBe(404);
    expect((await post("/v1/chat/completions", "asha", chat(threadId))).status).toBe(200);
  });
});

describe("who may only look", () => {
  it("sees agents, models and tools, and starts nothing", async () => {
    const listed = await post("/mcp", "guest", rpc("tools/list"));
    expect(await listed.json()).toMatchObject({ result: { tools: [{ name: "echo" }] } });
    const opened = await post("/mcp", "guest", initialize);
    expect([opened.status, opened.headers.get("mcp-session-id")]).toEqual([200, null]);
    const called = await post("/mcp", "guest", call);
    expect(await called.json()).toMatchObject({ error: { data: { code: "forbidden" } } });
    expect(await (await post("/a2a/echo", "guest", send())).json()).toHaveProperty("error");
    const refused = await post("/v1/chat/completions", "guest", chat(newId()));
    expect([refused.status, await refused.json()]).toMatchObject([
      403,
      { error: { type: "permission_error", code: "insufficient_permissions" } },
    ]);
  });
});
