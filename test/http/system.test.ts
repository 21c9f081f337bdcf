import { expect, test } from "vitest";
import { createTestApp } from "./support/test-app.ts";

const DOWN = { healthy: false, services: { database: { status: "DOWN" } } };
const sick = { check: async () => DOWN, isReady: () => false };

test("/ok answers, and looks at the parts when asked", async () => {
  const well = createTestApp();
  expect((await well.send("GET", "/ok")).json).toEqual({ ok: true });
  expect((await well.send("GET", "/ok?check_db=1")).json).toEqual({
    ok: true,
    services: { database: { status: "UP" } },
  });
  const ill = createTestApp({ health: sick });
  expect((await ill.send("GET", "/ok")).status).toBe(200);
  const sent = await ill.send("GET", "/ok?check_db=1");
  expect(sent.status).toBe(500);
  expect(sent.json).toMatchObject({ detail: "Unhealthy", message: "Unhealthy", services: DOWN.services });
});

test("/info has versions and flags", async () => {
  expect((await createTestApp().send("GET", "/info")).json).toMatchObject({
    version: "1.2.3",
    langgraph_js_version: "1.4.17",
    context: "js",
    flags: { assistants: true, langsmith: false },
  });
});

test("/health and /ready are 503 when the service is not well or not ready", async () => {
  const well = createTestApp();
  expect((await well.send("GET", "/health")).json).toMatchObject({ status: "UP", version: "1.2.3" });
  expect((await well.send("GET", "/ready")).json).toEqual({ ready: true });
  const ill = createTestApp({ health: sick });
  const health = await ill.send("GET", "/health");
  expect([health.status, health.json]).toEqual([
    503,
    { status: "DOWN", version: "1.2.3", services: DOWN.services },
  ]);
  expect((await ill.send("GET", "/ready")).status).toBe(503);
});

test("the front page says what runs and what to open next, to browsers as HTML", async () => {
  const { send } = createTestApp();
  const text = await send("GET", "/");
  expect(text.headers.get("content-type")).toContain("text/plain");
  for (const part of [
    "RaptorFlow 1.2.3",
    "curl http://localhost/runs/wait",
    "/openapi.json",
    "/api/v1/skills",
  ]) {
    expect(text.text).toContain(part);
  }
  const html = await send("GET", "/", undefined, { accept: "text/html,*/*" });
  expect(html.headers.get("content-type")).toContain("text/html");
  expect(html.text).toContain('<a href="/openapi.json">');
});
