import { describe, expect, test } from "vitest";
import { AppError, type ErrorCode } from "../../src/domain/errors.ts";
import { toProblem } from "../../src/http/problem.ts";
import { createTestApp, OTHER_ID } from "./support/test-app.ts";

const big = JSON.stringify({ metadata: { text: "x".repeat(4 * 1024 * 1024) } });
const deep = `{"metadata":${'{"a":'.repeat(5_000)}1${"}".repeat(5_000)}}`;

type Case = [what: string, method: string, path: string, body: unknown, status: number, code: ErrorCode];

const cases: Case[] = [
  ["a body that is not JSON", "POST", "/threads", "{nope", 400, "malformed_json"],
  [
    "a body that is not UTF-8",
    "POST",
    "/threads",
    new Uint8Array([0x22, 0xff, 0xfe, 0x22]),
    400,
    "malformed_json",
  ],
  ["a body nested without end", "POST", "/threads", deep, 400, "malformed_request"],
  ["a body over 4 MB", "POST", "/threads", big, 413, "body_too_large"],
  ["a list where an object is expected", "POST", "/threads", [], 422, "validation_failed"],
  ["a wrong type", "POST", "/threads", { metadata: "x" }, 422, "validation_failed"],
  [
    "a wrong type deep inside",
    "POST",
    "/runs",
    { assistant_id: "queen", config: { tags: [1] } },
    422,
    "validation_failed",
  ],
  ["a run without assistant", "POST", "/runs", {}, 422, "validation_failed"],
  [
    "an unknown stream mode",
    "POST",
    "/runs/stream",
    { assistant_id: "queen", stream_mode: "tokens" },
    422,
    "validation_failed",
  ],
  ["a limit out of bounds", "POST", "/threads/search", { limit: 1001 }, 422, "validation_failed"],
  ["a path id that is no UUID", "GET", "/threads/1", undefined, 422, "validation_failed"],
  ["a run id that is no UUID", "GET", `/threads/${OTHER_ID}/runs/1`, undefined, 422, "validation_failed"],
  ["an unknown thread", "GET", `/threads/${OTHER_ID}`, undefined, 404, "thread_not_found"],
  [
    "a run on an unknown thread",
    "POST",
    `/threads/${OTHER_ID}/runs/stream`,
    { assistant_id: "queen" },
    404,
    "thread_not_found",
  ],
  ["an unknown run", "GET", `/threads/${OTHER_ID}/runs/${OTHER_ID}`, undefined, 404, "run_not_found"],
  [
    "the stream of an unknown run",
    "GET",
    `/threads/${OTHER_ID}/runs/${OTHER_ID}/stream`,
    undefined,
    404,
    "run_not_found",
  ],
  [
    "the stream of an unknown stateless run",
    "GET",
    `/runs/${OTHER_ID}/stream`,
    undefined,
    404,
    "run_not_found",
  ],
  [
    "the join of an unknown run",
    "GET",
    `/threads/${OTHER_ID}/runs/${OTHER_ID}/join`,
    undefined,
    404,
    "run_not_found",
  ],
  ["an unknown assistant", "GET", "/assistants/nobody", undefined, 404, "assistant_not_found"],
  ["an unknown path", "GET", "/nowhere", undefined, 404, "not_found"],
  ["a wrong method", "DELETE", "/threads", undefined, 405, "method_not_allowed"],
];

describe("every error is JSON with detail, message, code and request id", () => {
  test.each(cases)("%s", async (_, method, path, body, status, code) => {
    const sent = await createTestApp().send(method, path, body);
    expect(sent.status).toBe(status);
    expect(sent.headers.get("content-type")).toBe("application/json");
    expect(sent.json).toMatchObject({ code, request_id: "request-1", detail: expect.any(String) });
    const { detail, message } = sent.json as { detail: string; message: string };
    expect(message).toBe(detail);
    expect(sent.headers.get("x-request-id")).toBe("request-1");
  });
});

test("a validation error names the field and lists every problem", async () => {
  const sent = await createTestApp().send("POST", "/threads/search", { limit: 0, status: "odd" });
  expect(sent.json).toMatchObject({ errors: [{ path: "status" }, { path: "limit" }] });
  expect((sent.json as { detail: string }).detail).toContain("limit: ");
});

test("a wrong method says which are right", async () => {
  const { send } = createTestApp();
  expect((await send("PUT", "/threads")).headers.get("allow")).toBe("POST");
  expect((await send("POST", `/threads/${OTHER_ID}`)).headers.get("allow")).toBe("DELETE, GET, HEAD, PATCH");
});

test("a busy thread is a conflict", async () => {
  const { send, createThread } = createTestApp();
  const path = `/threads/${await createThread()}/runs`;
  const sent = await send("POST", path, { assistant_id: "queen", multitask_strategy: "reject" });
  expect(sent.status).toBe(409);
  expect(sent.json).toMatchObject({ detail: "Thread is busy", code: "thread_busy" });
});

test("what nobody foresaw is logged and told as a request id only", async () => {
  const { send, verbs, lines } = createTestApp();
  verbs.threads.count = () => Promise.reject(new Error("password=hunter2 at 10.0.0.1"));
  const sent = await send("POST", "/threads/count", {});
  expect(sent.status).toBe(500);
  expect(sent.text).not.toContain("hunter2");
  expect(sent.json).toMatchObject({
    detail: "Internal server error",
    code: "internal",
    request_id: "request-1",
  });
  expect(lines.find((line) => line.level === "error")?.fields).toMatchObject({ request_id: "request-1" });
});

test("a thrown value that is no error is still a JSON 500", async () => {
  const { send, verbs } = createTestApp();
  verbs.threads.count = () => Promise.reject("gone" as unknown as Error);
  expect((await send("POST", "/threads/count", {})).json).toMatchObject({ code: "internal" });
});

test("a 5xx never tells the detail; an unavailable service says when to come back", () => {
  const problem = toProblem(new AppError("unavailable", "connect ECONNREFUSED 10.0.0.1:5432"), "r");
  expect(problem.body.detail).not.toContain("10.0.0.1");
  expect(problem.headers["Retry-After"]).toBeDefined();
});

test("what to do instead follows the detail", () => {
  const error = new AppError("forbidden", "Not you", { fix: "Ask the owner." });
  expect(toProblem(error, "r").body.detail).toBe("Not you. Ask the owner.");
});

test("a caller's request id is kept when it is a plain word, else replaced", async () => {
  const { send } = createTestApp();
  expect(
    (await send("GET", "/ok", undefined, { "x-request-id": "trace-7" })).headers.get("x-request-id"),
  ).toBe("trace-7");
  expect((await send("GET", "/ok", undefined, { "x-request-id": "a b" })).headers.get("x-request-id")).toBe(
    "request-1",
  );
});

test("the access log holds path and status, no query, and no probe that went well", async () => {
  const { send, lines } = createTestApp();
  await send("GET", "/ok");
  await send("GET", "/info?token=secret");
  expect(lines).toEqual([
    {
      level: "info",
      message: "request",
      fields: { request_id: "request-2", method: "GET", path: "/info", status: 200, ms: 0 },
    },
  ]);
});
