import { Client } from "@modelcontextprotocol/sdk/client/index.js";
import { StreamableHTTPClientTransport } from "@modelcontextprotocol/sdk/client/streamableHttp.js";
import { afterAll, beforeAll, expect, it } from "vitest";
import { buildEcho, buildFailing } from "../support/graphs.ts";
import { type Conformance, openConformance, say } from "./open-conformance.ts";

let service: Conformance;
let client: Client;

beforeAll(async () => {
  service = await openConformance({ echo: buildEcho(), failing: buildFailing() });
  client = new Client({ name: "conformance", version: "1" });
  const transport = new StreamableHTTPClientTransport(new URL(`${service.url}/mcp`));
  await client.connect(transport as Parameters<Client["connect"]>[0]);
});
afterAll(async () => {
  await client.close();
  await service.close();
});

it("offers every assistant as a tool, with the schema of its input", async () => {
  const { tools } = await client.listTools();
  expect(tools.map(({ name }) => name).toSorted()).toEqual(["echo", "failing"]);
  expect(tools[0]?.inputSchema).toMatchObject({ type: "object", properties: { messages: {} } });
});

it("a call answers the output as text and as an object", async () => {
  const result = await client.callTool({ name: "echo", arguments: say("tea") });
  expect(result.isError).toBe(false);
  expect(result.structuredContent).toMatchObject({ messages: [{}, { content: "You said: tea" }] });
  expect(result.content).toEqual([{ type: "text", text: JSON.stringify(result.structuredContent) }]);
});

it("a failed run is an error of the result, an unknown tool one of the protocol", async () => {
  expect(await client.callTool({ name: "failing", arguments: say("x") })).toMatchObject({ isError: true });
  await expect(client.callTool({ name: "nothing", arguments: {} })).rejects.toMatchObject({ code: -32_602 });
});

it("without a session there is nothing to read or end, and both kinds of answer must be accepted", async () => {
  const mcp = (method: string, init: RequestInit = {}) => fetch(`${service.url}/mcp`, { method, ...init });
  const read = await mcp("GET");
  expect([read.status, read.headers.get("allow")]).toEqual([405, "POST"]);
  expect((await mcp("DELETE")).status).toBe(404);
  const ping = JSON.stringify({ jsonrpc: "2.0", id: 1, method: "ping" });
  expect((await mcp("POST", { body: ping, headers: { accept: "application/json" } })).status).toBe(400);
});
