import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { newId } from "../../src/domain/ids.ts";
import { assistant, type ChatService, openChatService, user } from "./chat-service.ts";

let chat: ChatService;

beforeAll(async () => {
  chat = await openChatService();
});
afterAll(() => chat.close());

const onThread = (threadId: string) => ({ metadata: { thread_id: threadId } });

describe("a conversation on a thread", () => {
  it("is kept under the id that the client chose, and goes on with the newest words", async () => {
    const threadId = newId();
    expect(await chat.ask("echo", [user("one")], onThread(threadId))).toBe("You said: one");
    const history = [user("one"), assistant("You said: one"), user("two")];
    expect(await chat.ask("echo", history, onThread(threadId))).toBe("You said: two");
    const state = await chat.service.client.threads.getState<{ messages: { content: string }[] }>(threadId);
    expect(state.values.messages.map(({ content }) => content)).toEqual([
      "one",
      "You said: one",
      "two",
      "You said: two",
    ]);
  });

  it("begins with all messages when the thread is new", async () => {
    const threadId = newId();
    await chat.ask("echo", [user("one"), assistant("kept elsewhere"), user("two")], onThread(threadId));
    const state = await chat.service.client.threads.getState<{ messages: { content: string }[] }>(threadId);
    expect(state.values.messages.map(({ content }) => content)).toEqual([
      "one",
      "kept elsewhere",
      "two",
      "You said: two",
    ]);
  });

  it("may be named by a header", async () => {
    const threadId = newId();
    await chat.openai.chat.completions.create(
      { model: "echo", messages: [user("hi")] },
      { headers: { "x-thread-id": threadId } },
    );
    expect((await chat.service.client.threads.get(threadId)).status).toBe("idle");
  });

  it("goes on with the answer to a question", async () => {
    const threadId = newId();
    expect(await chat.ask("asker", [user("plan")], onThread(threadId))).toBe("Which city?");
    const { text } = await chat.listen("asker", [user("Pune")], onThread(threadId));
    expect(text).toBe("City: Pune");
  });

  it("turns a yes into the consent that was asked for", async () => {
    const threadId = newId();
    expect(await chat.ask("agreement", [user("launch")], onThread(threadId))).toContain(
      "launch: Spends 5 lakh",
    );
    expect(await chat.ask("agreement", [user("yes")], onThread(threadId))).toBe(
      '{"decisions":[{"type":"approve"}]}',
    );
  });

  it("asks another model anew, whatever the first one waits for", async () => {
    const threadId = newId();
    await chat.ask("asker", [user("plan")], onThread(threadId));
    expect(await chat.ask("echo", [user("never mind")], onThread(threadId))).toBe("You said: never mind");
  });
});

describe("a conversation without a thread", () => {
  it("goes on with the answer to a question, since the client sends the conversation along", async () => {
    const first = [user(`plan ${newId()}`)];
    const question = await chat.ask("curious", first);
    expect(question).toBe("Which city?");
    const second = [...first, assistant(question), user("Pune")];
    const next = await chat.ask("curious", second);
    expect(next).toBe("Which month?");
    const third = [...second, assistant(` ${next}\n`), user("May")];
    expect(await chat.ask("curious", third)).toBe("Pune in May");
  });

  it("begins anew when somebody else asks, or another question was answered", async () => {
    const first = [user(`plan ${newId()}`)];
    const question = await chat.ask("curious", first, { user: "asha" });
    const others = await chat.ask("curious", [...first, assistant(question), user("Pune")], { user: "ravi" });
    expect(others).toBe("Which city?");
    const wrong = [...first, assistant("Which colour?"), user("Red")];
    expect(await chat.ask("curious", wrong, { user: "asha" })).toBe("Which city?");
  });

  it("may be taken up under the id of the thread that waits", async () => {
    const asked = await chat.post({ model: "asker", messages: [user("plan")] });
    const { metadata } = (await asked.json()) as { metadata: { thread_id: string } };
    expect(await chat.ask("asker", [user("Pune")], onThread(metadata.thread_id))).toBe("City: Pune");
  });
});
