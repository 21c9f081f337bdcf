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

test("/docs is a page that works without the internet, and serves nothing but its own files", async () => {
  const app = createTestApp();
  const page = (await app.send("GET", "/docs")).text;
  expect(page).not.toMatch(/https?:\/\//);
  const files = [...page.matchAll(/(?:href|src)="([^"]+)"/g)].map((match) => match[1] ?? "");
  expect(files).toHaveLength(2);
  for (const file of files) {
    const sent = await app.send("GET", `/${file}`);
    expect(sent.status).toBe(200);
    expect(sent.text.length).toBeGreaterThan(10_000);
  }
  for (const other of ["package.json", "..%2fpackage.json", "index.html", "__proto__"])
    expect((await app.send("GET", `/docs/${other}`)).status).toBe(404);
});

test("/metrics asks for the key, and refuses a format that it does not know", async () => {
  const app = createTestApp({ settings: { apiKey: "secret" } });
  expect((await app.send("GET", "/metrics")).status).toBe(401);
  const headers = { "x-api-key": "secret" };
  expect((await app.send("GET", "/metrics?format=json", undefined, headers)).status).toBe(200);
  expect((await app.send("GET", "/metrics?format=xml", undefined, headers)).status).toBe(422);
});
