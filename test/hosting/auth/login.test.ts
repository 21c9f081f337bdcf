import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { Database } from "../../../src/db/database.ts";
import type { Authenticate } from "../../../src/domain/principal.ts";
import { createAuthority } from "../../../src/hosting/auth/create-authority.ts";
import { openTestDatabase } from "../../support/database.ts";
import { buildSteps, toCatalogue } from "../../support/graphs.ts";
import { startTestService, type TestService } from "../../support/service.ts";
import { allow, type GuardedService, startGuardedService } from "./support/guarded-service.ts";

let db: Database;
let service: GuardedService;

beforeAll(async () => {
  db = await openTestDatabase();
  service = await startGuardedService(db);
}, 60_000);
afterAll(async () => {
  await service.close();
  await db.close();
});
beforeEach(() => service.rule(allow));

const INPUT = { messages: [{ role: "user", content: "Hi" }] };

describe("whoever is not known", () => {
  test("gets the handler's status, words and headers, in the form of all errors", async () => {
    const { status, headers, json } = await service.send(null, "POST", "/threads", {});
    expect(status).toBe(401);
    expect(headers.get("x-login")).toBe("/login");
    expect(json).toEqual({
      detail: "Say who you are",
      message: "Say who you are",
      code: "unauthenticated",
      request_id: expect.any(String),
    });
  });

  test("may read the refusal on a page of another origin, and needs no token for a preflight", async () => {
    const headers = { origin: "http://localhost:3000" };
    const refused = await fetch(`${service.url}/threads`, { method: "POST", headers, body: "{}" });
    expect(refused.status).toBe(401);
    expect(refused.headers.get("access-control-allow-origin")).toBe("http://localhost:3000");
    const preflight = await fetch(`${service.url}/threads`, { method: "OPTIONS", headers });
    expect(preflight.status).toBe(204);
  });

  test("is not let in by the header that Studio always sends", async () => {
    const headers = { "x-auth-scheme": "langsmith" };
    expect((await fetch(`${service.url}/assistants/search`, { method: "POST", headers })).status).toBe(401);
    expect((await fetch(`${service.url}/info`, { headers })).status).toBe(200);
  });
});

describe("a handler that throws", () => {
  test("words its own refusal", async () => {
    service.rule(() => {
      throw Object.assign(new Error("Out of hours"), { status: 423, headers: { "retry-after": "60" } });
    });
    const { status, headers, json } = await service.send("asha", "POST", "/threads", {});
    expect(status).toBe(423);
    expect(headers.get("retry-after")).toBe("60");
    expect(json).toMatchObject({ detail: "Out of hours" });
  });

  test("by mistake, lets nobody through and says nothing of it", async () => {
    service.rule(() => {
      throw new TypeError("secret of the handler");
    });
    const { status, json } = await service.send("asha", "POST", "/threads", {});
    expect(status).toBe(500);
    expect(JSON.stringify(json)).not.toContain("secret of the handler");
  });
});

describe("tenants", () => {
  test("have nothing in common, not even under the same name of a user", async () => {
    const coral = service.as("asha@coral");
    const reef = service.as("asha@reef");
    const { thread_id } = await coral.threads.create({ metadata: { topic: "tea" } });
    await coral.runs.wait(thread_id, "echo", { input: INPUT });
    await coral.store.putItem(["plans"], "july", { city: "Goa" });
    await expect(reef.threads.get(thread_id)).rejects.toThrow(/404/);
    expect(await reef.threads.search({ metadata: { topic: "tea" } })).toEqual([]);
    expect(await reef.store.getItem(["plans"], "july")).toBeNull();
    expect(await service.as("asha").threads.search({ metadata: { topic: "tea" } })).toEqual([]);
    // An id may be taken in one tenant and free in another.
    expect(await reef.threads.create({ threadId: thread_id })).toMatchObject({ thread_id });
  });

  test("find the graphs' assistants at their first visit", async () => {
    const found = await service.as("new@somewhere").assistants.search({ limit: 10 });
    expect(found.map(({ graph_id }) => graph_id).toSorted()).toEqual(["asker", "echo", "slow"]);
    const values = await service.as("newer@elsewhere").runs.wait(null, "echo", { input: INPUT });
    expect(values).toMatchObject({ messages: [{}, { content: "You said: Hi" }] });
  });
});

test("what is known of a caller is the graph's, and never leaves in a reply", async () => {
  const client = service.as("asha");
  const { thread_id } = await client.threads.create();
  const parts = await Array.fromAsync(
    client.runs.stream(thread_id, "asker", {
      input: INPUT,
      streamMode: ["values", "debug", "tasks", "checkpoints"],
    }),
  );
  const [run] = await client.runs.list(thread_id);
  const shown = JSON.stringify([
    parts,
    run,
    await client.threads.get(thread_id),
    await client.threads.getState(thread_id),
    await client.threads.getHistory(thread_id),
  ]);
  expect(shown).not.toContain("token of asha");
  expect(shown).not.toContain("langgraph_auth");
});

describe("time and development", () => {
  let timed: TestService;
  const end = async (): Promise<void> => timed.close();

  async function start(authenticate: Authenticate): Promise<void> {
    timed = await startTestService(db, toCatalogue({ slow: buildSteps(60) }), { authenticate });
  }
  const slow = { assistant_id: "slow", input: { pause_ms: 100 } };

  async function readStream(): Promise<string> {
    const response = await fetch(`${timed.url}/runs/stream`, { method: "POST", body: JSON.stringify(slow) });
    return response.text();
  }

  test("a stream ends when the token of its reader has run out, and a new look at it says no", async () => {
    const exp = Date.now() / 1_000 + 1.2;
    const { authenticate } = createAuthority({
      admitsStudio: false,
      handlers: {
        callbacks: {},
        authenticate: () => {
          if (Date.now() / 1_000 < exp) return { identity: "asha", exp };
          throw Object.assign(new Error("Expired"), { status: 401 });
        },
      },
    });
    await start(authenticate);
    const text = await readStream();
    expect(text).toContain("event: metadata");
    expect(text).not.toContain("event: end");
    await end();
  });

  test("and goes on when the same credentials hold for longer", async () => {
    const begun = Date.now();
    const { authenticate } = createAuthority({
      admitsStudio: false,
      handlers: { callbacks: {}, authenticate: () => ({ identity: "asha", exp: Date.now() / 1_000 + 1 }) },
    });
    await start(authenticate);
    const response = await fetch(`${timed.url}/runs/stream`, { method: "POST", body: JSON.stringify(slow) });
    const reader = response.body?.getReader();
    while (Date.now() - begun < 2_500) {
      const { done } = (await reader?.read()) ?? { done: true };
      expect(done).toBe(false);
      await sleep(20);
    }
    await reader?.cancel();
    await end();
  });

  test("Studio comes in by its header in development, as a user that handlers can tell", async () => {
    const users: unknown[] = [];
    const { authenticate } = createAuthority({
      admitsStudio: true,
      handlers: {
        callbacks: { "*": ({ user }) => void users.push(user["kind"]) },
        authenticate: () => {
          throw Object.assign(new Error("No"), { status: 401 });
        },
      },
    });
    await start(authenticate);
    const send = (headers: Record<string, string>) =>
      fetch(`${timed.url}/assistants/search`, { method: "POST", body: "{}", headers });
    expect((await send({ "x-auth-scheme": "langsmith" })).status).toBe(200);
    expect((await send({})).status).toBe(401);
    expect(users).toEqual(["StudioUser"]);
    await end();
  });
});
