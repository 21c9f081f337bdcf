import OpenAI from "openai";
import { afterAll, beforeAll, expect, it } from "vitest";
import { buildFailing, buildTokens } from "../support/graphs.ts";
import { type Conformance, openConformance } from "./open-conformance.ts";

let service: Conformance;
let openai: OpenAI;

beforeAll(async () => {
  service = await openConformance({ tokens: buildTokens(5), failing: buildFailing() }, { apiKey: "the-key" });
  openai = new OpenAI({ baseURL: `${service.url}/v1`, apiKey: "the-key", maxRetries: 0 });
});
afterAll(() => service.close());

const messages = [{ role: "user" as const, content: "tea" }];

it("assistants are models", async () => {
  const ids = [];
  for await (const { id } of openai.models.list()) ids.push(id);
  expect(ids.toSorted()).toEqual(["failing", "tokens"]);
});

it("answers whole, or token by token, the same", async () => {
  const whole = await openai.chat.completions.create({ model: "tokens", messages });
  expect(whole.choices[0]).toMatchObject({ finish_reason: "stop", message: { content: "t0 t1 t2 t3 t4 " } });
  const deltas: string[] = [];
  for await (const { choices } of await openai.chat.completions.create({
    model: "tokens",
    messages,
    stream: true,
  }))
    if (choices[0]?.delta.content) deltas.push(choices[0].delta.content);
  expect(deltas.join("")).toBe(whole.choices[0]?.message.content);
  expect(deltas.length).toBeGreaterThan(1);
});

it("refuses strangers and unknown models in the words of the protocol", async () => {
  const stranger = new OpenAI({ baseURL: `${service.url}/v1`, apiKey: "wrong", maxRetries: 0 });
  await expect(stranger.models.list()).rejects.toMatchObject({ status: 401 });
  await expect(openai.chat.completions.create({ model: "nobody", messages })).rejects.toMatchObject({
    status: 404,
    code: "model_not_found",
  });
});
