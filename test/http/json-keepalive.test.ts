import { setTimeout as sleep } from "node:timers/promises";
import { expect, test } from "vitest";
import { createJsonBody } from "../../src/http/json-keepalive.ts";

function createBody(
  output: () => Promise<object>,
  { heartbeatMs = 60_000, closing = new AbortController().signal } = {},
) {
  const seen = { disconnects: 0, failures: [] as unknown[] };
  const body = createJsonBody({
    output,
    heartbeatMs,
    closing,
    onDisconnect: () => void seen.disconnects++,
    onFailure: (error) => void seen.failures.push(error),
  });
  return { response: new Response(body), seen };
}

test("line breaks come before the object, which still is JSON", async () => {
  const { response } = createBody(() => sleep(40, { messages: [] }), { heartbeatMs: 5 });
  const text = await response.text();
  expect(text).toMatch(/^\n+\{"messages":\[\]\}$/);
  expect(JSON.parse(text)).toEqual({ messages: [] });
});

test("an output that is there at once is the object alone", async () => {
  const { response, seen } = createBody(async () => ({ a: 1 }));
  expect(await response.text()).toBe('{"a":1}');
  expect(seen.disconnects).toBe(0);
});

test("a failure is told in the object, without its message", async () => {
  const { response, seen } = createBody(() => Promise.reject(new Error("password=hunter2")));
  expect(await response.json()).toEqual({
    __error__: { error: "InternalError", message: "Internal server error" },
  });
  expect(seen.failures).toHaveLength(1);
});

test("a client that leaves is told of once", async () => {
  const { response, seen } = createBody(() => new Promise(() => {}));
  const reader = response.body?.getReader();
  const pending = reader?.read();
  await reader?.cancel();
  await pending;
  expect(seen.disconnects).toBe(1);
});

test("a service that closes says so in the object", async () => {
  const closing = new AbortController();
  const { response, seen } = createBody(() => new Promise(() => {}), { closing: closing.signal });
  const text = response.json();
  await sleep(1);
  closing.abort();
  expect(await text).toMatchObject({ __error__: { error: "ServiceUnavailable" } });
  expect(seen.disconnects).toBe(0);
});
