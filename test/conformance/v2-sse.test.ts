import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { buildEcho } from "../support/graphs.ts";
import { type Conformance, NOBODY, openConformance, say } from "./open-conformance.ts";
import { describeThreadProtocol } from "./thread-protocol.ts";

describe("the SDK over events and commands of HTTP", () => describeThreadProtocol("sse"));

describe("the bare protocol", () => {
  let service: Conformance;
  beforeAll(async () => {
    service = await openConformance({ echo: buildEcho() }, { heartbeatMs: 100 });
  });
  afterAll(() => service.close());

  const command = async (threadId: string, body: string) => {
    const init = { method: "POST", headers: { "content-type": "application/json" }, body };
    const response = await fetch(`${service.url}/threads/${threadId}/commands`, init);
    return { status: response.status, reply: (await response.json()) as Record<string, unknown> };
  };

  it("refuses what is no command with 400, and unknown commands with 200", async () => {
    const threadId = crypto.randomUUID();
    expect(await command(threadId, '{"id": -1}')).toMatchObject({ status: 400, reply: { type: "error" } });
    await service.client.threads.create({ threadId });
    for (const [method, error, params] of [
      ["dance", "unknown_command", {}],
      ["input.inject", "not_supported", {}],
      ["subscription.subscribe", "not_supported", { channels: ["values"] }],
    ])
      expect(await command(threadId, JSON.stringify({ id: 1, method, params }))).toMatchObject({
        status: 200,
        reply: { type: "error", id: 1, error },
      });
    const missing = JSON.stringify({ id: 1, method: "agent.getTree" });
    expect((await command(NOBODY, missing)).status).toBe(404);
  });

  it("skips what came before a cursor, and stays open past the end of a run", async () => {
    const { thread_id: threadId } = await service.client.threads.create();
    await service.client.runs.wait(threadId, "echo", { input: say("past") });
    const leave = new AbortController();
    const response = await fetch(`${service.url}/threads/${threadId}/stream/events`, {
      method: "POST",
      body: JSON.stringify({ channels: ["lifecycle", "values"], since: 100_000 }),
      signal: leave.signal,
    });
    let text = "";
    for await (const chunk of response.body?.pipeThrough(new TextDecoderStream()) ?? []) {
      text += chunk;
      if (text.split(": heartbeat\n").length > 3) break;
    }
    leave.abort();
    expect(text).not.toContain("event: ");
  });

  it("asks for an upgrade when it is only read", async () => {
    const response = await fetch(`${service.url}/threads/${NOBODY}/stream/events`);
    expect(response.status).toBe(426);
  });
});
