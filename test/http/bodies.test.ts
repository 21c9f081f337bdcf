import { expect, test } from "vitest";
import { createTestApp, OTHER_ID } from "./support/test-app.ts";

const NUL = "\\u0000";

test("the content type does not matter", async () => {
  const { send, last } = createTestApp();
  for (const type of ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data"]) {
    const sent = await send("POST", "/threads", { metadata: { type } }, { "content-type": type });
    expect(sent.status).toBe(200);
    expect(last("threads.create")["metadata"]).toEqual({ type });
  }
});

test.each([
  ["nothing", undefined],
  ["an empty text", ""],
  ["white space", " \n"],
  ["null", "null"],
])("%s is an empty object", async (_, body) => {
  expect((await createTestApp().send("POST", "/threads", body)).status).toBe(200);
});

test("null is absent for optional fields, also in nested ones", async () => {
  const { send, last } = createTestApp();
  const body = {
    assistant_id: "queen",
    input: null,
    command: null,
    config: { tags: null, recursion_limit: null, configurable: null },
    context: null,
    checkpoint: { checkpoint_id: "c1", checkpoint_map: null },
    stream_mode: null,
    on_completion: null,
    multitask_strategy: null,
  };
  expect((await send("POST", "/runs", body)).status).toBe(200);
  const created = last("runs.create")["body"];
  expect(created).toMatchObject({
    assistant_id: "queen",
    input: null,
    context: {},
    checkpoint: { checkpoint_id: "c1" },
  });
  expect(created).not.toHaveProperty("config.tags");
});

test("a resume of null counts only when it stands alone", async () => {
  const { send, last } = createTestApp();
  const commandOf = async (command: unknown) => {
    await send("POST", "/runs", { assistant_id: "queen", command });
    return (last("runs.create")["body"] as { command?: unknown }).command;
  };
  expect(await commandOf({ resume: null })).toEqual({ resume: null });
  expect(await commandOf({ resume: null, update: null })).toEqual({ resume: null });
  expect(await commandOf({ resume: null, goto: "__end__" })).toEqual({ goto: "__end__" });
  expect(await commandOf({ goto: "__end__", update: null })).toEqual({ goto: "__end__" });
  expect(await commandOf({ update: null })).toBeUndefined();
});

test("camelCase is an alias, and snake_case wins", async () => {
  const { send, last } = createTestApp();
  const body = {
    assistantId: "campaign",
    assistant_id: "queen",
    streamMode: ["values"],
    multitaskStrategy: "interrupt",
    onCompletion: "complete",
    config: { recursionLimit: 7, configurable: { myKey: 1 } },
    checkpoint: { checkpointId: "c1" },
    metadata: { camelCase: true },
  };
  expect((await send("POST", "/runs", body)).status).toBe(200);
  expect(last("runs.create")["body"]).toMatchObject({
    assistant_id: "queen",
    stream_mode: ["values"],
    multitask_strategy: "interrupt",
    on_completion: "delete",
    config: { recursion_limit: 7, configurable: { myKey: 1 } },
    checkpoint: { checkpoint_id: "c1" },
    metadata: { camelCase: true },
  });
});

test("unknown keys are ignored", async () => {
  expect((await createTestApp().send("POST", "/threads", { surprise: 1 })).status).toBe(200);
});

test("U+0000 becomes U+FFFD, and a separator in checkpoint_ns", async () => {
  const { send, last } = createTestApp();
  await send("POST", "/threads", `{"metadata":{"a${NUL}b":"x${NUL}y","list":["${NUL}"]}}`);
  expect(last("threads.create")["metadata"]).toEqual({ "a\uFFFDb": "x\uFFFDy", list: ["\uFFFD"] });
  await send("POST", `/threads/${OTHER_ID}/history`, `{"checkpoint":{"checkpoint_ns":"a:1${NUL}b:2"}}`);
  expect(last("threads.history")["checkpoint"]).toEqual({ checkpoint_ns: "a:1|b:2" });
});

test("half surrogate pairs, which no database holds, become U+FFFD", async () => {
  const { send, last } = createTestApp();
  await send("POST", "/threads", '{"metadata":{"a":"\\ud83d!","b":"\\ud83d\\ude00"}}');
  expect(last("threads.create")["metadata"]).toEqual({ a: "\uFFFD!", b: "😀" });
});

test("an escaped backslash before u0000 stays the text it is", async () => {
  const { send, last } = createTestApp();
  await send("POST", "/threads", String.raw`{"metadata":{"a":"\\u0000"}}`);
  expect(last("threads.create")["metadata"]).toEqual({ a: String.raw`\u0000` });
});

test.each(["__proto__", String.raw`\u005f_proto__`])("a %s key does no harm", async (key) => {
  const { send, last } = createTestApp();
  const body = `{"assistant_id":"queen","${key}":{"polluted":1},"input":{"${key}":{"polluted":1},"a":1}}`;
  expect((await send("POST", "/runs", body)).status).toBe(200);
  const { input } = last("runs.create")["body"] as { input: object };
  expect(Object.keys(input)).toEqual(["a"]);
  expect(input).not.toHaveProperty("polluted");
  expect({}).not.toHaveProperty("polluted");
});

test("nesting that any graph could use is fine, and brackets in texts do not count", async () => {
  const { send } = createTestApp();
  const nested = `{"metadata":${'{"a":'.repeat(150)}"${"[".repeat(500)}\\"${"{".repeat(500)}"${"}".repeat(150)}}`;
  expect((await send("POST", "/threads", nested)).status).toBe(200);
});

test("a body that announces too much is refused by its length", async () => {
  const sent = await createTestApp().send("POST", "/threads", "{}", { "content-length": "5000000" });
  expect(sent.status).toBe(413);
});

test("a body without announced length is counted while it is read", async () => {
  const { app } = createTestApp();
  let pulled = 0;
  const body = new ReadableStream<Uint8Array>({
    pull(controller) {
      pulled++;
      controller.enqueue(new Uint8Array(1024 * 1024).fill(32));
    },
  });
  const response = await app.request("/threads", { method: "POST", body, duplex: "half" } as RequestInit);
  expect(response.status).toBe(413);
  expect(pulled).toBeLessThan(10);
});
