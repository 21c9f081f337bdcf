import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { buildAsker, buildEcho, buildFailing, buildSteps } from "../support/graphs.ts";
import { until } from "../support/until.ts";
import { buildMirror } from "./graphs.ts";
import { type Conformance, NOBODY, openConformance, say } from "./open-conformance.ts";

let service: Conformance;
let client: Conformance["client"];

beforeAll(async () => {
  service = await openConformance({
    echo: buildEcho(),
    asker: buildAsker(),
    failing: buildFailing(),
    mirror: buildMirror(),
    steps: buildSteps(60),
  });
  ({ client } = service);
});
afterAll(() => service.close());

const SLOW = { input: { pause_ms: 1_000 } };
const newThread = async (): Promise<string> => (await client.threads.create()).thread_id;
const statusOf = async (threadId: string, runId: string): Promise<string> =>
  (await client.runs.get(threadId, runId)).status;
const untilStatus = (threadId: string, runId: string, status: string): Promise<void> =>
  until(async () => (await statusOf(threadId, runId)) === status, status);

describe("creation", () => {
  it("answers the run, with what was asked for and the assistant's own id", async () => {
    const threadId = await newThread();
    const run = await client.runs.create(threadId, "echo", { input: say("tea"), metadata: { a: 1 } });
    const { assistant_id: assistantId } = await client.assistants.get("echo");
    expect(run).toMatchObject({
      thread_id: threadId,
      assistant_id: assistantId,
      status: "pending",
      metadata: { a: 1 },
      multitask_strategy: "enqueue",
      kwargs: { input: say("tea"), stream_mode: ["values"], subgraphs: false, resumable: false },
    });
    await client.runs.join(threadId, run.run_id);
    expect(await client.runs.get(threadId, run.run_id)).toMatchObject({ status: "success" });
  });

  it("says where the run and its stream are", async () => {
    const threadId = await newThread();
    const heard: unknown[] = [];
    const onRunCreated = (run: unknown) => heard.push(run);
    const { run_id: runId } = await client.runs.create(threadId, "echo", { input: say("x"), onRunCreated });
    expect(heard).toEqual([{ run_id: runId, thread_id: threadId }]);
  });

  it("on a missing thread or with an unknown assistant is 404, unless the thread is to be made", async () => {
    await expect(client.runs.create(NOBODY, "echo")).rejects.toMatchObject({ status: 404 });
    await expect(client.runs.create(await newThread(), "nothing")).rejects.toMatchObject({ status: 404 });
    const threadId = crypto.randomUUID();
    await client.runs.wait(threadId, "echo", { input: say("x"), ifNotExists: "create" });
    expect(await client.threads.get(threadId)).toMatchObject({ status: "idle" });
  });
});

describe("waiting for the output", () => {
  it("answers the last state", async () => {
    const output = await client.runs.wait(await newThread(), "echo", { input: say("tea") });
    expect(output).toMatchObject({ messages: [{}, { type: "ai", content: "You said: tea" }] });
  });

  it("answers the question as well when the run stopped at one", async () => {
    const output = await client.runs.wait(await newThread(), "asker", { input: say("hi") });
    expect(output).toMatchObject({
      messages: [{ content: "hi" }],
      __interrupt__: [{ value: { kind: "question" } }],
    });
  });

  it("answers no interrupts at a breakpoint, and goes on without input", async () => {
    const threadId = await newThread();
    const output = await client.runs.wait(threadId, "echo", { input: say("hi"), interruptBefore: ["reply"] });
    expect(output).toMatchObject({ __interrupt__: [] });
    expect((await client.threads.get(threadId)).status).toBe("interrupted");
    expect(await client.runs.wait(threadId, "echo", { input: null })).toMatchObject({
      messages: [{}, { content: "You said: hi" }],
    });
  });

  it("answers class and message of what failed", async () => {
    const payload = { input: say("x"), raiseError: false };
    expect(await client.runs.wait(await newThread(), "failing", payload)).toEqual({
      __error__: { error: "RangeError", message: "Cannot do: x" },
    });
    await expect(client.runs.wait(await newThread(), "failing", { input: say("x") })).rejects.toThrow(
      "Cannot do: x",
    );
  });

  it("can come after the end", async () => {
    const threadId = await newThread();
    const { run_id: runId } = await client.runs.create(threadId, "echo", { input: say("late") });
    await untilStatus(threadId, runId, "success");
    expect(await client.runs.join(threadId, runId)).toMatchObject({
      messages: [{}, { content: "You said: late" }],
    });
  });
});

describe("commands", () => {
  it("resume with the answer, by a plain value or by id", async () => {
    for (const byId of [false, true]) {
      const threadId = await newThread();
      await client.runs.wait(threadId, "asker", { input: say("hi") });
      const { interrupts } = await client.threads
        .getState(threadId)
        .then(({ tasks }) => tasks[0] ?? { interrupts: [] });
      const resume = byId ? { [interrupts[0]?.id ?? ""]: "Pune" } : "Pune";
      const output = await client.runs.wait(threadId, "asker", { input: {}, command: { resume } });
      expect(output).toMatchObject({ messages: [{}, { content: "City: Pune" }] });
    }
  });

  it("update the state and go to the end", async () => {
    const threadId = await newThread();
    const command = { update: say("left"), goto: "__end__" };
    const output = await client.runs.wait(threadId, "echo", { command } as never);
    expect(output).toMatchObject({ messages: [{ content: "left" }] });
  });
});

it("a run from an older checkpoint forks the thread there", async () => {
  const threadId = await newThread();
  await client.runs.wait(threadId, "echo", { input: say("one") });
  const [, before] = await client.threads.getHistory(threadId);
  const checkpointId = before?.checkpoint.checkpoint_id ?? "";
  await client.runs.wait(threadId, "echo", { input: say("two") });
  const output = await client.runs.wait(threadId, "echo", { input: say("other"), checkpointId });
  const { messages } = output as { messages: { content: string }[] };
  expect(messages.map(({ content }) => content)).toEqual(["one", "other", "You said: other"]);
});

describe("what the graph sees", () => {
  type Output = { seen: { configurable: Record<string, unknown>; context: unknown; metadata: object } };

  it("is the assistant's configuration under the run's, with what the server sets", async () => {
    const { assistant_id: assistantId } = await client.assistants.create({
      graphId: "mirror",
      config: { configurable: { tone: "dry", tempo: "slow" } },
      context: { city: "Pune", month: "May" },
    });
    const threadId = await newThread();
    const { seen } = (await client.runs.wait(threadId, assistantId, {
      input: {},
      config: { configurable: { tone: "warm", thread_id: NOBODY, langgraph_auth_user_id: "root" } },
      context: { month: "June" },
    })) as Output;
    expect(seen).toMatchObject({
      configurable: {
        tone: "warm",
        tempo: "slow",
        thread_id: threadId,
        assistant_id: assistantId,
        graph_id: "mirror",
      },
      context: { city: "Pune", month: "June" },
      metadata: { graph_id: "mirror", run_attempt: 1 },
    });
    expect(seen.configurable["langgraph_auth_user_id"]).not.toBe("root");
  });

  it("includes the request's own headers, but no credentials", async () => {
    const reply = await fetch(`${service.url}/runs/wait`, {
      method: "POST",
      headers: { "x-team": "red", "x-api-key": "secret", authorization: "Bearer secret" },
      body: JSON.stringify({ assistant_id: "mirror", input: {} }),
    });
    const { seen } = (await reply.json()) as Output;
    expect(seen.configurable["x-team"]).toBe("red");
    expect(JSON.stringify(seen)).not.toContain("secret");
  });
});

describe("a busy thread", () => {
  it("lets runs wait in order, refuses on request, and is busy until the last", async () => {
    const threadId = await newThread();
    const first = await client.runs.create(threadId, "steps", SLOW);
    const second = await client.runs.create(threadId, "echo", { input: say("2") });
    await expect(client.runs.create(threadId, "echo", { multitaskStrategy: "reject" })).rejects.toMatchObject(
      {
        status: 409,
      },
    );
    await untilStatus(threadId, first.run_id, "running");
    expect(await statusOf(threadId, second.run_id)).toBe("pending");
    expect((await client.threads.get(threadId)).status).toBe("busy");
    await client.runs.cancel(threadId, first.run_id, true);
    await client.runs.join(threadId, second.run_id);
    expect((await client.threads.get(threadId)).status).toBe("idle");
  });

  it("is taken over by a run that interrupts", async () => {
    const threadId = await newThread();
    const first = await client.runs.create(threadId, "steps", SLOW);
    await untilStatus(threadId, first.run_id, "running");
    await client.runs.wait(threadId, "echo", { input: say("mine"), multitaskStrategy: "interrupt" });
    expect(await client.runs.get(threadId, first.run_id)).toMatchObject({ status: "interrupted" });
  });

  it("is cleared by a run that rolls back", async () => {
    const threadId = await newThread();
    const first = await client.runs.create(threadId, "steps", SLOW);
    await untilStatus(threadId, first.run_id, "running");
    await client.runs.wait(threadId, "echo", { input: say("mine"), multitaskStrategy: "rollback" });
    await expect(client.runs.get(threadId, first.run_id)).rejects.toMatchObject({ status: 404 });
    expect((await client.threads.get(threadId)).values).not.toHaveProperty("steps");
  });

  it("waits for a run of later, which holds nobody back", async () => {
    const threadId = await newThread();
    const later = await client.runs.create(threadId, "echo", { input: say("later"), afterSeconds: 600 });
    await client.runs.wait(threadId, "echo", { input: say("now") });
    expect(await statusOf(threadId, later.run_id)).toBe("pending");
    expect((await client.threads.get(threadId)).status).toBe("busy");
    await client.runs.delete(threadId, later.run_id);
    expect((await client.threads.get(threadId)).status).toBe("idle");
  });
});

describe("cancelling", () => {
  it("interrupts a run, keeps what it did, and is 409 afterwards", async () => {
    const threadId = await newThread();
    const { run_id: runId } = await client.runs.create(threadId, "steps", { input: { pause_ms: 50 } });
    await until(async () => (await client.threads.getState(threadId)).checkpoint !== null, "a checkpoint");
    await client.runs.cancel(threadId, runId, true);
    expect(await client.runs.get(threadId, runId)).toMatchObject({
      status: "interrupted",
      cancel_reason: "api",
    });
    expect(await client.threads.get(threadId)).toMatchObject({ status: "idle", values: { pause_ms: 50 } });
    await expect(client.runs.cancel(threadId, runId)).rejects.toMatchObject({ status: 409 });
    await expect(client.runs.cancel(threadId, NOBODY)).rejects.toMatchObject({ status: 404 });
  });

  it("of many is by their ids on a thread or by their status", async () => {
    const threadId = await newThread();
    const created = [];
    for (let index = 0; index < 2; index++)
      created.push(await client.runs.create(threadId, "echo", { input: say("x"), afterSeconds: 600 }));
    const runIds = created.map(({ run_id: runId }) => runId);
    await client.runs.cancelMany({ threadId, runIds: [runIds[0] ?? ""] });
    expect(await statusOf(threadId, runIds[0] ?? "")).toBe("interrupted");
    await client.runs.cancelMany({ status: "pending" });
    expect(await statusOf(threadId, runIds[1] ?? "")).toBe("interrupted");
    await expect(client.runs.cancelMany({ threadId, runIds: [NOBODY] })).rejects.toMatchObject({
      status: 404,
    });
  });
});

it("runs of a thread are listed newest first, by page and status, trimmed", async () => {
  const threadId = await newThread();
  const ids: string[] = [];
  for (const text of ["a", "b", "c"]) {
    const { run_id: runId } = await client.runs.create(threadId, "echo", { input: say(text) });
    await client.runs.join(threadId, runId);
    ids.unshift(runId);
  }
  const listed = async (options: object) =>
    (await client.runs.list(threadId, options)).map(({ run_id: id }) => id);
  expect(await listed({})).toEqual(ids);
  expect(await listed({ limit: 1, offset: 1 })).toEqual([ids[1]]);
  expect(await listed({ status: "pending" })).toEqual([]);
  expect(await client.runs.list(threadId, { limit: 1, select: ["run_id"] })).toEqual([{ run_id: ids[0] }]);
});

it("a deleted run is gone", async () => {
  const threadId = await newThread();
  const { run_id: runId } = await client.runs.create(threadId, "steps", SLOW);
  await client.runs.delete(threadId, runId);
  await expect(client.runs.get(threadId, runId)).rejects.toMatchObject({ status: 404 });
});
