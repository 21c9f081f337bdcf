import { setTimeout as sleep } from "node:timers/promises";
import OpenAI from "openai";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { newId } from "../../src/domain/ids.ts";
import { assistant, type ChatService, openChatService, type Said, user } from "./chat-service.ts";

let chat: ChatService;

beforeAll(async () => {
  chat = await openChatService();
});
afterAll(() => chat.close());

describe("models", () => {
  it("are the assistants that take messages", async () => {
    const ids = [];
    for await (const { id } of chat.openai.models.list()) ids.push(id);
    expect(ids).toContain("echo");
    expect(ids).not.toContain("steps");
    expect(await chat.openai.models.retrieve("echo")).toMatchObject({
      id: "echo",
      object: "model",
      owned_by: "raptorflow",
    });
  });

  it("that do not exist are not found", async () => {
    await expect(chat.openai.models.retrieve("nobody")).rejects.toMatchObject({
      status: 404,
      code: "model_not_found",
    });
    await expect(chat.ask("nobody", [user("hi")])).rejects.toMatchObject({
      status: 404,
      code: "model_not_found",
      param: "model",
    });
  });
});

describe("a completion", () => {
  it("is the answer of the assistant", async () => {
    const completion = await chat.openai.chat.completions.create({ model: "echo", messages: [user("tea")] });
    expect(completion).toMatchObject({
      object: "chat.completion",
      model: "echo",
      choices: [
        {
          index: 0,
          finish_reason: "stop",
          message: { role: "assistant", content: "You said: tea" },
        },
      ],
    });
    expect(completion.usage?.total_tokens).toBeTypeOf("number");
  });

  it("leaves no thread behind when the request named none", async () => {
    const completion = await chat.openai.chat.completions.create({ model: "echo", messages: [user("tea")] });
    const { thread_id: threadId } = (completion as unknown as { metadata: { thread_id: string } }).metadata;
    await expect(chat.service.client.threads.get(threadId)).rejects.toMatchObject({ status: 404 });
  });

  it("takes the parts of a message, and messages of every role", async () => {
    const parts: Said[] = [
      { role: "system", content: "Be brief." },
      assistant("Welcome."),
      { role: "tool", tool_call_id: "1", content: "ignored" },
      {
        role: "user",
        content: [
          { type: "text", text: "green" },
          { type: "text", text: "tea" },
        ],
      },
    ];
    expect(await chat.ask("echo", parts)).toBe("You said: green\ntea");
  });

  it("counts the tokens that the run counted", async () => {
    const completion = await chat.openai.chat.completions.create({
      model: "drafts",
      messages: [user("tea")],
    });
    expect(completion.usage).toEqual({ prompt_tokens: 7, completion_tokens: 5, total_tokens: 12 });
  });
});

describe("a stream", () => {
  it("brings the tokens as they are written, and says when it is complete", async () => {
    const { chunks, text } = await chat.listen("tokens", [user("go")]);
    expect(text).toBe("t0 t1 t2 t3 t4 t5 t6 t7 ");
    expect(chunks.length).toBeGreaterThan(8);
    expect(chunks[0]?.choices[0]?.delta).toEqual({ role: "assistant", content: "" });
    expect(chunks.map(({ choices }) => choices[0]?.finish_reason)).toEqual([
      ...chunks.slice(1).map(() => null),
      "stop",
    ]);
    expect(new Set(chunks.map(({ id, object, model }) => `${id} ${object} ${model}`)).size).toBe(1);
  });

  it("ends with the usage when that is asked for", async () => {
    const { chunks } = await chat.listen("drafts", [user("go")], { stream_options: { include_usage: true } });
    expect(chunks.at(-1)).toMatchObject({
      choices: [],
      usage: { prompt_tokens: 7, completion_tokens: 5, total_tokens: 12 },
    });
  });

  it("tells what was released, and no draft of a graph inside", async () => {
    const { text } = await chat.listen("drafts", [user("go")]);
    expect(text).toBe("Released: second draft");
    expect(await chat.ask("drafts", [user("go")])).toBe(text);
  });

  it("tells the progress of the graph apart from its answer", async () => {
    const { chunks } = await chat.listen("drafts", [user("go")]);
    const thoughts = chunks.map(
      ({ choices }) => (choices[0]?.delta as { reasoning_content?: string } | undefined)?.reasoning_content,
    );
    expect(thoughts).toContain("Wrote a draft\n");
  });

  it("gives signs of life and an end that every client knows", async () => {
    const response = await chat.post({ model: "tokens", messages: [user("go")], stream: true });
    expect(response.headers.get("content-type")).toBe("text/event-stream");
    expect(response.headers.get("x-thread-id")).toMatch(/^[0-9a-f-]{36}$/);
    const text = await response.text();
    expect(text).toContain(": heartbeat\n\n");
    expect(text.endsWith("data: [DONE]\n\n")).toBe(true);
  });
});

describe("a request that cannot be served", () => {
  it("is told in the words of this protocol", async () => {
    const wrong = new OpenAI({ baseURL: `${chat.service.url}/v1`, apiKey: "sk-wrong", maxRetries: 0 });
    await expect(wrong.models.list()).rejects.toMatchObject({
      status: 401,
      code: "invalid_api_key",
      type: "authentication_error",
    });
    const malformed = await chat.post("{");
    expect(malformed.status).toBe(400);
    expect(await malformed.json()).toMatchObject({
      error: { type: "invalid_request_error", code: "malformed_json", message: expect.any(String) },
    });
  });

  it.each<[string, Record<string, unknown>, string]>([
    ["more than one answer", { n: 2 }, "n"],
    ["probabilities", { logprobs: true }, "logprobs"],
    ["a form of the answer", { response_format: { type: "json_object" } }, "response_format"],
    ["a call of a tool of its own", { tool_choice: "required" }, "tool_choice"],
    ["a thread that has no UUID", { metadata: { thread_id: "mine" } }, "metadata.thread_id"],
    ["no messages", { messages: [] }, "messages"],
    ["an answer to its own answer", { messages: [assistant("hi")] }, "messages"],
    ["a model that takes no messages", { model: "steps" }, "model"],
  ])("is refused when it wants %s", async (_name, extra, param) => {
    const response = await chat.post({ model: "echo", messages: [user("hi")], ...extra });
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({ error: { type: "invalid_request_error", param } });
  });

  it("may bring settings and tools that chat clients always send", async () => {
    const tools = [{ type: "function" as const, function: { name: "f", parameters: {} } }];
    const answer = await chat.ask("echo", [user("hi")], {
      tools,
      tool_choice: "auto",
      temperature: 0.2,
      max_tokens: 9,
    });
    expect(answer).toBe("You said: hi");
  });

  it("says why its run failed, and that asking again would make another run", async () => {
    const failed = await chat.post({ model: "failing", messages: [user("x")] });
    expect(failed.status).toBe(500);
    expect(failed.headers.get("x-should-retry")).toBe("false");
    expect(await failed.json()).toMatchObject({
      error: { type: "server_error", code: "RangeError", message: "Cannot do: x" },
    });
    await expect(chat.listen("failing", [user("x")])).rejects.toMatchObject({ code: "RangeError" });
  });
});

describe("a client that leaves", () => {
  it.each([true, false])("takes its run with it (stream: %s)", async (stream) => {
    const threadId = newId();
    const leaving = new AbortController();
    const body = { model: "slow", messages: [user("go")], stream, metadata: { thread_id: threadId } };
    const asked = chat.post(body, leaving.signal).then((response) => response.text());
    const run = await untilRun(threadId, "running");
    leaving.abort();
    await expect(asked).rejects.toThrow("abort");
    expect(await untilRun(threadId, "interrupted")).toMatchObject({
      run_id: run.run_id,
      cancel_reason: "disconnect",
    });
  });
});

async function untilRun(threadId: string, status: string) {
  for (;;) {
    const runs = await chat.service.client.runs.list(threadId).catch(() => []);
    const found = runs.find((run) => run.status === status);
    if (found !== undefined) return found;
    await sleep(50);
  }
}
