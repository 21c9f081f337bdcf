import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Client as NewerClient } from "sdk-1.12";
import { buildAsker, buildEcho, buildFailing, buildSteps, buildTokens } from "../support/graphs.ts";
import { until } from "../support/until.ts";
import { buildNested, buildToolUser } from "./graphs.ts";
import { type Conformance, NOBODY, openConformance, say } from "./open-conformance.ts";

let service: Conformance;
let client: Conformance["client"];

beforeAll(async () => {
  const graphs = {
    echo: buildEcho(),
    asker: buildAsker(),
    failing: buildFailing(),
    tokens: buildTokens(5),
    nested: buildNested(),
    tools: buildToolUser(),
    steps: buildSteps(60),
  };
  service = await openConformance(graphs, { heartbeatMs: 200 });
  ({ client } = service);
});
afterAll(() => service.close());

type Part = { id?: string; event: string; data: unknown };
const newThread = async (): Promise<string> => (await client.threads.create()).thread_id;

async function collect(stream: AsyncIterable<unknown>): Promise<Part[]> {
  const parts: Part[] = [];
  for await (const part of stream) parts.push(part as Part);
  // The client makes a nameless part of a heartbeat.
  return parts.filter(({ event }) => event !== "");
}
const named = (parts: Part[], event: string): unknown[] =>
  parts.filter((part) => part.event === event).map(({ data }) => data);
const namesOf = (parts: Part[]): string[] => [
  ...new Set(parts.map(({ event }) => event.split("|")[0] ?? "")),
];

async function stream(graphId: string, payload: object): Promise<Part[]> {
  return collect(client.runs.stream(await newThread(), graphId, { input: say("tea"), ...payload }));
}

describe("the sequence", () => {
  it("begins with metadata and ends with end, ids without a gap", async () => {
    const parts = await stream("echo", {});
    expect(parts[0]).toMatchObject({
      id: "0",
      event: "metadata",
      data: { run_id: expect.any(String), attempt: 1 },
    });
    expect(parts.at(-1)).toMatchObject({ event: "end", data: { status: "success" } });
    expect(parts.map(({ id }) => id)).toEqual(parts.map((_, index) => String(index)));
    expect(namesOf(parts)).toEqual(["metadata", "values", "end"]);
  });

  it("of a failed run has one error of class and message before the end", async () => {
    const parts = await stream("failing", {});
    expect(named(parts, "error")).toEqual([{ error: "RangeError", message: "Cannot do: tea" }]);
    expect(parts.at(-1)).toMatchObject({ event: "end", data: { status: "error" } });
  });

  it("ends when the rows are final", async () => {
    const threadId = await newThread();
    for await (const { event, data } of client.runs.stream(threadId, "asker", { input: say("hi") })) {
      if ((event as string) !== "end") continue;
      const { run_id: runId } = data as unknown as { run_id: string };
      expect(await client.runs.get(threadId, runId)).toMatchObject({ status: "success" });
      expect(await client.threads.get(threadId)).toMatchObject({ status: "interrupted" });
    }
  });

  it("is the same to the newer client", async () => {
    const newer = new NewerClient({ apiUrl: service.url });
    const parts = await collect(newer.runs.stream(await newThread(), "echo", { input: say("x") }));
    expect(namesOf(parts)).toEqual(expect.arrayContaining(["metadata", "values"]));
  });
});

describe("the modes", () => {
  it("values: the state at the start and after each step, and the question at the end", async () => {
    const values = named(await stream("asker", { streamMode: "values" }), "values");
    expect(values[0]).toMatchObject({ messages: [{ type: "human", content: "tea" }] });
    expect(values.at(-1)).toMatchObject({
      __interrupt__: [{ id: expect.any(String), value: { kind: "question" } }],
    });
  });

  it("updates: what each node wrote", async () => {
    const updates = named(await stream("echo", { streamMode: "updates" }), "updates");
    expect(updates).toMatchObject([{ reply: { messages: [{ content: "You said: tea" }] } }]);
  });

  it("messages-tuple: token by token, with where it came from", async () => {
    const messages = named(await stream("tokens", { streamMode: "messages-tuple" }), "messages");
    const [chunk, metadata] = messages[0] as [unknown, unknown];
    expect(chunk).toMatchObject({ type: expect.stringMatching(/^ai|^AIMessageChunk/), content: "t0 " });
    expect(metadata).toMatchObject({
      langgraph_node: "write",
      langgraph_step: 1,
      run_id: expect.any(String),
    });
    expect(messages.length).toBeGreaterThanOrEqual(5);
  });

  it("messages: metadata, the message so far, and the whole message once", async () => {
    const parts = await stream("tokens", { streamMode: "messages" });
    const partials = named(parts, "messages/partial") as { content: string }[][];
    expect(partials[0]?.[0]?.content).toBe("t0 ");
    expect(partials[4]?.[0]?.content).toBe("t0 t1 t2 t3 t4 ");
    expect(named(parts, "messages/metadata")).toHaveLength(1);
    const complete = (named(parts, "messages/complete") as { id: string }[][]).flat().map(({ id }) => id);
    expect(new Set(complete).size).toBe(complete.length);
  });

  it("custom: what a graph's writer says, also from a subgraph", async () => {
    const parts = await stream("nested", { streamMode: "custom", streamSubgraphs: true });
    expect(parts.filter(({ event }) => event.startsWith("custom")).map(({ data }) => data)).toEqual([
      { type: "progress", done: 1 },
    ]);
  });

  it("tools: the start and end of each call", async () => {
    const tools = named(await stream("tools", { streamMode: "tools" }), "tools");
    expect(tools).toMatchObject([
      { event: "on_tool_start", toolCallId: "call-1", name: "weather" },
      { event: "on_tool_end", toolCallId: "call-1", name: "weather", output: expect.anything() },
    ]);
  });

  it("tasks, checkpoints and debug: the inner life, without internals", async () => {
    const parts = await stream("echo", { streamMode: ["tasks", "checkpoints", "debug"] });
    expect(named(parts, "tasks")).toMatchObject([
      { name: "reply", input: {} },
      { name: "reply", result: {} },
    ]);
    const checkpoints = named(parts, "checkpoints") as object[];
    expect(checkpoints).toHaveLength(3);
    expect(checkpoints[0]).toHaveProperty("parent_config");
    expect(named(parts, "debug")).toEqual(
      expect.arrayContaining([expect.objectContaining({ type: "task_result", step: 1 })]),
    );
    expect(JSON.stringify(parts)).not.toMatch(/"callbacks"|"__pregel_[a-z_]+":/);
  });

  it("events: what happens inside models and nodes", async () => {
    const events = named(await stream("echo", { streamMode: "events" }), "events") as { event: string }[];
    expect(events.map(({ event }) => event)).toContain("on_chat_model_end");
  });

  it("an unknown one is 422", async () => {
    await expect(stream("echo", { streamMode: "gossip" })).rejects.toMatchObject({ status: 422 });
  });
});

it("events of subgraphs carry where they come from, when asked for", async () => {
  const parts = await stream("nested", { streamMode: ["updates", "messages-tuple"], streamSubgraphs: true });
  const names = parts.map(({ event }) => event);
  expect(names).toContainEqual(expect.stringMatching(/^updates\|sub:[0-9a-f-]+$/));
  expect(names).toContainEqual(expect.stringMatching(/^messages\|sub:[0-9a-f-]+\|think:[0-9a-f-]+$/));
  expect(names).toContain("updates");
});

describe("joining", () => {
  async function ran(payload: object = {}): Promise<{ threadId: string; runId: string; parts: Part[] }> {
    const threadId = await newThread();
    const parts = await collect(client.runs.stream(threadId, "tokens", { input: say("x"), ...payload }));
    return { threadId, runId: ((parts[0]?.data ?? {}) as { run_id: string }).run_id, parts };
  }

  it("replays the whole run after its end, or what came after an id", async () => {
    const { threadId, runId, parts } = await ran({ streamMode: ["values", "messages-tuple"] });
    const join = (lastEventId: string) => collect(client.runs.joinStream(threadId, runId, { lastEventId }));
    expect(await join("-1")).toEqual(parts);
    expect(await join("3")).toEqual(parts.slice(4));
  });

  it("selects modes, and always has the frame of the run", async () => {
    const { threadId, runId } = await ran({ streamMode: ["values", "messages-tuple"] });
    const options = { lastEventId: "-1", streamMode: "messages-tuple" as const };
    expect(namesOf(await collect(client.runs.joinStream(threadId, runId, options)))).toEqual([
      "metadata",
      "messages",
      "end",
    ]);
  });

  it("a missing run is 404", async () => {
    await expect(collect(client.runs.joinStream(await newThread(), NOBODY))).rejects.toMatchObject({
      status: 404,
    });
  });
});

describe("the response", () => {
  it("is an event stream with the places of the run, and beats while nothing happens", async () => {
    const threadId = await newThread();
    const leave = new AbortController();
    const response = await fetch(`${service.url}/threads/${threadId}/runs/stream`, {
      method: "POST",
      body: JSON.stringify({ assistant_id: "steps", input: { pause_ms: 5_000 }, on_disconnect: "cancel" }),
      signal: leave.signal,
    });
    const run = response.headers.get("content-location");
    expect(run).toMatch(new RegExp(`^/threads/${threadId}/runs/[0-9a-f-]+$`));
    expect(response.headers.get("location")).toBe(`${run}/stream`);
    expect(response.headers.get("content-type")).toMatch(/^text\/event-stream/);
    expect(response.headers.get("x-accel-buffering")).toBe("no");
    let text = "";
    for await (const chunk of response.body?.pipeThrough(new TextDecoderStream()) ?? []) {
      text += chunk;
      if (text.split(": heartbeat\n").length > 2) break;
    }
    leave.abort();
    const runId = run?.split("/").at(-1) ?? "";
    await until(
      async () => (await client.runs.get(threadId, runId)).status === "interrupted",
      "the cancellation",
    );
  });
});

describe("the stream of a thread", () => {
  it("shows all runs of the thread, past their ends", async () => {
    const threadId = await newThread();
    for (const text of ["one", "two"]) await client.runs.wait(threadId, "echo", { input: say(text) });
    const leave = new AbortController();
    const ids: string[] = [];
    let ends = 0;
    for await (const { event, id } of client.threads.joinStream(threadId, {
      lastEventId: "-",
      signal: leave.signal,
    })) {
      ids.push(id ?? "");
      if ((event as string) === "end" && ++ends === 2) break;
    }
    leave.abort();
    expect(new Set(ids).size).toBe(ids.length);
  });

  it("of a missing thread is 404", async () => {
    await expect(collect(client.threads.joinStream(NOBODY))).rejects.toMatchObject({ status: 404 });
  });
});
