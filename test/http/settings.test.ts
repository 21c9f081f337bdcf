import { describe, expect, test } from "vitest";
import type { CorsRules } from "../../src/http/http-settings.ts";
import { createTestApp, THREAD_ID } from "./support/test-app.ts";

const CORS: CorsRules = {
  allowOrigins: null,
  allowOriginRegex: null,
  allowMethods: null,
  allowHeaders: null,
  allowCredentials: false,
  exposeHeaders: [],
  maxAge: null,
};

const ask = (
  cors: Partial<CorsRules>,
  origin: string,
  headers: Record<string, string> = {},
  method = "OPTIONS",
) =>
  createTestApp({ settings: { cors: { ...CORS, ...cors } } }).send(method, "/ok", undefined, {
    origin,
    ...headers,
  });

describe("http.cors", () => {
  test("names the origins, and takes the place of the usual ones", async () => {
    const rules = { allowOrigins: ["https://chat.example.com"] };
    const allowed = await ask(rules, "https://chat.example.com");
    expect(allowed.headers.get("access-control-allow-origin")).toBe("https://chat.example.com");
    expect(allowed.headers.get("vary")).toContain("Origin");
    expect((await ask(rules, "https://smith.langchain.com")).status).toBe(403);
    expect((await ask(rules, "http://localhost:3000")).status).toBe(403);
    expect((await ask({ maxAge: 5 }, "http://localhost:3000")).status).toBe(204);
  });

  test("matches whole origins with a regular expression", async () => {
    const rules = { allowOriginRegex: "https://.*\\.example\\.com" };
    expect((await ask(rules, "https://a.example.com")).status).toBe(204);
    expect((await ask(rules, "https://a.example.com.evil.org")).status).toBe(403);
    expect((await ask(rules, "https://example.com")).status).toBe(403);
  });

  test("names methods, headers and how long a preflight counts", async () => {
    const rules = { allowMethods: ["get", "POST"], allowHeaders: ["x-one", "x-two"], maxAge: 5 };
    const { headers } = await ask(rules, "http://localhost:3000", {
      "access-control-request-headers": "x-three",
    });
    expect(headers.get("access-control-allow-methods")).toBe("GET, POST");
    expect(headers.get("access-control-allow-headers")).toBe("x-one, x-two");
    expect(headers.get("access-control-max-age")).toBe("5");
    const any = await ask({ allowHeaders: ["*"], allowMethods: ["*"] }, "http://localhost:3000", {
      "access-control-request-headers": "x-three",
    });
    expect(any.headers.get("access-control-allow-headers")).toBe("x-three");
    expect(any.headers.get("access-control-allow-methods")).toContain("DELETE");
  });

  test("adds to what is exposed, and never takes away what clients need", async () => {
    const { headers } = await ask({ exposeHeaders: ["X-Mine"] }, "http://localhost:3000", {}, "GET");
    const exposed = headers.get("access-control-expose-headers") ?? "";
    for (const name of [
      "X-Mine",
      "Content-Location",
      "Location",
      "X-Pagination-Total",
      "X-Pagination-Next",
    ]) {
      expect(exposed).toContain(name);
    }
  });

  test("credentials go to origins that are named, and to nobody else", async () => {
    const rules = { allowCredentials: true, allowOrigins: ["*", "https://chat.example.com"] };
    const named = await ask(rules, "https://chat.example.com");
    expect(named.headers.get("access-control-allow-credentials")).toBe("true");
    expect(named.headers.get("access-control-allow-origin")).toBe("https://chat.example.com");
    const other = await ask(rules, "https://other.example.com");
    expect(other.headers.get("access-control-allow-credentials")).toBeNull();
    expect(other.headers.get("access-control-allow-origin")).toBe("*");
  });
});

describe("request headers of a run", () => {
  const SENT = {
    "x-team": "north",
    "X-Secret-Word": "sesame",
    "user-agent": "test",
    "accept-language": "hi",
    authorization: "Bearer t",
    cookie: "a=b",
    "x-api-key": "k",
    "x-tenant-id": "t",
    "x-service-key": "s",
  };
  const forward = async (configurableHeaders: { includes: string[] | null; excludes: string[] } | null) => {
    const { send, last } = createTestApp({ settings: { configurableHeaders } });
    await send("POST", "/runs", { assistant_id: "queen" }, SENT);
    return (last("runs.create") as { headers: object }).headers;
  };

  test("are x- and user-agent, without credentials", async () => {
    expect(await forward(null)).toEqual({
      "x-team": "north",
      "x-secret-word": "sesame",
      "user-agent": "test",
    });
  });

  test.each([
    [{ includes: ["ACCEPT-*"], excludes: [] }, { "accept-language": "hi" }],
    [
      { includes: null, excludes: ["x-secret-*"] },
      { "x-team": "north", "user-agent": "test" },
    ],
    [{ includes: ["x-*"], excludes: ["*team*"] }, { "x-secret-word": "sesame" }],
    [{ includes: [], excludes: [] }, {}],
    [
      { includes: ["*"], excludes: ["user-agent", "content-*"] },
      { "x-team": "north", "x-secret-word": "sesame", "accept-language": "hi" },
    ],
    [{ includes: ["authorization", "cookie", "x-api-key"], excludes: [] }, {}],
  ])("as %j says", async (rules, wanted) => {
    expect(await forward(rules)).toEqual(wanted);
  });
});

test("request headers stand in the log when they are asked for, credentials never", async () => {
  const headers = { "x-team": "north", authorization: "Bearer t", accept: "text/html" };
  const quiet = createTestApp();
  await quiet.send("GET", "/info", undefined, headers);
  expect(quiet.lines.at(-1)?.fields).not.toHaveProperty("headers");
  const told = createTestApp({
    settings: { loggingHeaders: { includes: ["x-*", "authorization"], excludes: [] } },
  });
  await told.send("GET", "/info", undefined, headers);
  expect(told.lines.at(-1)?.fields).toMatchObject({ headers: { "x-team": "north" } });
  expect(JSON.stringify(told.lines)).not.toContain("Bearer");
});

describe("parts that are not served", () => {
  test.each<[part: string, gone: [string, string][], there: [string, string][]]>([
    ["assistants", [["POST", "/assistants/search"]], [["POST", "/threads/search"]]],
    [
      "threads",
      [
        ["POST", "/threads"],
        ["GET", `/threads/${THREAD_ID}/state`],
      ],
      [
        ["GET", `/threads/${THREAD_ID}/runs`],
        ["POST", "/runs"],
      ],
    ],
    [
      "runs",
      [
        ["POST", "/runs"],
        ["POST", "/runs/crons/search"],
        ["GET", `/threads/${THREAD_ID}/runs`],
        ["POST", `/threads/${THREAD_ID}/runs/crons`],
      ],
      [["POST", "/threads/search"]],
    ],
    ["store", [["POST", "/store/namespaces"]], [["POST", "/threads/search"]]],
    [
      "meta",
      [
        ["GET", "/info"],
        ["GET", "/openapi.json"],
        ["GET", "/metrics"],
        ["GET", "/docs"],
      ],
      [
        ["GET", "/ok"],
        ["GET", "/health"],
        ["GET", "/ready"],
      ],
    ],
  ])("%s", async (part, gone, there) => {
    const { send } = createTestApp({ settings: { disabled: [part] } });
    for (const [method, path] of gone) {
      expect(await send(method, path, method === "GET" ? undefined : {})).toMatchObject({
        status: 404,
        json: { code: "not_found" },
      });
    }
    for (const [method, path] of there) {
      expect((await send(method, path, method === "GET" ? undefined : {})).json).not.toMatchObject({
        code: "not_found",
      });
    }
  });

  test("are not described either", async () => {
    const { send } = createTestApp({ settings: { disabled: ["store"], hasProduct: false } });
    const { paths } = (await send("GET", "/openapi.json")).json as { paths: object };
    expect(Object.keys(paths)).toContain("/threads");
    expect(Object.keys(paths).filter((path) => /^\/(?:store|api\/v1\/skills)/.test(path))).toEqual([]);
  });
});

describe("http.mount_prefix", () => {
  test("everything lies below it, and nothing beside it but the probe", async () => {
    const { send } = createTestApp({ settings: { mountPrefix: "/agents/v1" } });
    expect((await send("GET", "/agents/v1/info")).status).toBe(200);
    expect((await send("GET", "/agents/v1")).status).toBe(200);
    const made = await send("POST", "/agents/v1/threads", { thread_id: THREAD_ID });
    expect(made.status).toBe(200);
    for (const path of [
      "/info",
      "/threads/search",
      "/agents/v10/info",
      "/agents/v1x",
      "/agents/v1/agents/v1/info",
    ]) {
      expect((await send("GET", path)).status).toBe(404);
    }
    expect((await send("GET", "/ok")).json).toEqual({ ok: true });
  });

  test("where a run is found is told without it", async () => {
    const { send } = createTestApp({ settings: { mountPrefix: "/agents" } });
    await send("POST", "/agents/threads", { thread_id: THREAD_ID });
    const { headers } = await send("POST", `/agents/threads/${THREAD_ID}/runs`, { assistant_id: "queen" });
    expect(headers.get("location")).toMatch(/^\/threads\//);
  });
});
