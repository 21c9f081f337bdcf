import { useStream, type UseStreamReturn } from "@langchain/react";
import { useStream as useLegacyStream } from "@langchain/langgraph-sdk/react";
import { Window } from "happy-dom";
import { createElement } from "react";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { buildAsker, buildEcho, buildFailing, buildSteps, buildTokens } from "../support/graphs.ts";
import { until } from "../support/until.ts";
import { type Conformance, openConformance, say } from "./open-conformance.ts";

type State = { messages: { content: string }[] };
type Hook = UseStreamReturn<State>;
type Legacy = ReturnType<typeof useLegacyStream<State>>;

let service: Conformance;
let page: Window;
let leave: (() => void)[] = [];

beforeAll(async () => {
  page = new Window({ url: "http://localhost:3000/" });
  Object.assign(globalThis, { window: page, document: page.document });
  service = await openConformance({
    echo: buildEcho(),
    asker: buildAsker(),
    failing: buildFailing(),
    tokens: buildTokens(20, 20),
    steps: buildSteps(60),
  });
});
afterEach(() => {
  for (const one of leave) one();
  leave = [];
});
afterAll(async () => {
  await service.close();
  await page.happyDOM.close();
});

/** Mounts a hook in a page; `now` is the hook as it was rendered last. */
async function mount<Shown>(use: () => Shown) {
  // Looks for a document when it is loaded.
  const { createRoot } = await import("react-dom/client");
  let shown: Shown | null = null;
  const Page = () => {
    shown = use();
    return null;
  };
  const root = createRoot(page.document.createElement("div") as unknown as Parameters<typeof createRoot>[0]);
  root.render(createElement(Page));
  leave.push(() => root.unmount());
  await until(() => shown !== null, "the first rendering");
  const now = (): Shown => shown as Shown;
  return { now, until: (holds: (hook: Shown) => boolean, what: string) => until(() => holds(now()), what) };
}

const textsOf = (hook: Hook): string[] => hook.messages.map(({ text }) => text);

describe.each(["sse", "websocket"] as const)("the hook over %s", (transport) => {
  const open = (assistantId: string, threadId: string | null = null) =>
    mount<Hook>(() => useStream<State>({ apiUrl: service.url, assistantId, threadId, transport }) as Hook);

  it("shows the answer as it comes, and the state at the end", async () => {
    const hook = await open("tokens");
    void hook.now().submit(say("go") as never);
    await hook.until((at) => (textsOf(at)[1]?.length ?? 0) > 3, "the first tokens");
    expect(hook.now().isLoading).toBe(true);
    await hook.until((at) => !at.isLoading, "the end");
    expect(textsOf(hook.now())[1]).toMatch(/^t0 t1 .* t19 $/);
  });

  it("asks, takes the answer and goes on", async () => {
    const hook = await open("asker");
    void hook.now().submit(say("hi") as never);
    await hook.until((at) => at.interrupt !== undefined && !at.isLoading, "the question");
    expect(hook.now().interrupt?.value).toMatchObject({ kind: "question" });
    void hook.now().respond("Pune");
    await hook.until((at) => textsOf(at).at(-1) === "City: Pune" && !at.isLoading, "the answer");
    expect(hook.now().interrupts).toEqual([]);
  });

  it("shows a thread that is there already, with its open question", async () => {
    const { thread_id: threadId } = await service.client.threads.create();
    await service.client.runs.wait(threadId, "asker", { input: say("hi") });
    const hook = await open("asker", threadId);
    await hook.until((at) => at.interrupt !== undefined && textsOf(at).join() === "hi", "the question");
  });

  it("shows what failed", async () => {
    const hook = await open("failing");
    void hook
      .now()
      .submit(say("x") as never)
      .catch(() => undefined);
    await hook.until((at) => at.error !== undefined && !at.isLoading, "the error");
    expect(String(hook.now().error)).toContain("Cannot do: x");
  });

  it("stops a run", async () => {
    const { thread_id: threadId } = await service.client.threads.create();
    const hook = await open("steps", threadId);
    void hook.now().submit({ pause_ms: 500 } as never);
    const running = async () =>
      (await service.client.runs.list(threadId, { status: "running" })).length === 1;
    await until(running, "the start");
    await hook.now().stop();
    await until(async () => (await service.client.threads.get(threadId)).status === "idle", "the end");
  });
});

describe("the hook of the SDK itself", () => {
  it("streams a run, and rejoins it after a reload", async () => {
    const { thread_id: threadId } = await service.client.threads.create();
    const run = await service.client.runs.create(threadId, "tokens", {
      input: say("go"),
      streamResumable: true,
    });
    const hook = await mount<Legacy>(() =>
      useLegacyStream<State>({ apiUrl: service.url, assistantId: "tokens", threadId }),
    );
    await hook.until((at) => !at.isThreadLoading, "the thread");
    await hook.now().joinStream(run.run_id);
    await hook.until((at) => at.messages.length === 2 && !at.isLoading, "the end");
    void hook.now().submit(say("more"));
    await hook.until((at) => at.messages.length === 4 && !at.isLoading, "the second answer");
  });
});
