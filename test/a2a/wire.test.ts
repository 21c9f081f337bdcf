import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Database } from "../../src/db/database.ts";
import { newId, toAssistantId } from "../../src/domain/ids.ts";
import { openTestDatabase } from "../support/database.ts";
import { buildAsker, buildEcho, toCatalogue } from "../support/graphs.ts";
import { startTestService, type TestService } from "../support/service.ts";

let db: Database;
let service: TestService;

beforeAll(async () => {
  db = await openTestDatabase();
  service = await startTestService(db, toCatalogue({ echo: buildEcho(), asker: buildAsker() }));
});
afterAll(async () => {
  await service.close();
  await db.close();
});

type Json = Record<string, unknown>;

function post(body: unknown, headers: Record<string, string> = {}, agent = "echo"): Promise<Response> {
  return fetch(`${service.url}/a2a/${agent}`, {
    method: "POST",
    headers,
    body: typeof body === "string" ? body : JSON.stringify(body),
  });
}

async function call(method: string, params: Json, agent = "echo"): Promise<Json> {
  const response = await post({ jsonrpc: "2.0", id: 7, method, params }, {}, agent);
  expect(response.status).toBe(200);
  return (await response.json()) as Json;
}

async function readEvents(response: Response): Promise<{ result: Json }[]> {
  expect(response.headers.get("content-type")).toBe("text/event-stream");
  const lines = (await response.text()).split("\n").filter((line) => line.startsWith("data: "));
  return lines.map((line) => JSON.parse(line.slice(6)) as { result: Json });
}

const legacy = (text: string, address: Json = {}) => ({
  message: {
    kind: "message",
    role: "user",
    messageId: newId(),
    parts: [{ kind: "text", text }],
    ...address,
  },
});
const modern = (text: string, address: Json = {}) => ({
  message: { role: "ROLE_USER", messageId: newId(), parts: [{ text }], ...address },
});

describe("a card", () => {
  it("says where the agent is, for clients of both versions", async () => {
    const url = `${service.url}/a2a/${toAssistantId("echo")}`;
    for (const path of [
      "/.well-known/agent-card.json?assistant_id=echo",
      "/a2a/echo/.well-known/agent-card.json",
    ]) {
      const card = await (await fetch(service.url + path)).json();
      expect(card).toMatchObject({
        name: "echo",
        description: "The echo graph",
        supportedInterfaces: [
          { url, protocolBinding: "JSONRPC", protocolVersion: "1.0" },
          { url, protocolBinding: "JSONRPC", protocolVersion: "0.3" },
        ],
        capabilities: { streaming: true, pushNotifications: true },
        skills: [{ id: "echo" }],
        defaultInputModes: ["text/plain", "application/json"],
        ...{ url, preferredTransport: "JSONRPC", protocolVersion: "0.3" },
      });
    }
  });

  it("of the service alone is refused when it has more than one agent", async () => {
    expect((await fetch(`${service.url}/.well-known/agent-card.json`)).status).toBe(422);
    expect((await fetch(`${service.url}/.well-known/agent-card.json?assistant_id=nobody`)).status).toBe(404);
  });

  it("is told to who asks the agent itself", async () => {
    expect(await call("GetExtendedAgentCard", {})).toMatchObject({ result: { name: "echo" } });
    expect(await call("agent/getAuthenticatedExtendedCard", {})).toMatchObject({
      result: { name: "echo", protocolVersion: "0.3" },
    });
  });
});

describe("the family of a method's name", () => {
  it("decides how enums are written and where the task stands", async () => {
    expect(await call("SendMessage", modern("tea"))).toMatchObject({
      id: 7,
      result: {
        task: {
          status: { state: "TASK_STATE_COMPLETED" },
          history: [{ role: "ROLE_USER" }, { role: "ROLE_AGENT" }],
          artifacts: [{ parts: [{ text: "You said: tea" }] }],
        },
      },
    });
    const sent = await call("message/send", legacy("tea"));
    expect(sent).toMatchObject({
      id: 7,
      result: {
        kind: "task",
        status: { state: "completed" },
        history: [{ role: "user" }, { role: "agent" }],
        artifacts: [{ parts: [{ kind: "text", text: "You said: tea" }] }],
      },
    });
    const { id } = sent["result"] as { id: string };
    expect(await call("GetTask", { id })).toMatchObject({
      result: { id, status: { state: "TASK_STATE_COMPLETED" } },
    });
    expect(await call("tasks/get", { id })).toMatchObject({ result: { id, status: { state: "completed" } } });
    expect(await call("ListTasks", {})).toMatchObject({ result: { tasks: expect.any(Array) } });
  });

  it("waits for the task unless it is told not to", async () => {
    const blocking = { ...legacy("tea"), configuration: { acceptedOutputModes: ["text/plain"] } };
    expect(await call("message/send", blocking)).toMatchObject({
      result: { status: { state: "completed" } },
    });
    const hurried = { ...legacy("tea"), configuration: { blocking: false } };
    const { result } = await call("message/send", hurried);
    expect(["submitted", "working", "completed"]).toContain((result as { status: Json }).status["state"]);
  });
});

describe("a stream", () => {
  it("of version 0.3 marks its last event, also when that asks something", async () => {
    const body = { jsonrpc: "2.0", id: 7, method: "message/stream", params: legacy("plan") };
    const events = await readEvents(await post(body, { accept: "text/event-stream" }, "asker"));
    expect(events[0]?.result).toMatchObject({ kind: "task" });
    const updates = events.map(({ result }) => result).filter(({ kind }) => kind === "status-update");
    expect(updates.map(({ final }) => final)).toEqual([false, true]);
    expect(updates.at(-1)).toMatchObject({ status: { state: "input-required" } });
  });

  it("of version 1.0 has no such field for who names that version", async () => {
    const body = { jsonrpc: "2.0", id: 7, method: "SendStreamingMessage", params: modern("tea") };
    const named = await readEvents(await post(body, { "a2a-version": "1.0" }));
    expect(named.at(-1)?.result["statusUpdate"]).toMatchObject({ status: { state: "TASK_STATE_COMPLETED" } });
    expect(named.at(-1)?.result["statusUpdate"]).not.toHaveProperty("final");
    const unnamed = await readEvents(await post({ ...body, params: modern("tea") }));
    expect(unnamed.at(-1)?.result["statusUpdate"]).toMatchObject({ final: true });
  });

  it("that cannot begin is refused as every other call", async () => {
    const params = modern("tea", { taskId: newId() });
    const response = await post({ jsonrpc: "2.0", id: 7, method: "SendStreamingMessage", params });
    expect(await response.json()).toMatchObject({ id: 7, error: { code: -32001 } });
  });
});

describe("the history of a task", () => {
  it("is that of its context, or its own", async () => {
    const first = await call("SendMessage", modern("one"));
    const { task } = first["result"] as { task: { contextId: string } };
    const { contextId } = task;
    const second = await call("SendMessage", {
      ...modern("two", { contextId }),
      configuration: { historyScope: "task" },
    });
    const { id, history } = (second["result"] as { task: { id: string; history: unknown[] } }).task;
    expect(history).toHaveLength(2);
    const own = await call("GetTask", { id, historyScope: "task" });
    expect((own["result"] as { history: unknown[] }).history).toHaveLength(2);
    const all = await call("tasks/get", { id, historyScope: "context" });
    expect((all["result"] as { history: unknown[] }).history).toHaveLength(4);
  });
});

describe("a request that is none", () => {
  it.each<[string, unknown, number]>([
    ["no JSON", "{", -32700],
    ["no JSON-RPC", { hello: 1 }, -32600],
    ["a list", [], -32600],
  ])("is refused: %s", async (_name, body, code) => {
    const response = await post(body);
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({ jsonrpc: "2.0", id: null, error: { code } });
  });

  it.each(["Nothing", "tasks/nothing"])("is told of an unknown method: %s", async (method) => {
    expect(await call(method, {})).toMatchObject({ id: 7, error: { code: -32601 } });
  });

  it("to an agent that does not exist is not found", async () => {
    expect(
      (await post({ jsonrpc: "2.0", id: 7, method: "ListTasks", params: {} }, {}, "nobody")).status,
    ).toBe(404);
  });
});
