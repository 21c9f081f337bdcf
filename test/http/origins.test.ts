import { describe, expect, test } from "vitest";
import { createTestApp } from "./support/test-app.ts";

const STUDIO = "https://smith.langchain.com";

describe("origins", () => {
  test.each([
    STUDIO,
    "http://localhost:3000",
    "http://127.0.0.1:5173",
    "https://app.localhost",
    "http://[::1]:3000",
  ])("%s may read replies", async (origin) => {
    const { headers, status } = await createTestApp().send("GET", "/ok", undefined, { origin });
    expect(status).toBe(200);
    expect(headers.get("access-control-allow-origin")).toBe(origin);
    expect(headers.get("access-control-allow-credentials")).toBeNull();
    const exposed = headers.get("access-control-expose-headers") ?? "";
    for (const name of [
      "Content-Location",
      "Location",
      "X-Pagination-Total",
      "X-Pagination-Next",
      "X-Request-Id",
      "Retry-After",
    ]) {
      expect(exposed).toContain(name);
    }
  });

  test.each([
    "https://evil.example",
    "http://localhost.evil.example",
    "null",
    "http://127.0.0.1.evil.example",
    "file://",
  ])("%s is refused before anything is done", async (origin) => {
    const { send, calls } = createTestApp();
    const sent = await send("POST", "/threads", {}, { origin, "content-type": "text/plain" });
    expect(sent.status).toBe(403);
    expect(sent.headers.get("access-control-allow-origin")).toBeNull();
    expect(calls).toEqual([]);
  });

  test("a configured origin, the service's own page, and everybody when so configured", async () => {
    const named = createTestApp({ settings: { origins: ["https://chat.example.com/"] } });
    expect((await named.send("GET", "/ok", undefined, { origin: "https://chat.example.com" })).status).toBe(
      200,
    );
    const own = createTestApp({ settings: { url: "https://raptor.example.com" } });
    expect((await own.send("GET", "/ok", undefined, { origin: "https://raptor.example.com" })).status).toBe(
      200,
    );
    const open = createTestApp({ settings: { origins: ["*"] } });
    const sent = await open.send("GET", "/ok", undefined, { origin: "https://evil.example" });
    expect(sent.headers.get("access-control-allow-origin")).toBe("*");
  });

  test("errors carry the headers too", async () => {
    const { send } = createTestApp({ settings: { apiKey: "k" } });
    for (const path of ["/nowhere", "/threads/1"]) {
      const { headers, status } = await send("GET", path, undefined, { origin: STUDIO });
      expect(status).toBeGreaterThanOrEqual(400);
      expect(headers.get("access-control-allow-origin")).toBe(STUDIO);
    }
  });
});

describe("preflight", () => {
  const ask = { origin: STUDIO, "access-control-request-method": "POST" };

  test("reflects the headers that are asked for, without a key", async () => {
    const { send } = createTestApp({ settings: { apiKey: "k" } });
    const sent = await send("OPTIONS", "/runs/stream", undefined, {
      ...ask,
      "access-control-request-headers": "content-type, x-api-key",
    });
    expect(sent.status).toBe(204);
    expect(sent.headers.get("access-control-allow-headers")).toBe("content-type, x-api-key");
    expect(sent.headers.get("access-control-allow-methods")).toContain("PATCH");
    expect(sent.headers.get("access-control-allow-private-network")).toBeNull();
  });

  test("lets a public page reach a private network", async () => {
    const sent = await createTestApp().send("OPTIONS", "/info", undefined, {
      ...ask,
      "access-control-request-private-network": "true",
    });
    expect(sent.headers.get("access-control-allow-private-network")).toBe("true");
  });

  test("of a foreign page is refused", async () => {
    const sent = await createTestApp().send("OPTIONS", "/runs", undefined, {
      ...ask,
      origin: "https://evil.example",
    });
    expect(sent.status).toBe(403);
  });
});

describe("the Host header", () => {
  const status = async (host: string, settings = {}) =>
    (await createTestApp({ settings }).send("GET", "/ok", undefined, { host })).status;

  test.each([
    "localhost:2024",
    "127.0.0.1",
    "127.8.8.8:1",
    "[::1]:2024",
    "LOCALHOST",
    "app.localhost",
    "localhost.",
  ])("%s is loopback", async (host) => {
    expect(await status(host)).toBe(200);
  });

  test.each(["evil.example", "localhost.evil.example", "10.0.0.1", "127.0.0.1.evil.example", ":", ""])(
    "%s is refused",
    async (host) => {
      const sent = await createTestApp().send("GET", "/ok", undefined, { host });
      expect(sent.status).toBe(403);
      expect(sent.json).toMatchObject({ code: "host_not_allowed" });
    },
  );

  test("configured names and the bound address are fine", async () => {
    expect(await status("raptor.example.com", { url: "https://raptor.example.com/x" })).toBe(200);
    expect(await status("raptor:2024", { hosts: ["raptor"] })).toBe(200);
    expect(await status("10.0.0.5:2024", { host: "10.0.0.5" })).toBe(200);
    expect(await status("[fd00::5]:2024", { host: "fd00::5" })).toBe(200);
  });

  test("bound to every address, any address is the bound one, but no name", async () => {
    expect(await status("10.0.0.1:2024", { host: "0.0.0.0" })).toBe(200);
    expect(await status("evil.example", { host: "0.0.0.0" })).toBe(403);
  });
});

describe("the API key", () => {
  const keyed = () => createTestApp({ settings: { apiKey: "s3cret" } });

  test.each([
    ["x-api-key", { "x-api-key": "s3cret" }],
    ["bearer", { authorization: "Bearer s3cret" }],
    ["bearer beside another key", { authorization: "bearer s3cret", "x-api-key": "lsv2_other" }],
  ])("is taken as %s", async (_, headers) => {
    expect((await keyed().send("POST", "/threads", {}, headers)).status).toBe(200);
  });

  test.each([
    ["none", {}],
    ["a wrong one", { "x-api-key": "s3cre" }],
    ["another scheme", { authorization: "Basic s3cret" }],
    ["Studio's scheme header", { "x-auth-scheme": "langsmith" }],
  ])("%s is 401", async (_, headers: Record<string, string>) => {
    const { send, calls } = keyed();
    const sent = await send("POST", "/threads", {}, headers);
    expect(sent.status).toBe(401);
    expect(sent.json).toMatchObject({ code: "unauthenticated" });
    expect(sent.headers.get("www-authenticate")).toBe("Bearer");
    expect(calls).toEqual([]);
  });

  test("public routes need none", async () => {
    for (const path of ["/", "/ok", "/info", "/health", "/ready", "/openapi.json"]) {
      expect((await keyed().send("GET", path)).status).toBe(200);
    }
  });
});
