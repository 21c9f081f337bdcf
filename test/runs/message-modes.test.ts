import { AIMessage, AIMessageChunk, ToolMessage } from "@langchain/core/messages";
import { FakeStreamingChatModel } from "@langchain/core/utils/testing";
import { END, MessagesValue, START, StateGraph, StateSchema } from "@langchain/langgraph";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Database } from "../../src/db/database.ts";
import type { AnyGraph } from "../../src/domain/ports.ts";
import { openTestDatabase } from "../support/database.ts";
import { toCatalogue } from "../support/graphs.ts";
import { startTestService, type TestService } from "../support/service.ts";
import { type Frame, readFrames } from "../support/sse.ts";
import { createCalls, HELLO } from "./support/calls.ts";

const Chat = new StateSchema({ messages: MessagesValue });

/** Speaks in pieces, then aside (with `tag`), then says something whole. */
function buildSpeaker(tag: string): AnyGraph {
  const toModel = (id: string, pieces: string[]) =>
    new FakeStreamingChatModel({ chunks: pieces.map((content) => new AIMessageChunk({ id, content })) });
  return new StateGraph(Chat)
    .addNode("speak", async ({ messages }) => ({
      messages: [await toModel("loud", ["one ", "two"]).invoke(messages)],
    }))
    .addNode("mumble", async ({ messages }) => {
      const model = toModel("quiet", ["three ", "four"]).withConfig({ tags: [tag] });
      return { messages: [await model.invoke(messages)] };
    })
    .addNode("note", () => ({
      messages: [
        new ToolMessage({ id: "noted", tool_call_id: "c1", name: "note", content: "noted" }),
        new AIMessage({ id: "whole", content: "whole" }),
      ],
    }))
    .addEdge(START, "speak")
    .addEdge("speak", "mumble")
    .addEdge("mumble", "note")
    .addEdge("note", END)
    .compile();
}

let db: Database;
let service: TestService;
let calls: ReturnType<typeof createCalls>;

beforeAll(async () => {
  db = await openTestDatabase();
  const graphs = { nostream: buildSpeaker("nostream"), hidden: buildSpeaker("langsmith:hidden") };
  service = await startTestService(db, toCatalogue(graphs));
  calls = createCalls(service);
});
afterAll(async () => {
  await service.close();
  await db.close();
});

async function stream(assistant: string, modes: string[]): Promise<Frame[]> {
  const threadId = await calls.createThread();
  const body = { assistant_id: assistant, input: HELLO, stream_mode: modes };
  const runId = await calls.createRun(threadId, body);
  return readFrames(`${service.url}/threads/${threadId}/runs/${runId}/stream`, { lastEventId: "-1" });
}

type Message = { id: string; content: string; type: string };
const contentsOf = (frames: Frame[], event: string) =>
  frames
    .filter((frame) => frame.event === event)
    .map(({ data }) => (data as Message[]).map(({ content }) => content));

describe("messages", () => {
  it("says where a message comes from, shows how it grows, and each that stands in the state once", async () => {
    const frames = await stream("nostream", ["messages"]);
    const described = frames.filter(({ event }) => event === "messages/metadata");
    expect(described).toHaveLength(1);
    const [metadataOf] = Object.values((described[0]?.data ?? {}) as object);
    expect(metadataOf).toMatchObject({ metadata: { langgraph_node: "speak", graph_id: "nostream" } });
    expect(contentsOf(frames, "messages/partial").slice(0, 2)).toEqual([["one "], ["one two"]]);
    expect(contentsOf(frames, "messages/complete").flat()).toEqual([
      "hello",
      "one two",
      "three four",
      "noted",
      "whole",
    ]);
    const [metadata, partial] = ["messages/metadata", "messages/partial"].map((name) =>
      frames.findIndex(({ event }) => event === name),
    );
    expect(metadata).toBeLessThan(partial ?? 0);
  });

  it("shows no pieces of what a model says under the tag nostream", async () => {
    const frames = await stream("nostream", ["messages"]);
    expect(contentsOf(frames, "messages/partial").flat().join()).not.toContain("three");
    const pieces = (await stream("nostream", ["messages-tuple"])).filter(({ event }) => event === "messages");
    const said = pieces.map(({ data }) => (data as [Message, unknown])[0]);
    expect(said.map(({ content }) => content)).toEqual(["one ", "two", "three four", "noted", "whole"]);
  });
});

describe("events", () => {
  it("shows the raw events of one execution beside the other modes, with ids that count up", async () => {
    const frames = await stream("nostream", ["events", "values", "messages-tuple", "updates"]);
    const events = frames.flatMap(({ event, data }) =>
      event === "events" ? [data as Record<string, unknown>] : [],
    );
    const names = events.map(({ event }) => event);
    expect(names[0]).toBe("on_chain_start");
    expect(names.at(-1)).toBe("on_chain_end");
    expect(names).toEqual(
      expect.arrayContaining(["on_chat_model_start", "on_chat_model_stream", "on_chat_model_end"]),
    );
    for (const event of events)
      expect(Object.keys(event)).toEqual(
        expect.arrayContaining(["event", "name", "run_id", "tags", "metadata", "data"]),
      );
    expect(events.filter(({ event }) => event === "on_chat_model_start")).toHaveLength(2);
    expect(frames.filter(({ event }) => event === "values")).toHaveLength(4);
    expect(frames.filter(({ event }) => event === "updates")).toHaveLength(3);
    expect(frames.some(({ event }) => event === "messages" || event.startsWith("messages|"))).toBe(true);
    expect(frames.map(({ id }) => Number(id))).toEqual(frames.map((_, index) => index));
    expect(frames.map(({ event }) => event)).not.toContain("checkpoints");
    const message = events.find(({ event }) => event === "on_chat_model_stream")?.["data"];
    expect(message).toMatchObject({ chunk: { type: "ai", content: "one " } });
  });

  it("leaves out what is hidden", async () => {
    const frames = await stream("hidden", ["events"]);
    const tagged = frames.filter(({ data }) => JSON.stringify(data).includes("langsmith:hidden"));
    expect(tagged).toEqual([]);
    expect(frames.some(({ event }) => event === "events")).toBe(true);
  });

  it("says how a graph failed, like any other run", async () => {
    const failing = new StateGraph(Chat)
      .addNode("fail", () => {
        throw new RangeError("No");
      })
      .addEdge(START, "fail")
      .compile();
    const other = await startTestService(db, toCatalogue({ failing }));
    try {
      const body = { assistant_id: "failing", input: HELLO, stream_mode: ["events"] };
      const { text } = await createCalls(other).post("/runs/stream", body);
      expect(text).toContain('event: error\ndata: {"error":"RangeError","message":"No"}');
      expect(text).toContain('"status":"error"');
    } finally {
      await other.close();
    }
  });
});
