import { describe, expect, test } from "vitest";
import { createRetryingFetch, parseRetryAfter } from "../../../src/models/openai/retrying-fetch.ts";

const now = new Date("2026-11-20T00:00:00Z");
const settings = { attempts: 3, baseMs: 4, maxWaitMs: 20 };

/** A fetch that gives the listed answers in order. */
function scripted(...answers: (Response | Error)[]) {
  const bodies: unknown[] = [];
  const waits: number[] = [];
  const attempts: number[] = [];
  const fetch = createRetryingFetch({
    fetch: async (_url, init) => {
      bodies.push(init?.body);
      const answer = answers.shift();
      if (answer === undefined) throw new Error("one request too many");
      if (answer instanceof Error) throw answer;
      return answer;
    },
    settings,
    clock: { now: () => now },
    random: () => 1,
    onAttempt: () => void attempts.push(attempts.length + 1),
    onWait: (ms) => void waits.push(ms),
  });
  return { fetch, bodies, waits, attempts };
}

function refusal(
  status: number,
  headers: Record<string, string> = {},
  error: Record<string, unknown> = {},
): Response {
  return new Response(JSON.stringify({ error }), { status, headers });
}

describe("retrying fetch", () => {
  test("asks again after 429, 5xx and a failed connection, with doubling waits", async () => {
    const { fetch, waits, attempts } = scripted(
      refusal(503),
      new TypeError("fetch failed"),
      new Response("ok"),
    );
    expect(await (await fetch("http://x.test")).text()).toBe("ok");
    expect(attempts).toHaveLength(3);
    expect(waits).toEqual([4, 8]);
  });

  test("spreads the waits", async () => {
    const waits: number[] = [];
    const answers = [refusal(500), new Response("ok")];
    const fetch = createRetryingFetch({
      fetch: async () => answers.shift() ?? new Response("none"),
      settings,
      clock: { now: () => now },
      random: () => 0,
      onAttempt: () => {},
      onWait: (ms) => void waits.push(ms),
    });
    await fetch("http://x.test");
    expect(waits).toEqual([2]);
  });

  test("gives the last answer back when the attempts are used up", async () => {
    const { fetch, attempts } = scripted(refusal(429), refusal(429), refusal(429));
    expect((await fetch("http://x.test")).status).toBe(429);
    expect(attempts).toHaveLength(3);
  });

  test.each([400, 401, 403, 404, 422])("does not ask again after %i", async (status) => {
    const { fetch, attempts } = scripted(refusal(status));
    expect((await fetch("http://x.test")).status).toBe(status);
    expect(attempts).toHaveLength(1);
  });

  test("waits as long as the provider asks, up to the bound", async () => {
    const short = scripted(refusal(429, { "retry-after": "0.015" }), new Response("ok"));
    await short.fetch("http://x.test");
    expect(short.waits).toEqual([15]);
    const long = scripted(refusal(429, { "retry-after": "3600" }));
    expect((await long.fetch("http://x.test")).status).toBe(429);
    expect(long.attempts).toHaveLength(1);
  });

  test("does not wait for a quota that is used up", async () => {
    const { fetch, attempts } = scripted(refusal(429, {}, { code: "insufficient_quota" }));
    const answer = await fetch("http://x.test");
    expect(attempts).toHaveLength(1);
    expect(await answer.json()).toEqual({ error: { code: "insufficient_quota" } });
  });

  test("sends a request again without an optional parameter that the provider names", async () => {
    const { fetch, bodies } = scripted(
      refusal(400, {}, { param: "temperature", code: "unsupported_value" }),
      new Response("ok"),
    );
    const body = JSON.stringify({ model: "m", temperature: 0.7 });
    expect((await fetch("http://x.test", { method: "POST", body })).ok).toBe(true);
    expect(bodies[1]).toBe(JSON.stringify({ model: "m" }));
  });

  test("an abort ends the wait", async () => {
    const controller = new AbortController();
    const { fetch } = scripted(refusal(429, { "retry-after-ms": "20" }), new Response("late"));
    const pending = fetch("http://x.test", { signal: controller.signal });
    controller.abort();
    await expect(pending).rejects.toThrow();
  });
});

test("Retry-After is read in seconds, milliseconds and as a date", () => {
  expect(parseRetryAfter(new Headers({ "retry-after": "2" }), now)).toBe(2_000);
  expect(parseRetryAfter(new Headers({ "retry-after": "9", "retry-after-ms": "150" }), now)).toBe(150);
  expect(parseRetryAfter(new Headers({ "retry-after": "Fri, 20 Nov 2026 00:00:03 GMT" }), now)).toBe(3_000);
  expect(parseRetryAfter(new Headers({ "retry-after": "soon" }), now)).toBeNull();
  expect(parseRetryAfter(new Headers(), now)).toBeNull();
});
