import { setTimeout as sleep } from "node:timers/promises";
import { Client } from "@modelcontextprotocol/sdk/client/index.js";
import { StreamableHTTPClientTransport } from "@modelcontextprotocol/sdk/client/streamableHttp.js";
import { ErrorCode, LATEST_PROTOCOL_VERSION, type Progress } from "@modelcontextprotocol/sdk/types.js";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Database } from "../../src/db/database.ts";
import { openTestDatabase } from "../support/database.ts";
import { buildAsker, buildEcho, buildFailing, buildSteps, toCatalogue } from "../support/graphs.ts";
import { startTestService, type TestService } from "../support/service.ts";

let db: Database;
let service: TestService;

beforeAll(async () => {
  db = await openTestDatabase();
  const graphs = { echo: buildEcho(), asker: buildAsker(), steps: buildSteps(5), failing: buildFailing() };
  service = await startTestService(db, toCatalogue(graphs));
});
afterAll(async () => {
  await service.close();
  await db.close();
});

async function connect(path = "/mcp"): Promise<{ client: Client; transport: StreamableHTTPClientTransport }> {
  const transport = new StreamableHTTPClientTransport(new URL(service.url + path));
  const client = new Client({ name: "test", version: "1" });
  await client.connect(transport as Parameters<Client["connect"]>[0]);
  return { client, transport };
}

const JSON_AND_EVENTS = { accept: "application/json, text/event-stream" };

function post(body: unknown, headers: Record<string, string> = JSON_AND_EVENTS): Promise<Response> {
  return fetch(`${service.url}/mcp`, {
    method: "POST",
    headers,
    body: typeof body === "string" ? body : JSON.stringify(body),
  });
}

const request = (method: string, params: object = {}, id: number | string = 1) => ({
  jsonrpc: "2.0",
  id,
  method,
  params,
});
const say = (content: string) => ({ messages: [{ type: "human", content }] });
const initialize = request("initialize", {
  protocolVersion: LATEST_PROTOCOL_VERSION,
  capabilities: {},
  clientInfo: { name: "raw", version: "1" },
});

describe("the official client", () => {
  it.each(["/mcp", "/mcp/"])("connects, sees the assistants as tools and calls one (%s)", async (path) => {
    const { client } = await connect(path);
    expect(client.getServerVersion()).toMatchObject({ name: "raptorflow" });
    expect(client.getServerCapabilities()).toEqual({ tools: {} });
    await client.ping();
    const { tools } = await client.listTools();
    expect(tools.find(({ name }) => name === "echo")).toMatchObject({
      description: "The echo graph",
      inputSchema: { type: "object", properties: { messages: expect.anything() } },
    });
    const result = await client.callTool({ name: "echo", arguments: say("tea") });
    expect(result.isError).toBe(false);
    const output = result.structuredContent as { messages: { content: string }[] };
    expect(output.messages.at(-1)?.content).toBe("You said: tea");
    expect(result.content).toEqual([{ type: "text", text: JSON.stringify(output) }]);
    await client.close();
  });

  it("is told that a run failed in the result of the call", async () => {
    const { client } = await connect();
    const result = await client.callTool({ name: "failing", arguments: say("x") });
    expect(result).toMatchObject({
      isError: true,
      structuredContent: { __error__: { error: "RangeError", message: "Cannot do: x" } },
    });
    await client.close();
  });

  it("hears of the progress of a call when it asks for it", async () => {
    const { client } = await connect();
    const heard: Progress[] = [];
    const result = await client.callTool({ name: "steps", arguments: { pause_ms: 1 } }, undefined, {
      onprogress: (progress) => heard.push(progress),
    });
    expect(result.structuredContent).toMatchObject({ steps: [0, 1, 2, 3, 4] });
    expect(heard.length).toBeGreaterThan(3);
    expect(heard.map(({ progress }) => progress)).toEqual(heard.map((_, index) => index + 1));
    await client.close();
  });

  it("cancels the run of a call that it gives up", async () => {
    const { client, transport } = await connect();
    const giveUp = new AbortController();
    const call = client.callTool({ name: "steps", arguments: { pause_ms: 20_000 } }, undefined, {
      signal: giveUp.signal,
    });
    const run = await untilRun(transport.sessionId ?? "", "running");
    giveUp.abort();
    await expect(call).rejects.toThrow();
    expect(await untilRun(transport.sessionId ?? "", "interrupted")).toMatchObject({ run_id: run.run_id });
    await client.close();
  });
});

describe("a session", () => {
  it("lets its calls share a thread, answers included, and ends when the client says so", async () => {
    const { client, transport } = await connect();
    await client.callTool({ name: "echo", arguments: say("one") });
    const second = await client.callTool({ name: "echo", arguments: say("two") });
    const { messages } = second.structuredContent as { messages: { content: string }[] };
    expect(messages.map(({ content }) => content)).toEqual(["one", "You said: one", "two", "You said: two"]);

    const asked = await client.callTool({ name: "asker", arguments: say("plan") });
    expect(asked.isError).toBe(false);
    expect(asked.structuredContent).toMatchObject({
      __interrupt__: [{ value: { question: "Which city?" } }],
    });
    const answered = await client.callTool({ name: "asker", arguments: say("Pune") });
    const said = answered.structuredContent as { messages: { content: string }[] };
    expect(said.messages.at(-1)?.content).toBe("City: Pune");

    const sessionId = transport.sessionId ?? "";
    await transport.terminateSession();
    const late = await post(request("ping"), { ...JSON_AND_EVENTS, "mcp-session-id": sessionId });
    expect(late.status).toBe(404);
    await client.close();
  });

  it("goes on in another process, which can also cancel a call", async () => {
    const other = await startTestService(db, toCatalogue({ echo: buildEcho(), steps: buildSteps(5) }));
    const sessionId = (await post(initialize)).headers.get("mcp-session-id") ?? "";
    const headers = { ...JSON_AND_EVENTS, "mcp-session-id": sessionId };
    const postTo = (url: string, body: object) =>
      fetch(`${url}/mcp`, { method: "POST", headers, body: JSON.stringify(body) });
    await postTo(service.url, request("tools/call", { name: "echo", arguments: say("one") }));
    const second = await postTo(other.url, request("tools/call", { name: "echo", arguments: say("two") }));
    const { result } = (await second.json()) as { result: { structuredContent: { messages: unknown[] } } };
    expect(result.structuredContent.messages).toHaveLength(4);

    const slow = { name: "steps", arguments: { pause_ms: 20_000 } };
    const called = postTo(service.url, request("tools/call", slow, "slow"));
    await untilRun(sessionId, "running");
    const params = { requestId: "slow", reason: "changed my mind" };
    const told = await postTo(other.url, { jsonrpc: "2.0", method: "notifications/cancelled", params });
    expect(told.status).toBe(202);
    expect(await (await called).json()).toMatchObject({ id: "slow", error: { code: -32_800 } });
    await other.close();
  });

  it("is found by a thread of that id only when it was opened as one", async () => {
    const { thread_id: threadId } = await service.client.threads.create();
    for (const id of [threadId, "no-uuid"])
      expect((await post(request("ping"), { ...JSON_AND_EVENTS, "mcp-session-id": id })).status).toBe(404);
  });

  it("streams what is left of a call when the connection was lost", async () => {
    const sessionId = (await post(initialize)).headers.get("mcp-session-id") ?? "";
    const headers = { ...JSON_AND_EVENTS, "mcp-session-id": sessionId };
    const params = { name: "steps", arguments: { pause_ms: 50 }, _meta: { progressToken: "p" } };
    const response = await post(request("tools/call", params, "call-1"), headers);
    expect(response.headers.get("content-type")).toBe("text/event-stream");
    const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
    let first = "";
    while (!first.includes("data: ")) first += (await reader?.read())?.value ?? "";
    await reader?.cancel();
    const lastEventId = /^id: (\S+)/m.exec(first)?.[1] ?? "";

    const leaving = new AbortController();
    const resumed = await fetch(`${service.url}/mcp`, {
      headers: { accept: "text/event-stream", "mcp-session-id": sessionId, "last-event-id": lastEventId },
      signal: leaving.signal,
    });
    const rest = resumed.body?.pipeThrough(new TextDecoderStream()).getReader();
    let text = "";
    while (!text.includes('"result"')) text += (await rest?.read())?.value ?? "";
    leaving.abort();
    expect(text).not.toContain(`id: ${lastEventId}\n`);
    expect(text).toContain('"id":"call-1"');
    expect(text).toContain('"progressToken":"p"');
  });
});

describe("a client without a session", () => {
  it("is served call by call", async () => {
    const first = await post(request("tools/call", { name: "echo", arguments: say("one") }));
    expect(first.status).toBe(200);
    expect(first.headers.get("mcp-session-id")).toBeNull();
    expect(await first.json()).toMatchObject({ id: 1, result: { isError: false } });
    const second = (await (
      await post(request("tools/call", { name: "echo", arguments: say("two") }))
    ).json()) as {
      result: { structuredContent: { messages: unknown[] } };
    };
    expect(second.result.structuredContent.messages).toHaveLength(2);
    expect(
      await service.client.threads.search({ values: { messages: second.result.structuredContent.messages } }),
    ).toEqual([]);
  });

  it("cannot listen, and has nothing to end", async () => {
    const got = await fetch(`${service.url}/mcp`, { headers: { accept: "text/event-stream" } });
    expect([got.status, got.headers.get("allow")]).toEqual([405, "POST"]);
    expect((await fetch(`${service.url}/mcp`, { method: "DELETE" })).status).toBe(404);
  });

  it("gets the protocol version that it asks for, if that is known", async () => {
    const versions = [];
    for (const protocolVersion of ["2025-03-26", "1999-01-01"]) {
      const reply = await post({ ...initialize, params: { ...initialize.params, protocolVersion } });
      const { result } = (await reply.json()) as { result: { protocolVersion: string } };
      versions.push(result.protocolVersion);
    }
    expect(versions).toEqual(["2025-03-26", LATEST_PROTOCOL_VERSION]);
    const unknown = await post(request("ping"), { ...JSON_AND_EVENTS, "mcp-protocol-version": "1999-01-01" });
    expect(unknown.status).toBe(400);
  });

  it.each<[string, object, number]>([
    ["an unknown method", request("resources/list"), ErrorCode.MethodNotFound],
    ["an unknown tool", request("tools/call", { name: "nothing" }), ErrorCode.InvalidParams],
    ["a call without a name", request("tools/call", {}), ErrorCode.InvalidParams],
    [
      "arguments that are no object",
      request("tools/call", { name: "echo", arguments: 1 }),
      ErrorCode.InvalidParams,
    ],
    ["an initialize without a version", request("initialize", {}), ErrorCode.InvalidParams],
  ])("is told of %s", async (_name, body, code) => {
    const reply = await post(body);
    expect(reply.status).toBe(200);
    expect(await reply.json()).toMatchObject({ jsonrpc: "2.0", id: 1, error: { code } });
  });

  it("sends notifications, which have no answer", async () => {
    const reply = await post({ jsonrpc: "2.0", method: "notifications/initialized" });
    expect([reply.status, await reply.text()]).toEqual([202, ""]);
  });

  it.each<[string, unknown, Record<string, string>]>([
    ["no JSON", "{", JSON_AND_EVENTS],
    ["no JSON-RPC", { hello: 1 }, JSON_AND_EVENTS],
    ["an empty list", [], JSON_AND_EVENTS],
    ["half of what it must accept", request("ping"), { accept: "application/json" }],
  ])("is refused with %s", async (_name, body, headers) => {
    expect((await post(body, headers)).status).toBe(400);
  });

  it("may send several messages at once", async () => {
    const reply = await post([request("ping", {}, 1), request("tools/list", {}, 2)]);
    expect(await reply.json()).toMatchObject([
      { id: 1, result: {} },
      { id: 2, result: { tools: expect.any(Array) } },
    ]);
  });
});

async function untilRun(threadId: string, status: string) {
  for (;;) {
    const found = (await service.client.runs.list(threadId)).find((run) => run.status === status);
    if (found !== undefined) return found;
    await sleep(50);
  }
}
