import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { WebSocket } from "ws";
import { buildEcho } from "../support/graphs.ts";
import { until } from "../support/until.ts";
import { type Conformance, openConformance, say } from "./open-conformance.ts";
import { describeThreadProtocol } from "./thread-protocol.ts";

describe("the SDK over a WebSocket", () => describeThreadProtocol("websocket"));

describe("a bare socket", () => {
  let service: Conformance;
  beforeAll(async () => {
    service = await openConformance({ echo: buildEcho() }, { apiKey: "the-key" });
  });
  afterAll(() => service.close());

  type Message = {
    type: string;
    id?: number;
    seq?: number;
    result?: Record<string, unknown>;
    method?: string;
  };
  const address = (threadId: string) =>
    `${service.url.replace("http", "ws")}/threads/${threadId}/stream/events`;

  async function connect(threadId: string, ...protocols: string[]) {
    const socket = new WebSocket(address(threadId), protocols);
    const heard: Message[] = [];
    socket.on("message", (data: Buffer) => heard.push(JSON.parse(data.toString()) as Message));
    await new Promise((resolve, reject) => socket.once("open", resolve).once("error", reject));
    return { socket, heard, send: (command: object) => socket.send(JSON.stringify(command)) };
  }
  const subscribe = {
    id: 1,
    method: "subscription.subscribe",
    params: { channels: ["lifecycle", "values"] },
  };

  it("shows its key as a protocol, and hears the reply before the replay", async () => {
    const { thread_id: threadId } = await service.client.threads.create();
    await service.client.runs.wait(threadId, "echo", { input: say("past") });
    const { socket, heard, send } = await connect(threadId, "bearer", "the-key");
    expect(socket.protocol).toBe("bearer");
    send(subscribe);
    await until(() => heard.length > 3, "the replay");
    expect(heard[0]).toMatchObject({
      type: "success",
      id: 1,
      result: { subscription_id: expect.any(String) },
    });
    expect(heard.slice(1).every(({ type }) => type === "event")).toBe(true);
    send({ ...subscribe, id: 2 });
    const replayed = heard.length - 1;
    await until(() => heard.length === 2 + 2 * replayed, "the replay of a second subscription");
    socket.close();
  });

  it("closes alone: the others and the run go on", async () => {
    const threadId = crypto.randomUUID();
    const one = await connect(threadId, "bearer", "the-key");
    const other = await connect(threadId, "bearer", "the-key");
    for (const { send } of [one, other]) send(subscribe);
    await until(() => one.heard.length === 1 && other.heard.length === 1, "both replies");
    one.send({ id: 2, method: "run.start", params: { assistant_id: "echo", input: say("hi") } });
    await until(() => one.heard.some(({ id }) => id === 2), "the start");
    one.socket.close();
    await until(() => JSON.stringify(other.heard).includes("completed"), "the end of the run");
    other.send({ id: 3, method: "subscription.unsubscribe", params: { subscription_id: "none" } });
    await until(() => other.heard.some(({ id }) => id === 3), "an answer");
    expect(other.heard.find(({ id }) => id === 3)).toMatchObject({
      type: "error",
      error: "no_such_subscription",
    });
    other.socket.close();
  });

  it("without its key is not let in", async () => {
    const socket = new WebSocket(address(crypto.randomUUID()));
    const refusal = await new Promise((resolve) => {
      socket.once("unexpected-response", (_, { statusCode }) => resolve(statusCode)).once("close", resolve);
      socket.on("error", () => {});
    });
    expect([401, 4401]).toContain(refusal);
    socket.terminate();
  });
});
