// @vitest-environment happy-dom
import { Client } from "@langchain/langgraph-sdk";
import { useStream, type UseStreamReturn } from "@langchain/react";
import { act, createElement } from "react";
import { createRoot } from "react-dom/client";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { buildAsker, buildEcho, buildFailing, buildSteps } from "../support/graphs.ts";
import { until } from "../support/until.ts";
import { type Conformance, openConformance, say } from "./open-conformance.ts";

type State = { messages: { content: string }[] };
type Hook = UseStreamReturn<State>;

let service: Conformance;
let unmount: (() => void)[] = [];

beforeAll(async () => {
  Object.assign(globalThis, { IS_REACT_ACT_ENVIRONMENT: false });
  service = await openConformance({
    echo: buildEcho(),
    asker: buildAsker(),
    failing: buildFailing(),
    steps: buildSteps(60),
  });
});
afterEach(() => {
  for (const leave of unmount) leave();
  unmount = [];
});
afterAll(() => service.close());

/** Mounts the hook in a page; the answer is the hook as it was rendered last. */
function mount(options: object): { now(): Hook; until(holds: (hook: Hook) => boolean, what: string): Promise<void> } {
  let current: Hook | null = null;
  function Page() {
    current = useStream<State>({ apiUrl: service.url, ...options } as never) as Hook;
    return null;
  }
  const root = createRoot(document.createElement("div"));
  root.render(createElement(Page));
  unmount.push(() => root.unmount());
  const now = (): Hook => {
    if (current === null) throw new Error("Not rendered yet");
    return current;
  };
  return { now, until: (holds, what) => until(() => current !== null && holds(current), what) };
}
