import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Desk, startDesk } from "./support/desk.ts";

let desk: Desk;

beforeAll(async () => {
  desk = await startDesk();
}, 120_000);
afterAll(() => desk.close(), 60_000);

/** Plain HTTP, for what the SDK has no word for. */
async function send(method: string, path: string, init: RequestInit = {}) {
  const response = await fetch(desk.url() + path, { method, ...init });
  const text = await response.text();
  return {
    status: response.status,
    headers: response.headers,
    text,
    json: text === "" ? null : JSON.parse(text),
  };
}

const asAsha = { authorization: "Bearer asha-token" };

describe("graphs of every kind", () => {
  test("all are there, with what langgraph.json says of them", async () => {
    const assistants = await desk.as("asha").assistants.search({ limit: 10 });
    expect(assistants.map(({ graph_id }) => graph_id).toSorted()).toEqual([
      "concierge",
      "desk",
      "notebook",
      "trip",
    ]);
    const builder = assistants.find(({ graph_id }) => graph_id === "desk");
    expect(builder).toMatchObject({ description: "Sorts what travellers ask for" });
  });

  test("a builder in JavaScript is compiled, and reads the project's variables", async () => {
    const values = await desk.as("asha").runs.wait(null, "desk", { input: { request: "A refund, please" } });
    expect(values).toMatchObject({ queue: "refunds", log: ["refunds at Blue Banana Travel"] });
  });

  test("a factory is called with the run's configuration, context, headers and caller", async () => {
    const client = desk.as("bala", { "x-desk": "north", "x-secret-word": "sesame" });
    const values = await client.runs.wait(null, "concierge", {
      input: { messages: [{ role: "user", content: "Hello" }] },
      config: { configurable: { language: "hi" } },
      context: { tone: "warm" },
    });
    expect(values).toMatchObject({
      messages: [
        { type: "human" },
        { type: "ai", content: "Namaste: threads.create_run warm bala north - made=true own=true" },
      ],
    });
  });

  test("a factory makes the graph that an assistant's configuration asks for", async () => {
    const client = desk.as("asha");
    const english = await client.assistants.getGraph("concierge");
    expect(english.nodes.map(({ id }) => id)).toContain("greet_en");
    const hindi = await client.assistants.create({
      graphId: "concierge",
      config: { configurable: { language: "hi" } },
    });
    const graph = await client.assistants.getGraph(hindi.assistant_id);
    expect(graph.nodes.map(({ id }) => id)).toContain("greet_hi");
  });

  test("messages that come back from a checkpoint are of the classes that the project knows", async () => {
    const client = desk.as("asha");
    const { thread_id } = await client.threads.create();
    await client.runs.wait(thread_id, "concierge", {
      input: { messages: [{ role: "user", content: "One" }] },
    });
    const values = await client.runs.wait(thread_id, "concierge", {
      input: { messages: [{ role: "user", content: "Two" }] },
    });
    const { messages } = values as { messages: { content: string }[] };
    expect(messages).toHaveLength(4);
    expect(messages[3]?.content).toContain("own=true");
  });

  test("a graph's own checkpointer gives way to ours", async () => {
    const client = desk.as("asha");
    const { thread_id } = await client.threads.create();
    await client.runs.wait(thread_id, "notebook", { input: { note: "a refund for the ferry" } });
    const state = await client.threads.getState(thread_id);
    expect(state.values).toMatchObject({ sorted: "refunds" });
    const history = await client.threads.getHistory(thread_id);
    expect(history.length).toBeGreaterThan(2);
  });
});

describe("what graphs expect of the process", () => {
  test("a client without an address reaches this service, and is asked who it is", async () => {
    const values = await desk.as("bala").runs.wait(null, "notebook", { input: { note: "a booking" } });
    expect(values).toMatchObject({ known: expect.arrayContaining(["a booking"]), sorted: "bookings" });
  });

  test("getLogger() writes into the log, with the place in the graph", async () => {
    await desk.as("bala").runs.wait(null, "notebook", { input: { note: "another booking" } });
    const line = desk
      .printed()
      .split("\n")
      .find((text) => text.includes("a note was written"));
    expect(JSON.parse(line ?? "{}")).toMatchObject({
      level: "info",
      langgraph_node: "write",
      graph_id: "notebook",
    });
  });

  test("the store keeps each user's things, below the namespace that auth gives them", async () => {
    const client = desk.as("chitra");
    await client.runs.wait(null, "notebook", { input: { note: "for chitra" } });
    // Graphs write as themselves; over the API the handler puts the caller's name in front.
    await client.store.putItem(["plans"], "july", { city: "Goa" });
    expect(await client.store.getItem(["plans"], "july")).toMatchObject({ value: { city: "Goa" } });
    expect(await desk.as("bala").store.getItem(["plans"], "july")).toBeNull();
  });
});

describe("interrupts in a subgraph", () => {
  test("are answered one after the other, across restarts of the process", async () => {
    const { thread_id } = await desk.as("asha").threads.create();
    const input = { cities: ["Goa", "Ladakh"], month: 7 };
    const asked = await desk.as("asha").runs.wait(thread_id, "trip", { input });
    expect(asked).toMatchObject({ __interrupt__: [{ value: { question: "Book Goa for 300?" } }] });

    await desk.restart("SIGKILL");
    const waiting = await desk.as("asha").threads.get(thread_id);
    expect(waiting.status).toBe("interrupted");
    expect(waiting.values).toMatchObject({ offers: [{ season: "monsoon" }, { season: "monsoon" }] });
    const again = await desk.as("asha").runs.wait(thread_id, "trip", { command: { resume: { yes: true } } });
    expect(again).toMatchObject({ __interrupt__: [{ value: { question: expect.anything() } }] });

    await desk.restart("SIGTERM");
    const done = await desk.as("asha").runs.wait(thread_id, "trip", { command: { resume: "Asha" } });
    expect(done).toMatchObject({ booked: "Goa for Asha", approved_by: "Asha" });
    const state = await desk.as("asha").threads.getState(thread_id);
    expect(state.next).toEqual([]);
  }, 120_000);

  test("stream with their namespaces", async () => {
    const client = desk.as("asha");
    const { thread_id } = await client.threads.create();
    const parts = await Array.fromAsync(
      client.runs.stream(thread_id, "trip", {
        input: { cities: ["Goa"], month: 1 },
        streamMode: ["updates"],
        streamSubgraphs: true,
      }),
    );
    const events = parts.map(({ event }) => String(event));
    expect(events[0]).toBe("metadata");
    expect(events.some((event) => event.startsWith("updates|booking:"))).toBe(true);
    expect(JSON.stringify(parts)).toContain("Book Goa for 300?");
  });
});

describe("users and tenants", () => {
  test("nobody in particular is sent away, in the words of the project", async () => {
    const refused = await send("POST", "/threads", { body: "{}" });
    expect(refused.status).toBe(401);
    expect(refused.headers.get("x-desk-login")).toBe("/login");
    expect(refused.json).toMatchObject({
      detail: "Who are you?",
      message: "Who are you?",
      code: "unauthenticated",
    });
    expect((await send("GET", "/info")).status).toBe(200);
    expect((await send("GET", "/ok")).status).toBe(200);
  });

  test.each(["bala", "chitra"] as const)("%s sees nothing of asha's thread", async (stranger) => {
    const { thread_id } = await desk.as("asha").threads.create({ metadata: { secret: "yes" } });
    await desk.as("asha").runs.wait(thread_id, "desk", { input: { request: "A booking" } });
    const client = desk.as(stranger);
    await expect(client.threads.get(thread_id)).rejects.toThrow(/404/);
    await expect(client.threads.getState(thread_id)).rejects.toThrow(/404/);
    await expect(client.runs.list(thread_id)).rejects.toThrow(/404/);
    await expect(client.runs.wait(thread_id, "desk", { input: { request: "x" } })).rejects.toThrow(/404/);
    const found = await client.threads.search({ metadata: { secret: "yes" } });
    expect(found.map((thread) => thread.thread_id)).not.toContain(thread_id);
  });

  test("a webhook to the service itself would pass by the login, and is refused", async () => {
    const body = JSON.stringify({ assistant_id: "desk", input: { request: "x" }, webhook: "/hours" });
    expect((await send("POST", "/runs", { headers: asAsha, body })).status).toBe(422);
  });

  test("who may only look, may look at everything and do nothing", async () => {
    const { thread_id } = await desk.as("asha").threads.create();
    const auditor = desk.as("auditor");
    expect(await auditor.threads.get(thread_id)).toMatchObject({ thread_id });
    await expect(auditor.threads.create()).rejects.toThrow(/403.*Auditors only look/);
    await expect(auditor.runs.wait(thread_id, "desk", { input: {} })).rejects.toThrow(/403/);
    await expect(auditor.threads.delete(thread_id)).rejects.toThrow(/403|404/);
  });

  test("a tenant has assistants of its own", async () => {
    const client = desk.as("chitra");
    const made = await client.assistants.create({ graphId: "desk", name: "Coral desk" });
    expect(await client.assistants.search({ graphId: "desk", name: "Coral" })).toHaveLength(1);
    expect(await desk.as("asha").assistants.search({ name: "Coral" })).toEqual([]);
    const values = await client.runs.wait(null, made.assistant_id, { input: { request: "refund" } });
    expect(values).toMatchObject({ queue: "refunds" });
  });
});

describe("the project's own routes", () => {
  test("stand beside ours, and its middleware passes them all", async () => {
    const hours = await send("GET", "/hours");
    expect(hours).toMatchObject({ status: 200, json: { open: "9 to 18", caller: null } });
    expect((await send("GET", "/ok")).headers.get("x-desk")).toBe("Blue Banana Travel");
    expect(hours.headers.get("x-request-id")).toBeTruthy();
    const motto = await fetch(`${desk.url()}/motto`);
    expect(await motto.text()).toContain("Bananas travel first.");
  });

  test("its middleware reads and replaces what our routes get", async () => {
    const made = await send("POST", "/threads", { headers: asAsha, body: '{"metadata":{"a":1}}' });
    expect(made.json.metadata).toMatchObject({ a: 1, through: "desk", owner: "asha" });
  });

  test("its answers to unknown paths and to its own failures", async () => {
    expect(await send("GET", "/counter/9")).toMatchObject({
      status: 404,
      json: { desk: "no such counter", path: "/counter/9" },
    });
    expect(await send("GET", "/broken")).toMatchObject({
      status: 500,
      json: { desk: "the kettle fell over" },
    });
    expect((await send("PUT", "/threads", { headers: asAsha })).status).toBe(405);
    const missing = await send("GET", "/assistants/none", { headers: asAsha });
    expect(missing.json).toMatchObject({ code: "assistant_not_found" });
  });

  test("the product's routes are not here", async () => {
    expect((await send("GET", "/api/v1/skills", { headers: asAsha })).json).toMatchObject({
      desk: "no such counter",
    });
  });
});
