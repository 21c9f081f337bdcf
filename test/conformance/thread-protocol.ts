import type { Client } from "@langchain/langgraph-sdk";
import type { ThreadStream } from "@langchain/langgraph-sdk/client";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { buildAsker, buildEcho, buildFailing, buildSteps, buildTokens } from "../support/graphs.ts";
import { until } from "../support/until.ts";
import { buildNested, buildToolUser } from "./graphs.ts";
import { type Conformance, NOBODY, openConformance, say } from "./open-conformance.ts";

type Heard = {
  method: string;
  event_id?: string;
  seq?: number;
  run_id?: string;
  params: { namespace: string[]; data: Record<string, unknown> };
};

const ALL = [
  "values",
  "updates",
  "messages",
  "tools",
  "lifecycle",
  "input",
  "checkpoints",
  "tasks",
  "custom",
];

const isTerminal = ({ method, params }: Heard): boolean =>
  method === "lifecycle" &&
  params.namespace.length === 0 &&
  ["completed", "failed", "interrupted"].includes(String(params.data["event"]));

/** What the thread protocol owes a client, whatever carries it. */
export function describeThreadProtocol(transport: "sse" | "websocket"): void {
  let service: Conformance;
  let client: Client;
  let open: ThreadStream[] = [];

  beforeAll(async () => {
    service = await openConformance({
      echo: buildEcho(),
      asker: buildAsker(),
      failing: buildFailing(),
      tokens: buildTokens(5),
      nested: buildNested(),
      tools: buildToolUser(),
      steps: buildSteps(60),
    });
    ({ client } = service);
  });
  afterEach(async () => {
    for (const thread of open) await thread.close();
    open = [];
  });
  afterAll(() => service.close());

  function stream(assistantId: string, threadId: string = crypto.randomUUID()): ThreadStream {
    const thread = client.threads.stream(threadId, { assistantId, transport });
    open.push(thread);
    return thread;
  }

  /** Everything that the client hears, over the ends of runs; it leaves out what it has heard before. */
  async function listen(thread: ThreadStream, params: object = {}): Promise<Heard[]> {
    const heard: Heard[] = [];
    thread.onEvent((event) => heard.push(event as unknown as Heard));
    await thread.subscribe({ channels: ALL, ...params } as never);
    return heard;
  }

  const methodsOf = (heard: Heard[]): string[] => [...new Set(heard.map(({ method }) => method))];
  const ended = (heard: Heard[], times = 1): Promise<void> =>
    until(() => heard.filter(isTerminal).length >= times, "the end of a run");

  describe("a run", () => {
    it("creates its thread, and its output is the last state", async () => {
      const thread = stream("echo");
      const { output } = thread;
      const { run_id: runId } = await thread.run.start({ input: say("tea") });
      expect(await output).toMatchObject({ messages: [{}, { content: "You said: tea" }] });
      expect(await client.runs.get(thread.threadId, String(runId))).toMatchObject({ status: "success" });
    });

    it("is heard from its beginning to its end, in order, by one that subscribed before", async () => {
      const thread = stream("echo");
      const heard = await listen(thread);
      const { run_id: runId } = await thread.run.start({ input: say("tea") });
      await ended(heard);
      expect(heard[0]).toMatchObject({ method: "lifecycle", params: { data: { event: "running" } } });
      expect(heard.at(-1)).toMatchObject({ params: { data: { event: "completed" } }, run_id: runId });
      expect(methodsOf(heard)).toEqual(
        expect.arrayContaining(["values", "updates", "messages", "checkpoints", "tasks", "lifecycle"]),
      );
      const numbers = heard.map(({ seq }) => seq ?? 0);
      expect(numbers).toEqual(numbers.toSorted((a, b) => a - b));
      expect(new Set(heard.map(({ event_id: id }) => id)).size).toBe(heard.length);
    });

    it("is replayed, with the same ids, to one that subscribes after its end", async () => {
      const first = stream("echo");
      const live = await listen(first);
      await first.run.start({ input: say("tea") });
      await ended(live);
      const late = await listen(stream("echo", first.threadId));
      await ended(late);
      expect(late.map(({ event_id: id }) => id)).toEqual(live.map(({ event_id: id }) => id));
    });

    it("streams its messages text by text", async () => {
      const thread = stream("tokens");
      const messages = thread.messages[Symbol.asyncIterator]();
      await thread.run.start({ input: say("go") });
      const { value } = (await messages.next()) as {
        value: { text: AsyncIterable<string> & PromiseLike<string> };
      };
      expect(await value.text).toBe("t0 t1 t2 t3 t4 ");
    });

    it("tells of its tool calls", async () => {
      const thread = stream("tools");
      const heard = await listen(thread, { channels: ["tools", "lifecycle"] });
      await thread.run.start({ input: say("weather?") });
      await ended(heard);
      const tools = heard.filter(({ method }) => method === "tools").map(({ params }) => params.data);
      expect(tools).toMatchObject([
        { event: "tool-started", tool_call_id: "call-1", tool_name: "weather" },
        { event: "tool-finished", tool_call_id: "call-1" },
      ]);
    });

    it("that fails says so in plain text", async () => {
      const thread = stream("failing");
      const heard = await listen(thread);
      await thread.run.start({ input: say("x") });
      await ended(heard);
      expect(heard.at(-1)?.params.data).toMatchObject({
        event: "failed",
        error: expect.stringContaining("Cannot do: x"),
      });
    });

    it("follows another on the same subscription", async () => {
      const thread = stream("echo");
      const heard = await listen(thread);
      for (const [index, text] of ["one", "two"].entries()) {
        await thread.run.start({ input: say(text) });
        await ended(heard, index + 1);
      }
      expect(await client.threads.getState(thread.threadId)).toMatchObject({
        values: { messages: expect.objectContaining({ length: 4 }) },
      });
    });

    it("that was created over REST is heard as well", async () => {
      const { thread_id: threadId } = await client.threads.create();
      const heard = await listen(stream("echo", threadId));
      await client.runs.wait(threadId, "echo", { input: say("rest") });
      await ended(heard);
      expect(methodsOf(heard)).toEqual(expect.arrayContaining(["lifecycle", "values"]));
    });

    it("of an unknown assistant is refused", async () => {
      await expect(stream("nothing").run.start({ input: {} })).rejects.toMatchObject({
        code: "invalid_argument",
      });
    });
  });

  describe("a question", () => {
    it("is asked once, and answered by its id", async () => {
      const thread = stream("asker");
      const heard = await listen(thread);
      await thread.run.start({ input: say("hi") });
      await ended(heard);
      const asked = heard.filter(({ method }) => method === "input.requested");
      expect(asked).toMatchObject([{ params: { data: { payload: { kind: "question" } } } }]);
      const interrupt_id = String(asked[0]?.params.data["interrupt_id"]);
      await thread.input.respond({ namespace: [], interrupt_id, response: "Pune" });
      await ended(heard, 2);
      expect(methodsOf(heard)).toContain("input.answered");
      expect((await client.threads.get(thread.threadId)).values).toMatchObject({
        messages: [{}, { content: "City: Pune" }],
      });
    });

    it("that nobody asked cannot be answered", async () => {
      const thread = stream("asker");
      await thread.run.start({ input: say("hi") });
      await until(
        async () => (await client.threads.get(thread.threadId)).status === "interrupted",
        "the question",
      );
      const answer = { namespace: [], interrupt_id: "unasked", response: "x" };
      await expect(thread.input.respond(answer)).rejects.toMatchObject({ code: "no_such_interrupt" });
      expect(await client.runs.list(thread.threadId)).toHaveLength(1);
    });

    it("inside a subgraph carries its place, and the tree shows it", async () => {
      const thread = stream("nested");
      const heard = await listen(thread);
      await thread.run.start({ input: say("go") });
      await ended(heard);
      const [asked] = heard.filter(({ method }) => method === "input.requested");
      expect(asked?.params.namespace[0]).toMatch(/^sub:/);
      expect(heard.some(({ method }) => method === "custom")).toBe(true);
      const { tree } = await thread.agent.getTree();
      expect(tree).toMatchObject({ namespace: [], status: "interrupted" });
      expect(tree.children).toContainEqual(
        expect.objectContaining({ namespace: [asked?.params.namespace[0]], status: "interrupted" }),
      );
    });
  });

  describe("the state", () => {
    it("is read by namespace, listed and forked", async () => {
      const thread = stream("echo");
      const { run_id: first } = await thread.run.start({ input: say("one") });
      await client.runs.join(thread.threadId, String(first));
      const { values } = await thread.state.get({ namespace: [] });
      expect(values).toMatchObject({ messages: [{}, { content: "You said: one" }] });
      const { checkpoints } = await thread.state.listCheckpoints({ namespace: [] });
      expect(checkpoints).toHaveLength(3);
      const { run_id: runId } = await thread.state.fork({
        checkpoint_id: checkpoints[1]?.id ?? "",
        input: say("other"),
      } as never);
      await client.runs.join(thread.threadId, runId);
      expect(await client.threads.getState(thread.threadId)).toMatchObject({
        values: { messages: [{ content: "one" }, { content: "other" }, { content: "You said: other" }] },
      });
    });

    it("of a missing thread is refused", async () => {
      await expect(stream("echo", NOBODY).state.get({ namespace: [] })).rejects.toThrow();
    });
  });

  it("a narrow subscription hears only its channels, as deep as it asked", async () => {
    const thread = stream("nested");
    const narrow = await thread.subscribe({ channels: ["updates"], namespaces: [[]], depth: 0 });
    await thread.run.start({ input: say("go") });
    const heard: Heard[] = [];
    for await (const event of narrow) heard.push(event as unknown as Heard);
    expect(heard.map(({ method, params }) => [method, params.namespace])).toEqual([["updates", []]]);
  });
}
