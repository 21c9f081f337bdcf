import { MemorySaver } from "@langchain/langgraph";
import { expect, it } from "vitest";
import { createChunkLog } from "../../../src/engine/log-chunks.ts";
import type { Chunk } from "../../../src/engine/graph-chunks.ts";
import type { LogMode } from "../../../src/domain/event.ts";
import type { ThreadRow } from "../../../src/log/event-row.ts";
import { writeNote } from "../../../src/log/row-note.ts";
import { toWireJson } from "../../../src/log/wire.ts";
import { compactMessages } from "../../../src/log/v2/compact-messages.ts";
import { createTapeRenderer } from "../../../src/log/v2/render-tape.ts";
import {
  asking,
  calling,
  deep,
  fannedOut,
  nested,
  speaking,
  telling,
  type BuildGraph,
} from "./support/reference-graphs.ts";

type Told = { method: string; namespace: string[]; node?: string | undefined; data: unknown };

const INPUT = { messages: [{ type: "human", id: "h1", content: "hi" }] };

/** What our log makes of LangGraph's classic stream. */
async function fromLog(build: BuildGraph, end: { waiting?: true } = {}): Promise<Told[]> {
  const rows: ThreadRow[] = [];
  const add = (ns: string, mode: LogMode, json: string, note: string | null = null): void => {
    const facts = { runSeq: 0, attempt: 1, at: 0, runId: "run" };
    rows.push({ seq: rows.length + 1, ns, mode, json, note, ...facts });
  };
  add("", "start", JSON.stringify({ graph_name: "root" }));
  const unused = { flush: fail, take: fail, seal: fail, finish: fail };
  const log = createChunkLog({ append: add, ...unused }, ["tools", "tasks"]);
  const stream = await build(new MemorySaver()).stream(INPUT, {
    streamMode: ["values", "updates", "messages", "custom", "tasks", "tools"],
    subgraphs: true,
    configurable: { thread_id: "t" },
    version: "v2",
  } as object);
  for await (const chunk of stream as unknown as AsyncIterable<Chunk>) log(chunk);
  const asked = rows.flatMap(({ json }) => /"__interrupt__":\[\{"id":"(\w+)"/.exec(json)?.[1] ?? []);
  add(
    "",
    "end",
    JSON.stringify({ run_id: "run", status: "success" }),
    writeNote({ ...(end.waiting ? { waiting: true } : {}), interrupts: asked }),
  );
  const render = createTapeRenderer(() => true);
  return rows.flatMap(render).map(({ method, params }) => ({
    method,
    namespace: params.namespace,
    node: params.node,
    data: params.data,
  }));
}

/** What LangGraph's own producer of these events makes of the same graph. */
async function fromCore(build: BuildGraph): Promise<Told[]> {
  const told: Told[] = [];
  const events = await build(new MemorySaver()).streamEvents(INPUT, {
    version: "v3",
    configurable: { thread_id: "t" },
  });
  for await (const { method, params } of events) {
    const { namespace, node, data } = params;
    told.push({ method, namespace, node, data });
  }
  return told;
}

function fail(): never {
  throw new Error("Not called here");
}

/** The same words for what both mean; where we say more, or put it otherwise, on purpose. */
function toComparable(told: readonly Told[]): string[] {
  const names = new Map<string, string>();
  const rename = (text: string): string =>
    text.replace(IDS, (id) => {
      if (!names.has(id)) names.set(id, `id${names.size}`);
      return names.get(id) ?? id;
    });
  return told
    .filter(({ method, namespace }) => method !== "lifecycle" || namespace.length > 0)
    .map(({ data, ...rest }) => ({ ...rest, data: toPlainData(rest.method, JSON.parse(toWireJson(data))) }))
    .filter(({ data }) => data !== null)
    .map(({ method, namespace, node, data }) =>
      rename(toSortedJson([method, namespace, node ?? null, data])),
    );
}

const UUID = "[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}";
const IDS = RegExp(`(?:run-)?${UUID}(?:-tool-call-1)?|[0-9a-f]{32}`, "g");

/** null for what only one of the two says. */
function toPlainData(method: string, data: Record<string, unknown>): unknown {
  if (method === "updates") return toPlainMessages(compactMessages(data["values"] ?? data));
  if (method === "messages") return toPlainPiece(data);
  if (method === "tasks") return { id: data["id"], name: data["name"], isResult: "result" in data };
  return toPlainMessages(compactMessages(data));
}

/**
 * Core leaves the author of most messages open, and the model, and knows one reason only. The first word on the arguments of a tool it
 * changes after it was told, so the pieces of arguments are compared by what they come to.
 */
function toPlainPiece({
  role: _,
  reason: __,
  responseMetadata: ___,
  metadata: ____,
  ...data
}: Record<string, unknown>): unknown {
  if (data["event"] === "content-block-delta" && (data["delta"] as { type: string }).type === "block-delta")
    return null;
  const content = data["content"];
  if (typeof content !== "object" || content === null) return data;
  const { index: _____, args, ...block } = content as Record<string, unknown>;
  return { ...data, content: data["event"] === "content-block-start" ? block : { ...block, args } };
}

/** With this producer models answer in blocks, in the classic stream in a text. */
function toPlainMessages(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value), (key, item: unknown) => {
    if (key === "response_metadata") return undefined;
    if (key !== "content" || !Array.isArray(item)) return item;
    return item
      .map((block: { type: string; text?: string }) => (block.type === "text" ? block.text : ""))
      .join("");
  });
}

function toSortedJson(value: unknown): string {
  return JSON.stringify(value, (_, item: unknown) =>
    typeof item === "object" && item !== null && !Array.isArray(item)
      ? Object.fromEntries(Object.entries(item).sort(([one], [other]) => (one < other ? -1 : 1)))
      : item,
  );
}

const SAME: [string, BuildGraph][] = [
  ["a node that streams tokens", speaking],
  ["a graph inside the graph", nested],
  ["two levels of graphs", deep],
  ["one graph run three times side by side", fannedOut],
  ["what a graph says by itself", telling],
  ["a tool that is called in pieces", calling],
];

it.each(SAME)("tells %s as LangGraph does", async (_, build) => {
  const ours = toComparable(await fromLog(build));
  expect(ours.length).toBeGreaterThan(5);
  expect(ours).toEqual(toComparable(await fromCore(build)));
});

it("tells what is asked by events of its own, and of a graph that asks that it was interrupted", async () => {
  const told = await fromLog(asking, { waiting: true });
  const reference = toComparable(await fromCore(asking)).filter(
    (line) => !line.includes("__interrupt__") && !line.includes('"completed"'),
  );
  const isOwn = ({ method, data }: Told): boolean =>
    method === "input.requested" || (data as { event?: string }).event === "interrupted";
  expect(toComparable(told.filter((event) => !isOwn(event)))).toEqual(reference);
  const [subgraph, question, root] = told.filter(isOwn);
  expect(subgraph).toMatchObject({
    method: "lifecycle",
    data: { event: "interrupted", graph_name: "inner" },
  });
  expect(question?.namespace).toEqual(subgraph?.namespace);
  expect(question?.data).toEqual({ interrupt_id: expect.any(String), payload: "Which city?" });
  expect(root).toMatchObject({ method: "lifecycle", namespace: [], data: { event: "interrupted" } });
});
