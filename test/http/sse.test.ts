import { setTimeout as sleep } from "node:timers/promises";
import { describe, expect, test } from "vitest";
import { createEventBody, toEventText } from "../../src/http/sse.ts";
import type { FrameBatch } from "../../src/http/verbs/call.ts";
import { yieldAll } from "./support/memory-runs.ts";

const NEVER_MS = 60_000;

function createBody(
  batches: AsyncIterable<FrameBatch>,
  { heartbeatMs = NEVER_MS, closing = new AbortController().signal } = {},
) {
  const seen = { disconnects: 0, failures: [] as unknown[] };
  const body = createEventBody({
    batches,
    heartbeatMs,
    closing,
    onDisconnect: () => void seen.disconnects++,
    onFailure: (error) => void seen.failures.push(error),
  });
  return { body, seen };
}

async function readChunks(body: ReadableStream<Uint8Array>): Promise<string[]> {
  const chunks: string[] = [];
  for await (const chunk of body) chunks.push(Buffer.from(chunk).toString());
  return chunks;
}

const frame = (id: number, json = "{}") => ({ id: String(id), event: "values", json });

test("a frame is id, event and data, and an empty line", () => {
  const batch = [
    { id: "0", event: "metadata", json: '{"run_id":"r","attempt":1}' },
    { id: "1", event: "messages|writer:5b1c", data: [{ content: "Chai\nready" }, {}] },
  ];
  expect(toEventText(batch)).toBe(
    'id: 0\nevent: metadata\ndata: {"run_id":"r","attempt":1}\n\n' +
      'id: 1\nevent: messages|writer:5b1c\ndata: [{"content":"Chai\\nready"},{}]\n\n',
  );
});

test("frames that are ready together are one write; an empty batch is none", async () => {
  const { body } = createBody(yieldAll([[frame(0), frame(1)], [], [frame(2)]]));
  const chunks = await readChunks(body);
  expect(chunks).toHaveLength(2);
  expect(chunks[0]?.match(/^id: /gm)).toHaveLength(2);
});

test("the next batch is asked for when the last one was taken", async () => {
  let produced = 0;
  async function* produce(): AsyncGenerator<FrameBatch> {
    while (produced < 100) yield [frame(produced++)];
  }
  const { body } = createBody(produce());
  const reader = body.getReader();
  await sleep(5);
  expect(produced).toBe(0);
  await reader.read();
  await sleep(5);
  expect(produced).toBe(1);
  await reader.cancel();
});

describe("heartbeats", () => {
  test("go out while nothing else does", async () => {
    const { body } = createBody(waitThen(50, [frame(0)]), { heartbeatMs: 5 });
    const chunks = await readChunks(body);
    expect(chunks.filter((chunk) => chunk === ": heartbeat\n\n").length).toBeGreaterThan(2);
    expect(chunks.at(-1)).toContain("id: 0");
  });

  test("go out while frames do", async () => {
    async function* busy(): AsyncGenerator<FrameBatch> {
      for (let id = 0; id < 30; id++) {
        await sleep(2);
        yield [frame(id)];
      }
    }
    const chunks = await readChunks(createBody(busy(), { heartbeatMs: 5 }).body);
    expect(chunks.filter((chunk) => chunk === ": heartbeat\n\n").length).toBeGreaterThan(2);
    expect(chunks.filter((chunk) => chunk.startsWith("id: "))).toHaveLength(30);
  });

  test("do not pile up before a client that reads nothing", async () => {
    const { body } = createBody(createWaitingSource().batches, { heartbeatMs: 2 });
    const reader = body.getReader();
    await reader.read();
    await sleep(40);
    const waiting: unknown[] = [];
    for (;;) {
      const chunk = await Promise.race([
        reader.read(),
        new Promise((resolve) => setImmediate(resolve, null)),
      ]);
      if (chunk === null) break;
      waiting.push(chunk);
    }
    // One waits; a beat may fall due while it is taken.
    expect(waiting.length).toBeLessThanOrEqual(3);
    await reader.cancel();
  });
});

describe("the end", () => {
  test("of the frames closes the stream, which is no disconnect", async () => {
    const { body, seen } = createBody(yieldAll([[frame(0)]]));
    await readChunks(body);
    expect(seen).toEqual({ disconnects: 0, failures: [] });
  });

  test("a client that leaves releases the source at once and is told of once", async () => {
    const source = createWaitingSource();
    const { body, seen } = createBody(source.batches);
    const reader = body.getReader();
    const pending = reader.read();
    await reader.cancel();
    await pending;
    expect(seen.disconnects).toBe(1);
    expect(source.returned).toBe(1);
  });

  test("a service that closes ends the stream without a disconnect", async () => {
    const closing = new AbortController();
    const source = createWaitingSource();
    const { body, seen } = createBody(source.batches, { closing: closing.signal });
    const chunks = readChunks(body);
    await sleep(1);
    closing.abort();
    expect(await chunks).toEqual([]);
    expect(seen.disconnects).toBe(0);
    expect(source.returned).toBe(1);
  });

  test("a service that is closing already hands out nothing", async () => {
    const { body } = createBody(yieldAll([[frame(0)]]), { closing: AbortSignal.abort() });
    expect(await readChunks(body)).toEqual([]);
  });

  test("a source that fails ends the stream and is told of", async () => {
    const failure = new Error("log gone");
    async function* failing(): AsyncGenerator<FrameBatch> {
      yield [frame(0)];
      throw failure;
    }
    const { body, seen } = createBody(failing());
    expect(await readChunks(body)).toHaveLength(1);
    expect(seen).toEqual({ disconnects: 0, failures: [failure] });
  });
});

async function* waitThen(ms: number, batch: FrameBatch): AsyncGenerator<FrameBatch> {
  await sleep(ms);
  yield batch;
}

/** Waits for ever, as a live run does between two events. */
function createWaitingSource() {
  const source = { returned: 0, batches: toIterable(() => void source.returned++) };
  return source;
}

function toIterable(onReturn: () => void): AsyncIterable<FrameBatch> {
  const { promise, resolve } = Promise.withResolvers<IteratorResult<FrameBatch>>();
  const done = { done: true, value: undefined } as const;
  return {
    [Symbol.asyncIterator]: () => ({
      next: () => promise,
      async return() {
        onReturn();
        resolve(done);
        return done;
      },
    }),
  };
}
