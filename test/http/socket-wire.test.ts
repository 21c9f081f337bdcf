import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { afterEach, expect, it } from "vitest";
import { WebSocket, WebSocketServer } from "ws";
import { openConnection } from "../../src/http/v2/socket-connection.ts";
import { createSocketWire } from "../../src/http/v2/socket-wire.ts";
import { until } from "../support/until.ts";

const servers: WebSocketServer[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) {
    for (const socket of server.clients) socket.terminate();
    server.close();
  }
});

/** Both ends of a connection. */
async function connect(options: { autoPong?: boolean } = {}): Promise<{ near: WebSocket; far: WebSocket }> {
  const server = new WebSocketServer({ port: 0, host: "127.0.0.1" });
  servers.push(server);
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  const far = new WebSocket(`ws://127.0.0.1:${port}`, options);
  const [[near]] = (await Promise.all([once(server, "connection"), once(far, "open")])) as [
    [WebSocket],
    unknown,
  ];
  return { near, far };
}

const piece = { text: "x".repeat(64 * 1024) };

it("waits for a reader that is slow, and keeps no more than a bound for him", async () => {
  const { near, far } = await connect();
  const wire = createSocketWire(near);
  far.pause();
  let sent = 0;
  const sending = (async () => {
    for (; sent < 600; sent++) await wire.send(piece);
  })();
  await until(() => near.bufferedAmount > 1_000_000, "a full buffer");
  const stuckAt = sent;
  expect(near.bufferedAmount).toBeLessThan(1_200_000);
  expect(stuckAt).toBeLessThan(600);
  let received = 0;
  far.on("message", () => {
    received += 1;
  });
  far.resume();
  await sending;
  await until(() => received === 600, "all of it");
});

it("lets a reader go who takes nothing any more", async () => {
  const { near, far } = await connect();
  const wire = createSocketWire(near, 100);
  far.pause();
  const sending = (async () => {
    for (;;) await wire.send(piece);
  })();
  await expect(sending).rejects.toThrow();
  await until(() => near.readyState === near.CLOSED, "the end of the socket");
});

it("knows a peer that answers no ping", async () => {
  const { near } = await connect({ autoPong: false });
  const session = { receive: async () => {}, end: () => {} };
  const connection = openConnection({
    socket: near,
    verbs: { tape: { session: () => session } as never },
    ctx: {} as never,
    threadId: "",
    closing: undefined,
    onFailure: () => {},
    pingMs: 30,
  });
  near.on("close", () => connection.onClose());
  await until(() => near.readyState === near.CLOSED, "the end of the socket");
});

it("lets a peer go who sends commands without end", async () => {
  const { near, far } = await connect();
  const session = { receive: () => new Promise<void>(() => {}), end: () => {} };
  const connection = openConnection({
    socket: near,
    verbs: { tape: { session: () => session } as never },
    ctx: {} as never,
    threadId: "",
    closing: undefined,
    onFailure: () => {},
  });
  near.on("message", (data) => connection.onMessage(data));
  near.on("close", () => connection.onClose());
  const command = JSON.stringify({ id: 1, method: "state.get", params: {} });
  for (let count = 0; count < 300; count++) far.send(command);
  const [code] = (await once(far, "close")) as [number];
  expect(code).toBe(1013);
});
