import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { type RawData, WebSocket } from "ws";
import type { Database } from "../../../src/db/database.ts";
import { newId } from "../../../src/domain/ids.ts";
import { openTestDatabase } from "../../support/database.ts";
import { allow, type GuardedService, owners, startGuardedService } from "./support/guarded-service.ts";

let db: Database;
let service: GuardedService;
/** A thread of asha's that waits for an answer. */
let thread: string;
let interrupt: string;

const INPUT = { messages: [{ role: "user", content: "Hi" }] };
const START = ["assistants:read", "threads:create_run"];

beforeAll(async () => {
  db = await openTestDatabase();
  service = await startGuardedService(db);
}, 60_000);
afterAll(async () => {
  await service.close();
  await db.close();
});
beforeEach(async () => {
  service.rule(owners);
  const client = service.as("asha");
  ({ thread_id: thread } = await client.threads.create());
  const values = await client.runs.wait(thread, "asker", { input: INPUT });
  interrupt = (values as { __interrupt__: [{ id: string }] }).__interrupt__[0].id;
});

const command = (user: string, method: string, params: object) =>
  service.send(user, "POST", `/threads/${thread}/commands`, { id: 1, method, params });
const eventsOf = (): string[] => [...new Set(service.asked().map(({ event }) => event))].toSorted();

async function readFirst(user: string): Promise<{ status: number; text: string }> {
  const response = await fetch(`${service.url}/threads/${thread}/stream/events`, {
    method: "POST",
    headers: { authorization: `Bearer ${user}` },
    body: JSON.stringify({ channels: ["lifecycle", "values"] }),
  });
  const reader = response.body?.getReader();
  const { value } = (await reader?.read()) ?? {};
  await reader?.cancel();
  return { status: response.status, text: Buffer.from(value ?? []).toString() };
}

const toText = (data: RawData): string => (Buffer.isBuffer(data) ? data.toString() : "");

const openSocket = (user: string) =>
  new WebSocket(`${service.url.replace("http", "ws")}/threads/${thread}/stream/events`, {
    headers: { authorization: `Bearer ${user}` },
  });

describe("the thread protocol asks", () => {
  test.each<[method: string, params: () => object, events: string[]]>([
    ["run.start", () => ({ assistant_id: "echo", input: INPUT }), START],
    ["input.respond", () => ({ interrupt_id: interrupt, response: "Pune" }), START],
    ["state.get", () => ({ namespace: [] }), ["threads:read"]],
    ["agent.getTree", () => ({}), ["threads:read"]],
    ["state.listCheckpoints", () => ({}), ["threads:read"]],
  ])("for %s", async (method, params, events) => {
    service.rule(allow);
    const { json } = await command("asha", method, params());
    expect(json).toMatchObject({ type: "success" });
    // Reading where it stands on the way is more careful than needed.
    expect(eventsOf().filter((event) => event !== "threads:read" || events.includes(event))).toEqual(events);
  });

  test("for state.fork", async () => {
    const { checkpoint } = await service.as("asha").threads.getState(thread);
    service.rule(allow);
    const { json } = await command("asha", "state.fork", {
      checkpoint_id: checkpoint.checkpoint_id,
      input: null,
    });
    expect(json).toMatchObject({ type: "success" });
    expect(eventsOf()).toEqual(expect.arrayContaining(START));
  });

  test("for a stream", async () => {
    service.rule(allow);
    expect((await readFirst("asha")).status).toBe(200);
    expect(eventsOf()).toContain("threads:read");
  });

  test("for each message of a socket", async () => {
    service.rule(allow);
    const socket = openSocket("asha");
    await new Promise((resolve) => socket.once("open", resolve));
    const replies: unknown[] = [];
    const next = () =>
      new Promise<void>((resolve) =>
        socket.once("message", (data) => {
          replies.push(JSON.parse(toText(data)));
          resolve();
        }),
      );
    for (const id of [1, 2]) {
      const came = next();
      socket.send(JSON.stringify({ id, method: "agent.getTree", params: {} }));
      await came;
    }
    expect(replies).toMatchObject([{ type: "success" }, { type: "success" }]);
    expect(service.asked().filter(({ event }) => event === "threads:read").length).toBeGreaterThanOrEqual(2);
    socket.close();
  });
});

test("the stream of a thread's runs asks, and shows nobody else's", async () => {
  const open = (user: string) =>
    fetch(`${service.url}/threads/${thread}/stream`, {
      headers: { authorization: `Bearer ${user}`, "last-event-id": "-" },
    });
  const foreign = await open("bala");
  expect(foreign.status).toBe(404);
  await foreign.body?.cancel();
  service.rule(allow);
  const own = await open("asha");
  expect(own.status).toBe(200);
  await own.body?.cancel();
  expect(eventsOf()).toContain("threads:read");
});

describe("a foreign thread", () => {
  test.each(["run.start", "input.respond", "state.get", "agent.getTree", "state.listCheckpoints"])(
    "is not there for %s",
    async (method) => {
      const params = {
        assistant_id: "echo",
        input: INPUT,
        interrupt_id: interrupt,
        response: "x",
        namespace: [],
      };
      const { status } = await command("bala", method, params);
      expect(status).toBe(404);
      expect(await service.as("asha").runs.list(thread)).toHaveLength(1);
    },
  );

  test("is not there for a stream, whose reader says who they are each time", async () => {
    expect((await readFirst("asha")).status).toBe(200);
    expect((await readFirst("bala")).status).toBe(404);
    expect((await readFirst("asha")).status).toBe(200);
  });

  test("is not there for a socket", async () => {
    const socket = openSocket("bala");
    const messages: string[] = [];
    socket.on("message", (data) => messages.push(toText(data)));
    const code = new Promise<number>((resolve) => {
      socket.once("close", resolve);
      socket.once("unexpected-response", (_, response) => resolve(response.statusCode ?? 0));
      socket.on("error", () => {});
      socket.once("open", () =>
        socket.send(
          JSON.stringify({ id: 1, method: "subscription.subscribe", params: { channels: ["values"] } }),
        ),
      );
    });
    expect([4404, 404]).toContain(await code);
    expect(messages.join("")).not.toContain("Which city?");
  });

  test("a handler that says no is 403 there too", async () => {
    service.rule(({ event }) => event !== "threads:create_run");
    expect((await command("asha", "run.start", { assistant_id: "echo", input: INPUT })).status).toBe(403);
    service.rule(({ event }) => event !== "threads:read");
    expect((await readFirst("asha")).status).toBe(403);
  });

  test("whoever does not say who they are gets 401", async () => {
    expect(
      (await service.send(null, "POST", `/threads/${thread}/commands`, { id: 1, method: "state.get" }))
        .status,
    ).toBe(401);
  });
});

describe("other protocols ask the same", () => {
  const accept = "application/json, text/event-stream";
  const rpc = async (user: string, path: string, method: string, params: object) => {
    const response = await fetch(service.url + path, {
      method: "POST",
      headers: { authorization: `Bearer ${user}`, accept, "content-type": "application/json" },
      body: JSON.stringify({ jsonrpc: "2.0", id: 1, method, params }),
    });
    return { status: response.status, text: await response.text() };
  };

  test("MCP calls a tool", async () => {
    service.rule(allow);
    const { status, text } = await rpc("asha", "/mcp", "tools/call", { name: "echo", arguments: INPUT });
    expect({ status, text }).toMatchObject({ status: 200, text: expect.stringContaining("You said") });
    expect(eventsOf()).toEqual(expect.arrayContaining(START));
    service.rule(({ event }) => event !== "threads:create_run");
    const refused = await rpc("asha", "/mcp", "tools/call", { name: "echo", arguments: INPUT });
    expect(refused.text).not.toContain("You said");
  });

  test("MCP lists the assistants that the caller sees", async () => {
    await service.as("asha").assistants.create({ graphId: "echo", name: "Hers alone" });
    expect((await rpc("asha", "/mcp", "tools/list", {})).text).toContain("Hers");
    expect((await rpc("bala", "/mcp", "tools/list", {})).text).not.toContain("Hers");
  });

  test("A2A sends a message", async () => {
    service.rule(allow);
    const message = {
      role: "user",
      messageId: newId(),
      parts: [{ kind: "text", text: "Hi" }],
      kind: "message",
    };
    const { status, text } = await rpc("asha", "/a2a/echo", "message/send", { message });
    expect({ status, text }).toMatchObject({ status: 200, text: expect.stringContaining("You said") });
    expect(eventsOf()).toEqual(expect.arrayContaining(START));
  });

  test("OpenAI's chat starts a run", async () => {
    service.rule(allow);
    const body = { model: "echo", messages: [{ role: "user", content: "Hi" }] };
    const { status, json } = await service.send("asha", "POST", "/v1/chat/completions", body);
    expect({ status, text: JSON.stringify(json) }).toMatchObject({
      status: 200,
      text: expect.stringContaining("You said"),
    });
    expect(eventsOf()).toEqual(expect.arrayContaining(START));
    service.rule(({ event }) => event !== "threads:create_run");
    expect((await service.send("asha", "POST", "/v1/chat/completions", body)).status).toBe(403);
  });

  test("and nobody is let in without a name", async () => {
    for (const path of ["/mcp", "/a2a/echo", "/v1/chat/completions"]) {
      const response = await fetch(service.url + path, { method: "POST", headers: { accept }, body: "{}" });
      expect(response.status).toBe(401);
    }
  });
});
