import { Client } from "@modelcontextprotocol/sdk/client/index.js";
import { StreamableHTTPClientTransport } from "@modelcontextprotocol/sdk/client/streamableHttp.js";
import OpenAI from "openai";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createHome, startProduct, type Home, type Product } from "../support/spawn-product.ts";

let home: Home;
let product: Product;

beforeAll(async () => {
  home = await createHome();
  product = await startProduct(home);
});
afterAll(async () => {
  await product.end("SIGTERM");
  await home.discard();
});

const REQUEST = "Plan a Diwali campaign for a sweets shop in Pune with a budget of 2 lakh";

describe("the Queen as a model", () => {
  const user = (content: string) => ({ role: "user" as const, content });

  it("streams the answer that she releases, and nothing else as its text", async () => {
    const openai = new OpenAI({ baseURL: `${product.url}/v1`, apiKey: "none" });
    const { thread_id: threadId } = await product.client.threads.create();
    const stream = await openai.chat.completions.create({
      model: "queen",
      messages: [user(REQUEST)],
      metadata: { thread_id: threadId },
      stream: true,
    });
    let text = "";
    for await (const { choices } of stream) text += choices[0]?.delta.content ?? "";
    const state = await product.client.threads.getState<{ answer: { text: string } }>(threadId);
    expect(text).toBe(state.values.answer.text);
  });

  it("asks what is meant, and goes on with the answer of a client that knows no threads", async () => {
    const openai = new OpenAI({ baseURL: `${product.url}/v1`, apiKey: "none" });
    const say = async (messages: OpenAI.ChatCompletionMessageParam[]) => {
      const completion = await openai.chat.completions.create({ model: "queen", messages });
      return completion.choices[0]?.message.content ?? "";
    };
    const first = [user("help me")];
    const question = await say(first);
    expect(question).toMatch(/1\. /);
    const answer = await say([...first, { role: "assistant", content: question }, user(REQUEST)]);
    expect(answer).toContain("Pune");
  });
});

describe("skills as tools", () => {
  it("are called by their names, with their inputs, and answer by their contract", async () => {
    const client = new Client({ name: "test", version: "1" });
    const transport = new StreamableHTTPClientTransport(new URL(`${product.url}/mcp`));
    await client.connect(transport as Parameters<Client["connect"]>[0]);
    const { tools } = await client.listTools();
    expect(tools.map(({ name }) => name)).toContain("queen");
    const linkedin = tools.find(({ name }) => name === "content_linkedin");
    expect(linkedin?.inputSchema.properties).toHaveProperty("request");

    const heard: string[] = [];
    const result = await client.callTool(
      {
        name: "content_linkedin",
        arguments: { request: "Why our bakery in Kochi switched to millet flour" },
      },
      undefined,
      { onprogress: ({ message }) => heard.push(message ?? "") },
    );
    expect(result.isError).toBe(false);
    expect(result.structuredContent).toMatchObject({ skill: "content.linkedin", degraded: null });
    expect(result.content).toEqual([{ type: "text", text: expect.stringMatching(/millet/i) }]);
    expect(heard.join()).not.toBe("");
    await client.close();
  });
});
