import { HumanMessage } from "@langchain/core/messages";
import { expect, test } from "vitest";
import { newId } from "../../../src/domain/ids.ts";
import { OfflineChatModel } from "../../../src/models/offline/offline-chat-model.ts";
import { clock } from "../gateway-setup.ts";
import { brief, field } from "../sample-brief.ts";

const model = new OfflineChatModel({ clock, newId });
const question = [new HumanMessage("Which festival comes next in Kochi?")];

test("streams what invoke answers, word for word", async () => {
  const options = { brief: brief("Tell Kochi", { skill: { output: [field("answer", "string")] } }) };
  let streamed = "";
  for await (const chunk of await model.stream(question, options)) streamed += chunk.text;
  const whole = await model.invoke(question, options);
  expect(streamed).toBe(whole.text);
  expect(streamed).toMatch(/^## Answer\n\nAsked: Tell Kochi\./);
});

test("counts tokens", async () => {
  const { usage_metadata: usage } = await model.invoke(question);
  expect(usage?.input_tokens).toBe(9);
  expect(usage?.total_tokens).toBe(9 + (usage?.output_tokens ?? 0));
});

test("answers the last human message without a brief", async () => {
  expect((await model.invoke(question)).text).toContain("Which festival comes next in Kochi?");
});

test("lets others run while it streams", async () => {
  let turns = 0;
  let next = setImmediate(function turn() {
    turns += 1;
    next = setImmediate(turn);
  });
  const long = brief("Explain. ".repeat(600), {
    skill: { output: [field("answer", "string"), field("summary", "string")] },
  });
  await model.invoke(question, { brief: { ...long, inputs: { notes: "word ".repeat(600) } } });
  clearImmediate(next);
  expect(turns).toBeGreaterThan(5);
});

test("stops when it is told to", async () => {
  const signal = AbortSignal.abort(new Error("cancelled"));
  await expect(model.invoke(question, { signal })).rejects.toThrow();
});
