import { once } from "node:events";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { WebSocket } from "ws";
import type { Database } from "../../src/db/database.ts";
import { openTestDatabase } from "../support/database.ts";
import { buildAsker, buildEcho, buildSteps, toCatalogue } from "../support/graphs.ts";
import { startTestService, type TestService } from "../support/service.ts";
import { until } from "../support/until.ts";
import { openSocket, type OpenSocket } from "./support/socket.ts";
import { ALL, human, isRoot, openTape, type Event } from "./support/tape.ts";

let db: Database;
let service: TestService;
const graphs = { echo: buildEcho(), asker: buildAsker(), steps: buildSteps(3) };

beforeAll(async () => {
  db = await openTestDatabase();
  service = await startTestService(db, toCatalogue(graphs));
});
afterAll(async () => {
  await service.close();
  await db.close();
});

const newThread = (): string => crypto.randomUUID();
const open = (threadId: string): Promise<OpenSocket> => openSocket({ url: service.url, threadId });
const ids = (events: readonly Event[]): string[] => events.map(({ event_id }) => event_id);

async function run(socket: OpenSocket, assistant_id = "echo", input: object = human("hi")): Promise<string> {
  const reply = await socket.ask("run.start", { assistant_id, input });
  return String(reply.result?.["run_id"]);
}

async function ended(socket: OpenSocket, runId: string): Promise<Event> {
  return socket.until(({ event_id }) => event_id === `synth:${runId}:lc||completed`);
}

describe("a subscription", () => {
  it("gets its reply first, then what the tape holds, then what comes, over the ends of runs", async () => {
    const threadId = newThread();
    const socket = await open(threadId);
    expect(await socket.ask("subscription.subscribe", { channels: ALL })).toMatchObject({
      type: "success",
      result: { subscription_id: expect.any(String), replayed_events: 0 },
      meta: { thread_id: threadId, applied_through_seq: 0 },
    });
    const first = await run(socket);
    await ended(socket, first);
    const late = await open(threadId);
    const id = late.send("subscription.subscribe", { channels: ALL });
    await ended(late, first);
    expect(late.messages[0]).toMatchObject({ id, result: { replayed_events: late.events.length } });
    expect(late.events).toEqual(socket.events);
    const second = await run(late, "steps", { pause_ms: 1 });
    await Promise.all([ended(socket, second), ended(late, second)]);
    expect(late.events).toEqual(socket.events);
    const tape = await openTape({ url: service.url, threadId });
    await tape.until(({ event_id }) => event_id === `synth:${second}:lc||completed`);
    expect(ids(tape.events)).toEqual(ids(socket.events));
    for (const each of [socket, late, tape]) each.close();
  });

  it("is told all of the past, though others of the socket know it; news are told once", async () => {
    const socket = await open(newThread());
    await socket.ask("subscription.subscribe", { channels: ["lifecycle", "values"] });
    await ended(socket, await run(socket));
    const known = [...socket.events];
    const reply = await socket.ask("subscription.subscribe", { channels: ["lifecycle"] });
    const again = known.filter(({ method }) => method === "lifecycle");
    await until(() => socket.events.length === known.length + again.length, "the replay");
    expect(reply.result?.["replayed_events"]).toBe(again.length);
    expect(socket.events.slice(known.length)).toEqual(again);
    const runId = await run(socket);
    await ended(socket, runId);
    const news = socket.events.filter(({ run_id }) => run_id === runId);
    expect(ids(news)).toEqual([...new Set(ids(news))]);
    expect(news.map(({ method }) => method)).toEqual(expect.arrayContaining(["values", "lifecycle"]));
    socket.close();
  });

  it("may join while a run is under way: nothing is lost, the others are told nothing twice", async () => {
    const socket = await open(newThread());
    await socket.ask("subscription.subscribe", { channels: ["lifecycle"] });
    const runId = await run(socket, "steps", { pause_ms: 60 });
    await socket.until(isRoot("running", runId));
    const id = socket.send("subscription.subscribe", { channels: ["values", "checkpoints"] });
    await ended(socket, runId);
    const values = socket.events.filter(({ method }) => method === "values");
    expect(values).toHaveLength(4);
    const lifecycle = ids(socket.events.filter(({ method }) => method === "lifecycle"));
    expect(lifecycle).toEqual([...new Set(lifecycle)]);
    const reply = socket.replies.find((each) => each.id === id);
    const at = socket.messages.findIndex((each) => each === reply);
    const before = socket.messages.slice(0, at).filter(({ type }) => type === "event") as Event[];
    expect(before.some(({ method }) => method === "values")).toBe(false);
    socket.close();
  });

  it("begins behind the number it names, and ends when it is asked to", async () => {
    const socket = await open(newThread());
    const { result } = await socket.ask("subscription.subscribe", { channels: ["lifecycle"] });
    const end = await ended(socket, await run(socket));
    const behind = await open(newThread());
    behind.close();
    const reply = await socket.ask("subscription.subscribe", { channels: ["lifecycle"], since: end.seq });
    expect(reply.result?.["replayed_events"]).toBe(0);
    const subscription_id = reply.result?.["subscription_id"];
    expect(await socket.ask("subscription.unsubscribe", { subscription_id })).toMatchObject({ result: {} });
    expect(await socket.ask("subscription.unsubscribe", { subscription_id })).toMatchObject({
      error: "no_such_subscription",
    });
    await socket.ask("subscription.unsubscribe", { subscription_id: result?.["subscription_id"] });
    const count = socket.events.length;
    const runId = await run(socket);
    await service.client.runs.join(String(socket.replies[0]?.meta?.thread_id), runId);
    await socket.ask("state.get", { namespace: [] });
    expect(socket.events).toHaveLength(count);
    socket.close();
  });
});

describe("a socket", () => {
  it("carries out commands as HTTP does", async () => {
    const socket = await open(newThread());
    await socket.ask("subscription.subscribe", { channels: ["input", "lifecycle"] });
    await run(socket, "asker");
    const { params } = await socket.until(({ method }) => method === "input.requested");
    const interrupt_id = params.data["interrupt_id"];
    expect(await socket.ask("input.respond", { interrupt_id: "none", response: 1 })).toMatchObject({
      type: "error",
      error: "no_such_interrupt",
    });
    expect(await socket.ask("input.respond", { interrupt_id, response: "Pune" })).toMatchObject({
      result: {},
    });
    await socket.until(isRoot("completed"));
    expect(await socket.ask("agent.getTree")).toMatchObject({ result: { tree: { status: "completed" } } });
    expect(await socket.ask("hurry")).toMatchObject({ error: "unknown_command" });
    expect(await socket.ask("state.fork", {})).toMatchObject({ error: "invalid_argument" });
    socket.close();
  });

  it("answers what is no command and goes on", async () => {
    const socket = await open(newThread());
    for (const [text, id] of [
      ["{", null],
      ["[]", null],
      ['{"id":7}', 7],
    ] as const) {
      socket.raw.send(text);
      await until(() => socket.replies.some((reply) => reply.id === id), "the reply");
      expect(socket.replies.pop()).toMatchObject({ type: "error", id, error: "invalid_argument" });
    }
    expect(await socket.ask("subscription.subscribe", { channels: ["values"] })).toMatchObject({
      type: "success",
    });
    expect(await socket.ask("state.get")).toMatchObject({ error: "invalid_argument" });
    socket.close();
  });

  it("that is closed takes no other with it, nor a run", async () => {
    const threadId = newThread();
    const [one, other] = [await open(threadId), await open(threadId)];
    for (const socket of [one, other])
      await socket.ask("subscription.subscribe", { channels: ["lifecycle"] });
    const runId = await run(one, "steps", { pause_ms: 30 });
    one.raw.terminate();
    await ended(other, runId);
    other.close();
  });

  it("hands the headers of its request to the runs it starts", async () => {
    const threadId = newThread();
    const socket = await openSocket({ url: service.url, threadId, headers: { "x-shop": "pune-7" } });
    const runId = await run(socket);
    const { kwargs } = (await service.client.runs.get(threadId, runId)) as unknown as {
      kwargs: { config: { configurable: object } };
    };
    expect(kwargs.config.configurable).toMatchObject({ "x-shop": "pune-7" });
    socket.close();
  });

  it("is closed for what is too large, and for an address without a thread", async () => {
    const socket = await open(newThread());
    socket.raw.send("x".repeat(5 * 1024 * 1024));
    expect(await socket.closed).toBe(1009);
    expect(await (await open("my-thread")).closed).toBe(4422);
  });

  it.each([
    ["a page that nobody named", { origin: "https://evil.example" }],
    ["a name that is not this machine's", { host: "evil.example" }],
  ])("is refused to %s", async (_, headers) => {
    await expect(openSocket({ url: service.url, threadId: newThread(), headers })).rejects.toThrow("403");
  });

  it("is told when the service shuts down", async () => {
    const other = await startTestService(db, toCatalogue(graphs));
    const socket = await openSocket({ url: other.url, threadId: newThread() });
    await socket.ask("subscription.subscribe", { channels: ["values"] });
    await other.close();
    expect(await socket.closed).toBe(1001);
  });

  it("needs an upgrade", async () => {
    const socket = new WebSocket(`${service.url.replace("http", "ws")}/threads/${newThread()}/runs`);
    const [error] = (await once(socket, "error")) as [Error];
    expect(error.message).toContain("Unexpected server response");
  });
});
