import { Client } from "@langchain/langgraph-sdk";
import { Client as NewerClient } from "sdk-1.12";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Database } from "../../src/db/database.ts";
import { startCuttingProxy, type CuttingProxy } from "../support/cutting-proxy.ts";
import { openTestDatabase } from "../support/database.ts";
import { buildAsker, buildEcho, buildSteps, toCatalogue } from "../support/graphs.ts";
import { startTestService, type TestService } from "../support/service.ts";
import { until } from "../support/until.ts";
import { buildCaller, buildTeam, buildTeller, buildTyping } from "./support/graphs.ts";
import { human, isRoot, openTape, type Event } from "./support/tape.ts";

let db: Database;
let service: TestService;
let proxy: CuttingProxy;

beforeAll(async () => {
  db = await openTestDatabase();
  const graphs = {
    echo: buildEcho(),
    asker: buildAsker(),
    steps: buildSteps(3),
    team: buildTeam(),
    teller: buildTeller(),
    caller: buildCaller(),
    typing: buildTyping(60),
  };
  service = await startTestService(db, toCatalogue(graphs));
  proxy = await startCuttingProxy(service.url);
});
afterAll(async () => {
  await proxy.close();
  await service.close();
  await db.close();
});

const newThread = (): string => crypto.randomUUID();

const ways = [
  ["1.11 over SSE", Client, "sse"],
  ["1.11 over a WebSocket", Client, "websocket"],
  ["1.12 over SSE", NewerClient, "sse"],
  ["1.12 over a WebSocket", NewerClient, "websocket"],
] as const;

describe.each(ways)("the SDK %s", (_, Sdk, transport) => {
  function open(assistantId: string, threadId = newThread(), apiUrl = service.url) {
    const client = new Sdk({ apiUrl, apiKey: null }) as Client;
    return client.threads.stream(threadId, { assistantId, transport, reconnectDelayMs: () => 20 });
  }

  it("streams messages as they grow and ends with the state", async () => {
    const thread = open("echo");
    const growing = (async () => {
      const pieces: string[] = [];
      for await (const message of thread.messages) {
        for await (const piece of message.text) pieces.push(piece);
      }
      return pieces;
    })();
    const { run_id } = await thread.run.start({ input: human("hi") });
    const output = (await thread.output) as { messages: { content: string }[] };
    expect(output.messages.map(({ content }) => content)).toEqual(["hi", "You said: hi"]);
    const pieces = await growing;
    expect(pieces.length).toBeGreaterThan(5);
    expect(pieces.join("")).toBe("You said: hi");
    expect((await service.client.runs.get(thread.threadId, run_id ?? "")).status).toBe("success");
    await thread.close();
  });

  it("is asked, answers, and sees the next run to its end", async () => {
    const thread = open("asker");
    await thread.run.start({ input: human("hi") });
    await thread.output;
    expect(thread.interrupted).toBe(true);
    const [asked] = thread.interrupts;
    expect(asked).toMatchObject({ payload: { question: "Which city?" }, namespace: [] });
    await thread.input.respond({
      interrupt_id: asked?.interruptId ?? "",
      namespace: asked?.namespace ?? [],
      response: "Pune",
    });
    const states = await thread.subscribe("values");
    for await (const { params } of states) {
      const { messages } = params.data as { messages: { content: string }[] };
      if (messages.at(-1)?.content === "City: Pune") break;
    }
    expect(await thread.state.get({ namespace: [] })).toMatchObject({ checkpoint: { ns: "" } });
    await thread.close();
  });

  it("sees tools being called, and graphs inside the graph", async () => {
    const calling = open("caller");
    const calls = (async () => {
      for await (const call of calling.toolCalls) return { name: call.name, output: await call.output };
    })();
    await calling.run.start({ input: human("weather") });
    expect(await calls).toMatchObject({ name: "weather", output: "Sunny in Pune" });
    await calling.close();

    const team = open("team");
    const found = (async () => {
      for await (const subgraph of team.subgraphs) return subgraph.name;
    })();
    await team.run.start({ input: human("hi") });
    expect(await found).toBe("inner");
    await team.close();
  });

  it("gets what a graph says under a name", async () => {
    const thread = open("teller");
    const progress = thread.extensions["progress"];
    await thread.run.start({ input: {} });
    expect(await progress).toEqual({ done: 2 });
    await thread.close();
  });

  it("shows a run that was over before it came", async () => {
    const threadId = newThread();
    const first = open("echo", threadId);
    await first.run.start({ input: human("hi") });
    await first.output;
    await first.close();
    const thread = open("echo", threadId);
    const message = await firstOf(thread.messages);
    expect(await message?.text).toBe("You said: hi");
    await thread.close();
  });

  it("loses and repeats nothing when its connections are cut in the middle of a run", async () => {
    const thread = open("typing", newThread(), proxy.url);
    const seen: Event[] = [];
    thread.onEvent((event) => void seen.push(event as unknown as Event));
    const events = await thread.subscribe({ channels: ["values", "messages", "lifecycle", "checkpoints"] });
    const reading = (async () => {
      let text = "";
      for await (const { method, params } of events) {
        const { delta } = params.data as { delta?: { text?: string } };
        if (method === "messages") text += delta?.text ?? "";
      }
      return text;
    })();
    const { run_id } = await thread.run.start({ input: human("hi") });
    for (const share of [10, 25, 40]) {
      await until(() => seen.length >= share, "some events");
      expect(proxy.cut()).toBeGreaterThan(0);
    }
    await until(() => seen.some(isRoot("completed", run_id)), "the end of the run");
    const tape = await openTape({
      url: service.url,
      threadId: thread.threadId,
      body: { channels: ["values", "messages", "lifecycle", "checkpoints", "input"] },
    });
    await tape.until(isRoot("completed"));
    expect(toIds(seen)).toEqual(toIds(tape.events));
    expect(await reading).toBe(Array.from({ length: 60 }, (__, index) => `t${index} `).join(""));
    tape.close();
    await thread.close();
  });
});

const toIds = (events: readonly Event[]): string[] => events.map(({ event_id }) => event_id);

async function firstOf<T>(items: AsyncIterable<T>): Promise<T | undefined> {
  for await (const item of items) return item;
  return undefined;
}
