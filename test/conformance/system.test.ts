import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { buildEcho } from "../support/graphs.ts";
import { type Conformance, NOBODY, openConformance } from "./open-conformance.ts";

let service: Conformance;

beforeAll(async () => {
  service = await openConformance({ echo: buildEcho() }, { apiKey: "the-key" });
});
afterAll(() => service.close());

const KEY = { "x-api-key": "the-key" };
const ask = (path: string, init: RequestInit = {}) => fetch(service.url + path, init);

describe("without a key", () => {
  it("the service says that it is well and what it can do", async () => {
    expect(await (await ask("/ok")).json()).toEqual({ ok: true });
    expect(await (await ask("/ok?check_db=1")).json()).toMatchObject({ ok: true, services: {} });
    expect(await (await ask("/info")).json()).toMatchObject({
      version: expect.any(String),
      langgraph_js_version: expect.any(String),
      context: "js",
      flags: { assistants: true, crons: true, strict_resume: true, langsmith: false },
    });
  });

  it("everything else is 401", async () => {
    expect((await ask("/threads", { method: "POST" })).status).toBe(401);
  });
});

describe("errors", () => {
  it.each([
    ["no JSON", 400, "/threads", "{"],
    ["a wrong field", 422, "/threads", '{"metadata": 5}'],
    ["a wrong id", 422, "/threads/nobody/copy", "{}"],
    ["a missing thing", 404, `/threads/${NOBODY}/runs`, '{"assistant_id": "echo"}'],
    ["an unknown path", 404, "/nowhere", "{}"],
  ])("%s is %i, said twice in one JSON", async (_, status, path, body) => {
    const response = await ask(path, { method: "POST", headers: KEY, body });
    expect(response.status).toBe(status);
    const { detail, message } = (await response.json()) as Record<string, unknown>;
    expect(detail).toBeTypeOf("string");
    expect(message).toBe(detail);
  });
});

describe("bodies and questions", () => {
  const create = async (body: string, contentType = "text/plain") => {
    const response = await ask("/threads", {
      method: "POST",
      headers: { ...KEY, "content-type": contentType },
      body,
    });
    return (await response.json()) as { metadata: object };
  };

  it("need no content type, take null for absent, and may say more than is known", async () => {
    expect(
      await create('{"metadata": {"a": 1}, "ttl": null, "if_exists": null, "unheard": 1}'),
    ).toMatchObject({
      metadata: { a: 1 },
    });
    expect(await create("")).toMatchObject({ metadata: {} });
  });

  it("may be in camel case", async () => {
    const body = JSON.stringify({
      metadata: { suite: "camel" },
      sortBy: "created_at",
      sortOrder: "asc",
      limit: 1,
    });
    expect((await ask("/threads/search", { method: "POST", headers: KEY, body })).status).toBe(200);
  });

  it("may hold U+0000, which comes back as U+FFFD", async () => {
    expect(await create('{"metadata": {"a": "x\\u0000y"}}')).toMatchObject({ metadata: { a: "x\uFFFDy" } });
  });
});

describe("pages", () => {
  it("carry the total and where the next begins", async () => {
    const metadata = { suite: "pages" };
    for (let index = 0; index < 3; index++)
      await ask("/threads", { method: "POST", headers: KEY, body: JSON.stringify({ metadata }) });
    const page = (offset: number) =>
      ask("/threads/search", {
        method: "POST",
        headers: KEY,
        body: JSON.stringify({ metadata, limit: 2, offset }),
      });
    const [first, last] = [await page(0), await page(2)];
    expect([first.headers.get("x-pagination-total"), first.headers.get("x-pagination-next")]).toEqual([
      "3",
      "2",
    ]);
    expect([last.headers.get("x-pagination-total"), last.headers.get("x-pagination-next")]).toEqual([
      "3",
      null,
    ]);
  });
});

describe("browsers", () => {
  const origin = "https://smith.langchain.com";

  it("may ask from Studio, on a private network, without a key", async () => {
    const response = await ask("/threads", {
      method: "OPTIONS",
      headers: {
        origin,
        "access-control-request-method": "POST",
        "access-control-request-headers": "x-anything",
        "access-control-request-private-network": "true",
      },
    });
    expect(response.ok).toBe(true);
    expect(response.headers.get("access-control-allow-origin")).toBe(origin);
    expect(response.headers.get("access-control-allow-headers")).toContain("x-anything");
    expect(response.headers.get("access-control-allow-private-network")).toBe("true");
  });

  it("see the headers that they need, with errors too", async () => {
    const response = await ask("/threads", { method: "POST", headers: { origin } });
    expect(response.status).toBe(401);
    expect(response.headers.get("access-control-allow-origin")).toBe(origin);
    const exposed = response.headers.get("access-control-expose-headers") ?? "";
    for (const name of [
      "Content-Location",
      "Location",
      "X-Pagination-Total",
      "X-Pagination-Next",
      "Retry-After",
    ])
      expect(exposed).toContain(name);
  });

  it("of strangers get no leave", async () => {
    const response = await ask("/info", { headers: { origin: "https://stranger.example" } });
    expect(response.headers.get("access-control-allow-origin")).toBeNull();
  });
});

describe("what is written about the service", () => {
  it("metrics come as text, or as JSON", async () => {
    const text = await ask("/metrics", { headers: KEY });
    expect(text.headers.get("content-type")).toMatch(/^text\/plain/);
    expect(text.status).toBe(200);
    expect(await (await ask("/metrics?format=json", { headers: KEY })).json()).toBeTypeOf("object");
  });

  it("the reference of the API knows every room of it", async () => {
    const { paths } = (await (await ask("/openapi.json", { headers: KEY })).json()) as { paths: object };
    for (const path of ["/assistants", "/threads", "/runs/stream", "/store/items", "/runs/crons"])
      expect(paths).toHaveProperty([path]);
    const docs = await ask("/docs", { headers: KEY });
    expect(docs.headers.get("content-type")).toMatch(/^text\/html/);
    expect(await docs.text()).not.toMatch(/(?:src|href)="https?:/);
  });
});
