import { once } from "node:events";
import { connect, type AddressInfo } from "node:net";
import { serve } from "@hono/node-server";
import { afterEach, describe, expect, test } from "vitest";
import type { FrameBatch } from "../../src/http/verbs/call.ts";
import { createTestApp, type TestApp } from "./support/test-app.ts";

// What only a real socket shows: headers before the first byte, clients that vanish, bodies in pieces.

const servers: ReturnType<typeof serve>[] = [];

afterEach(() => {
  for (const server of servers.splice(0)) server.close();
});

async function listen({ app }: Pick<TestApp, "app">): Promise<string> {
  const server = serve({ fetch: app.fetch, hostname: "127.0.0.1", port: 0 });
  servers.push(server);
  await once(server, "listening");
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

/** A source that waits until it is told to go on, and notes when it is released. */
function createGate() {
  const { promise, resolve } = Promise.withResolvers<void>();
  const gate = { released: 0, open: resolve, frames };
  function frames(): AsyncIterable<FrameBatch> {
    let sent = false;
    return {
      [Symbol.asyncIterator]: () => ({
        async next() {
          await promise;
          if (sent) return { done: true, value: undefined };
          sent = true;
          return { done: false, value: [{ id: "0", event: "end", json: "{}" }] };
        },
        async return() {
          gate.released++;
          return { done: true, value: undefined };
        },
      }),
    };
  }
  return gate;
}

const RUN = { assistant_id: "queen", on_disconnect: "cancel" };
const post = (url: string, body: unknown, signal?: AbortSignal) =>
  fetch(url, { method: "POST", body: JSON.stringify(body), ...(signal === undefined ? {} : { signal }) });

describe("a stream", () => {
  test("has its headers before its first event", async () => {
    const gate = createGate();
    const url = await listen(createTestApp({ script: { frames: gate.frames } }));
    const response = await post(`${url}/runs/stream`, RUN);
    expect(response.headers.get("content-type")).toBe("text/event-stream");
    expect(response.headers.get("location")).toMatch(/\/stream$/);
    gate.open();
    expect(await response.text()).toBe("id: 0\nevent: end\ndata: {}\n\n");
  });

  test("whose client vanishes releases its source and cancels the run", async () => {
    const gate = createGate();
    const testApp = createTestApp({ script: { frames: gate.frames } });
    const url = await listen(testApp);
    const leaving = new AbortController();
    await post(`${url}/runs/stream`, RUN, leaving.signal);
    leaving.abort();
    await expect.poll(() => testApp.calls.some((call) => call.verb === "runs.cancel")).toBe(true);
    expect(gate.released).toBe(1);
    expect((testApp.last("runs.stream")["signal"] as AbortSignal).aborted).toBe(true);
  });

  test("that ended was no disconnect", async () => {
    const testApp = createTestApp();
    const url = await listen(testApp);
    await (await post(`${url}/runs/stream`, RUN)).text();
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(testApp.calls.map((call) => call.verb)).toEqual(["runs.create", "runs.stream"]);
  });

  test("ends when the service closes, and cancels nothing", async () => {
    const closing = new AbortController();
    const testApp = createTestApp({ closing: closing.signal, script: { frames: createGate().frames } });
    const response = await post(`${await listen(testApp)}/runs/stream`, RUN);
    const text = response.text();
    await new Promise((resolve) => setTimeout(resolve, 10));
    closing.abort();
    expect(await text).toBe("");
    expect(testApp.calls.map((call) => call.verb)).not.toContain("runs.cancel");
  });
});

test("a waiting reply has its status before its object", async () => {
  const { promise, resolve } = Promise.withResolvers<Record<string, unknown>>();
  const url = await listen(createTestApp({ script: { output: () => promise } }));
  const response = await post(`${url}/runs/wait`, RUN);
  expect(response.status).toBe(200);
  resolve({ a: 1 });
  expect(await response.json()).toEqual({ a: 1 });
});

test("a body in pieces is read, and one that is too large is refused", async () => {
  const url = await listen(createTestApp());
  const inPieces = (pieces: string[]) =>
    fetch(`${url}/threads`, {
      method: "POST",
      body: new Blob(pieces).stream(),
      duplex: "half",
    } as RequestInit);
  expect((await inPieces(['{"metadata":', '{"a":1}}'])).status).toBe(200);
  expect((await inPieces(Array<string>(6).fill(" ".repeat(1024 * 1024)))).status).toBe(413);
  expect((await post(`${url}/threads`, { text: "x".repeat(4 * 1024 * 1024) })).status).toBe(413);
});

test("a foreign Host is refused on the wire", async () => {
  const url = new URL(await listen(createTestApp()));
  const socket = connect(Number(url.port), url.hostname);
  socket.end("GET /threads HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n");
  const chunks: Buffer[] = [];
  for await (const chunk of socket) chunks.push(chunk as Buffer);
  expect(Buffer.concat(chunks).toString()).toMatch(/^HTTP\/1\.1 403 /);
});
