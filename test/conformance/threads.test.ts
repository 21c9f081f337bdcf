import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { buildAsker, buildEcho, buildFailing, buildSteps } from "../support/graphs.ts";
import { type Conformance, NOBODY, openConformance, say } from "./open-conformance.ts";

let service: Conformance;
let client: Conformance["client"];

beforeAll(async () => {
  service = await openConformance({
    echo: buildEcho(),
    asker: buildAsker(),
    failing: buildFailing(),
    steps: buildSteps(40),
  });
  ({ client } = service);
});
afterAll(() => service.close());

describe("creation", () => {
  it("answers every field, with the graph id among the metadata", async () => {
    const thread = await client.threads.create({ graphId: "echo", metadata: { a: 1 } });
    expect(thread).toMatchObject({
      status: "idle",
      metadata: { a: 1, graph_id: "echo" },
      values: null,
      interrupts: {},
      config: {},
    });
    for (const key of ["created_at", "updated_at", "state_updated_at", "error"])
      expect(thread).toHaveProperty(key);
  });

  it("takes an id of the client's, once", async () => {
    const threadId = crypto.randomUUID();
    expect(await client.threads.create({ threadId, metadata: { n: 1 } })).toMatchObject({
      thread_id: threadId,
    });
    await expect(client.threads.create({ threadId })).rejects.toMatchObject({ status: 409 });
    const existing = await client.threads.create({ threadId, ifExists: "do_nothing", metadata: { n: 2 } });
    expect(existing.metadata).toEqual({ n: 1 });
  });

  it("applies supersteps, one checkpoint each", async () => {
    const supersteps = ["one", "two"].map((text) => ({ updates: [{ values: say(text), asNode: "reply" }] }));
    const { thread_id: threadId } = await client.threads.create({ graphId: "echo", supersteps });
    const history = await client.threads.getHistory<{ messages: { content: string }[] }>(threadId);
    expect(history).toHaveLength(2);
    expect(history[0]?.values.messages.map(({ content }) => content)).toEqual(["one", "two"]);
    await expect(client.threads.create({ supersteps })).rejects.toMatchObject({ status: 400 });
  });

  it("with a time to live says when it ends", async () => {
    const { thread_id: threadId } = await client.threads.create({ ttl: { ttl: 5, strategy: "delete" } });
    expect(await client.threads.get(threadId, { include: ["ttl"] })).toMatchObject({
      ttl: { strategy: "delete", ttl_minutes: 5, expires_at: expect.any(String) },
    });
  });
});

it("reading a missing thread is 404, and an id that is no UUID is 422", async () => {
  await expect(client.threads.get(NOBODY)).rejects.toMatchObject({ status: 404 });
  await expect(client.threads.get("nobody")).rejects.toMatchObject({ status: 422 });
});

it("an update merges metadata, and answers nothing when nothing was asked for", async () => {
  const { thread_id: threadId } = await client.threads.create({ metadata: { a: 1 } });
  expect((await client.threads.update(threadId, { metadata: { b: 2 } })).metadata).toEqual({ a: 1, b: 2 });
  expect(await client.threads.update(threadId, { metadata: { c: 3 }, returnMinimal: true })).toBeUndefined();
  expect((await client.threads.get(threadId)).metadata).toEqual({ a: 1, b: 2, c: 3 });
});

describe("the row of a thread", () => {
  it("carries the state after a run", async () => {
    const { thread_id: threadId } = await client.threads.create();
    await client.runs.wait(threadId, "echo", { input: say("tea") });
    const thread = await client.threads.get<{ messages: object[] }>(threadId);
    expect(thread).toMatchObject({ status: "idle", metadata: { graph_id: "echo" } });
    expect(thread.values.messages.at(-1)).toMatchObject({ type: "ai", content: "You said: tea" });
  });

  it("carries the question a run stopped at", async () => {
    const { thread_id: threadId } = await client.threads.create();
    await client.runs.wait(threadId, "asker", { input: say("hi") });
    const { status, interrupts } = await client.threads.get(threadId);
    expect(status).toBe("interrupted");
    expect(Object.values(interrupts)).toMatchObject([
      [{ value: { kind: "question" }, id: expect.any(String) }],
    ]);
  });

  it("carries the error of a failed run until the next run", async () => {
    const { thread_id: threadId } = await client.threads.create();
    await client.runs.wait(threadId, "failing", { input: say("x"), raiseError: false });
    const failed = await client.threads.get(threadId);
    expect(failed.status).toBe("error");
    expect(failed).toHaveProperty("error", expect.anything());
    await client.runs.wait(threadId, "echo", { input: say("y") });
    expect(await client.threads.get(threadId)).toMatchObject({ status: "idle", error: null });
  });
});

describe("search", () => {
  const mine = { metadata: { suite: "search" } };
  beforeAll(async () => {
    for (const name of ["a", "b", "c"]) {
      const { thread_id: threadId } = await client.threads.create({ metadata: { suite: "search", name } });
      await client.runs.wait(threadId, name === "c" ? "asker" : "echo", { input: say(name) });
    }
  });
  const names = (threads: { metadata: unknown }[]) =>
    threads.map(({ metadata }) => (metadata as { name: string }).name);

  it("is newest first, and filters by metadata, ids, status and values", async () => {
    const all = await client.threads.search(mine);
    expect(names(all)).toEqual(["c", "b", "a"]);
    expect(all[1]?.values).toMatchObject({ messages: [{}, { content: "You said: b" }] });
    expect(names(await client.threads.search({ ...mine, status: "interrupted" }))).toEqual(["c"]);
    expect(names(await client.threads.search({ ids: [all[2]?.thread_id ?? ""] }))).toEqual(["a"]);
    const values = { messages: [{ content: "You said: a" }] };
    expect(names(await client.threads.search({ ...mine, values }))).toEqual(["a"]);
  });

  it("sorts, pages and trims", async () => {
    const page = await client.threads.search({
      ...mine,
      sortBy: "created_at",
      sortOrder: "asc",
      limit: 1,
      offset: 1,
    });
    expect(names(page)).toEqual(["b"]);
    const [row] = await client.threads.search({ ...mine, select: ["thread_id", "status"], limit: 1 });
    expect(Object.keys(row ?? {}).toSorted()).toEqual(["status", "thread_id"]);
  });

  it("extracts parts of the state under names of the caller's", async () => {
    const [row] = await client.threads.search({
      ...mine,
      limit: 1,
      extract: { last: "values.messages[-1]" },
    });
    expect(row).toMatchObject({ extracted: { last: { content: "c" } } });
  });

  it("is counted without a page", async () => {
    expect(await client.threads.count(mine)).toBe(3);
    expect(await client.threads.count({ ...mine, status: "interrupted" })).toBe(1);
  });
});

describe("a copy", () => {
  it("has the state and history under an id of its own, and lives its own life", async () => {
    const { thread_id: threadId } = await client.threads.create({ metadata: { a: 1 } });
    await client.runs.wait(threadId, "asker", { input: say("hi") });
    const copy = await client.threads.copy(threadId);
    expect(copy.thread_id).not.toBe(threadId);
    expect(copy).toMatchObject({ status: "interrupted", metadata: { a: 1 } });
    expect(await client.threads.getHistory(copy.thread_id)).toHaveLength(
      (await client.threads.getHistory(threadId)).length,
    );
    await client.runs.wait(copy.thread_id, "asker", { command: { resume: "Pune" } });
    expect(await client.threads.get(copy.thread_id)).toMatchObject({ status: "idle" });
    expect(await client.threads.get(threadId)).toMatchObject({ status: "interrupted" });
  });

  it("of a missing thread is 409", async () => {
    await expect(client.threads.copy(NOBODY)).rejects.toMatchObject({ status: 409 });
  });
});

describe("deletion", () => {
  it("ends what runs on the thread and takes everything away", async () => {
    const { thread_id: threadId } = await client.threads.create();
    const { run_id: runId } = await client.runs.create(threadId, "steps", { input: { pause_ms: 5_000 } });
    await client.threads.delete(threadId);
    await expect(client.threads.get(threadId)).rejects.toMatchObject({ status: 404 });
    await expect(client.runs.get(threadId, runId)).rejects.toMatchObject({ status: 404 });
  });

  it("of many is a pruning, which can keep the last state", async () => {
    const [kept, gone] = await Promise.all([client.threads.create(), client.threads.create()]);
    await client.runs.wait(kept.thread_id, "echo", { input: say("keep") });
    expect(await client.threads.prune([kept.thread_id], { strategy: "keep_latest" })).toEqual({
      pruned_count: 1,
    });
    expect(await client.threads.getHistory(kept.thread_id)).toHaveLength(1);
    expect(await client.threads.prune([gone.thread_id, NOBODY])).toEqual({ pruned_count: 1 });
    await expect(client.threads.get(gone.thread_id)).rejects.toMatchObject({ status: 404 });
  });
});

it("the storage of a thread is told by kind and channel", async () => {
  const { thread_id: threadId } = await client.threads.create();
  await client.runs.wait(threadId, "echo", { input: say("weigh me") });
  const reply = await fetch(`${service.url}/threads/${threadId}/storage`);
  expect(await reply.json()).toMatchObject({
    thread_id: threadId,
    total_bytes: expect.any(Number),
    checkpoints: { count: 3, bytes: expect.any(Number) },
    channel_values: { by_channel: { messages: { versions: expect.any(Number), bytes: expect.any(Number) } } },
    pending_writes: { count: expect.any(Number), bytes: expect.any(Number) },
  });
});
