import { Hono } from "hono";
import { HTTPException } from "hono/http-exception";
import { describe, expect, test } from "vitest";
import { allowAll } from "../../src/domain/authorization.ts";
import { AppError } from "../../src/domain/errors.ts";
import type { Authenticate } from "../../src/domain/principal.ts";
import type { UserApp } from "../../src/http/user-app.ts";
import { createTestApp, THREAD_ID } from "./support/test-app.ts";

type Variables = { auth?: { user: { identity: string } }; seen?: string[] };
const createUserApp = () => new Hono<{ Variables: Variables }>();
const asUserApp = (app: unknown): UserApp => app as UserApp;

/** Knows the name that stands in the header. */
const authenticate: Authenticate = async ({ headers }) => {
  const identity = headers.get("x-user");
  if (identity === null) throw new AppError("unauthenticated", "Who?");
  const user = { identity, permissions: [] };
  return { principal: { tenantId: THREAD_ID, ...user, user }, authorize: allowAll };
};

describe("what a project's middleware does to a request", () => {
  test.each([
    ["a json of its own", "json"],
    ["Hono's cache", "cache"],
    ["the request itself", "raw"],
  ])("reaches our routes: %s", async (_, how) => {
    const app = createUserApp();
    app.use(async (c, next) => {
      const body: { metadata?: object } = await c.req.json();
      const changed = { ...body, metadata: { ...body.metadata, by: how } };
      if (how === "json") Object.assign(c.req, { json: async () => changed });
      if (how === "cache") c.req.bodyCache.json = Promise.resolve(changed);
      if (how === "raw") {
        const { url, method, headers } = c.req.raw;
        c.req.raw = new Request(url, { method, headers, body: JSON.stringify(changed) });
        c.req.bodyCache = {};
      }
      await next();
    });
    const { send, last } = createTestApp({ userApp: asUserApp(app) });
    const { status } = await send("POST", "/threads", { thread_id: THREAD_ID, metadata: { a: 1 } });
    expect(status).toBe(200);
    expect(last("threads.create")).toMatchObject({ metadata: { a: 1, by: how } });
  });

  test("only reading it leaves it as it was", async () => {
    const app = createUserApp();
    app.use(async (c, next) => {
      await c.req.text();
      await next();
    });
    const { send, last } = createTestApp({ userApp: asUserApp(app) });
    await send("POST", "/threads", { thread_id: THREAD_ID, metadata: { a: 1 } });
    expect(last("threads.create")).toMatchObject({ metadata: { a: 1 } });
  });

  test("may end it, and may add to the reply", async () => {
    const app = createUserApp();
    app.use("/threads/*", async (c) => c.json({ closed: true }, 503));
    app.use(async (c, next) => {
      await next();
      c.header("x-added", String(c.res.status));
    });
    const { send, calls } = createTestApp({ userApp: asUserApp(app) });
    expect(await send("GET", `/threads/${THREAD_ID}`)).toMatchObject({ status: 503, json: { closed: true } });
    expect(calls).toEqual([]);
    const ok = await send("GET", "/ok");
    expect(ok.headers.get("x-added")).toBe("200");
    expect(ok.headers.get("x-request-id")).toBeTruthy();
  });
});

describe("a project's routes", () => {
  test("come before ours, below its own base path too, with parameters", async () => {
    const app = createUserApp();
    app.get("/info", (c) => c.json({ mine: true }));
    const below = createUserApp().basePath("/shop");
    below.get("/:item", (c) => c.text(c.req.param("item")));
    app.route("/", below);
    const { send } = createTestApp({ userApp: asUserApp(app) });
    expect((await send("GET", "/info")).json).toEqual({ mine: true });
    expect((await send("GET", "/shop/tea")).text).toBe("tea");
    expect((await send("GET", "/ok")).json).toEqual({ ok: true });
  });

  test("errors: its handler answers for its own code only", async () => {
    const app = createUserApp();
    app.get("/broken", () => {
      throw new Error("kettle");
    });
    app.onError((error, c) => c.json({ mine: error.message }, 500));
    const { send } = createTestApp({ userApp: asUserApp(app) });
    expect(await send("GET", "/broken")).toMatchObject({ status: 500, json: { mine: "kettle" } });
    expect((await send("GET", `/threads/${THREAD_ID}`)).json).toMatchObject({ code: "thread_not_found" });
  });

  test("errors without a handler of its own have the form of ours", async () => {
    const app = createUserApp();
    app.get("/broken", () => {
      throw new Error("kettle");
    });
    app.get("/tea", () => {
      throw new HTTPException(418, { message: "short and stout" });
    });
    const { send } = createTestApp({ userApp: asUserApp(app) });
    const broken = await send("GET", "/broken");
    expect(broken).toMatchObject({ status: 500, json: { code: "internal" } });
    expect(broken.text).not.toContain("kettle");
    expect(await send("GET", "/tea")).toMatchObject({ status: 418, json: { detail: "short and stout" } });
  });

  test("paths that nobody knows are its own, unless it has nothing to say", async () => {
    const ran: string[] = [];
    const app = createUserApp();
    app.use(async (c, next) => {
      ran.push(c.req.path);
      await next();
    });
    const silent = createTestApp({ userApp: asUserApp(app) });
    expect(await silent.send("GET", "/nowhere")).toMatchObject({ status: 404, json: { code: "not_found" } });
    app.notFound((c) => c.json({ lost: c.req.path }, 404));
    const talking = createTestApp({ userApp: asUserApp(app) });
    expect(await talking.send("GET", "/nowhere")).toMatchObject({ status: 404, json: { lost: "/nowhere" } });
    expect((await talking.send("PUT", "/threads")).status).toBe(405);
    // Once for each request.
    expect(ran).toEqual(["/nowhere", "/nowhere", "/threads"]);
  });
});

describe("who is asked first", () => {
  function createApp(settings: Parameters<typeof createTestApp>[0] = {}) {
    const order: string[] = [];
    const app = createUserApp();
    app.use(async (c, next) => {
      order.push(`middleware knows ${c.get("auth")?.user.identity ?? "nobody"}`);
      await next();
    });
    app.get("/own", (c) => c.json({ caller: c.get("auth")?.user.identity ?? null }));
    const asked: Authenticate = async (request) => {
      order.push("auth");
      return authenticate(request);
    };
    return { order, ...createTestApp({ ...settings, userApp: asUserApp(app), authenticate: asked }) };
  }
  const asAsha = { "x-user": "asha" };

  test("the middleware, unless it is told otherwise", async () => {
    const { send, order } = createApp();
    expect((await send("POST", "/threads", {}, asAsha)).status).toBe(200);
    expect(order).toEqual(["middleware knows nobody", "auth"]);
  });

  test("authentication, with auth_first", async () => {
    const { send, order } = createApp({ settings: { middlewareOrder: "auth_first" } });
    expect((await send("POST", "/threads", {}, asAsha)).status).toBe(200);
    expect(order).toEqual(["auth", "middleware knows asha"]);
    order.length = 0;
    expect((await send("POST", "/threads", {})).status).toBe(401);
    expect(order).toEqual(["auth"]);
    order.length = 0;
    expect((await send("GET", "/info")).status).toBe(200);
    expect((await send("GET", "/own")).json).toEqual({ caller: null });
    expect(order).not.toContain("auth");
  });

  test("nobody for the project's own routes, unless enable_custom_route_auth", async () => {
    const open = createApp();
    expect((await open.send("GET", "/own")).json).toEqual({ caller: null });
    const guarded = createApp({ settings: { enableCustomRouteAuth: true } });
    expect((await guarded.send("GET", "/own")).status).toBe(401);
    expect((await guarded.send("GET", "/own", undefined, asAsha)).json).toEqual({ caller: "asha" });
    expect((await guarded.send("GET", "/ok")).status).toBe(200);
    expect((await guarded.send("POST", "/threads", {}, asAsha)).status).toBe(200);
    expect(guarded.order.filter((word) => word === "auth")).toHaveLength(3);
  });
});
