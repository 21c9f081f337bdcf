import { z } from "zod";
import { toPlace } from "../subgraph-lifecycle.ts";
import { createContentBlocks } from "./content-blocks.ts";
import { toChunkParts, toMessageParts, type ContentPart } from "./content-parts.ts";

type Json = Record<string, unknown>;

/** One event of a message, with the namespace and the node that it came from. */
export type MessageEvent = { ns: string; node: string | undefined; data: Json };

type OpenMessage = {
  id: string;
  ns: string;
  node: string | undefined;
  /** Names the model call in each of the message's events. */
  callId: string;
  blocks: ReturnType<typeof createContentBlocks>;
  usage: Json | null;
  responseMetadata: Json;
};

const Fields = z.record(z.string(), z.unknown()).catch({});
const Row = z.tuple([z.record(z.string(), z.unknown()), Fields]).rest(z.unknown());

/** Results of tools are told by the `tools` events and stand in the state; removals are no messages. */
const ROLES: Readonly<Record<string, string>> = {
  ai: "ai",
  AIMessageChunk: "ai",
  human: "human",
  system: "system",
  developer: "system",
};

/**
 * The messages of a run as core's chat models tell them: beginning, blocks, end. The log holds pieces and does not say
 * when a message is over, so that is concluded from what the graph does next.
 */
export function createMessageEvents() {
  const open = new Map<string, OpenMessage>();

  function begin(
    ns: string,
    message: Json,
    metadata: Json,
  ): { message: OpenMessage; events: MessageEvent[] } {
    const id = typeof message["id"] === "string" ? message["id"] : "";
    const node = metadata["langgraph_node"];
    const begun: OpenMessage = {
      id,
      ns,
      node: typeof node === "string" ? node : undefined,
      callId: id.replace(/^run-/, ""),
      blocks: createContentBlocks(),
      usage: null,
      responseMetadata: {},
    };
    const role = ROLES[String(message["type"])];
    const facts = role === "ai" ? toModelFacts(metadata) : {};
    const data = { event: "message-start", role, id, ...(isEmpty(facts) ? {} : { metadata: facts }) };
    return { message: begun, events: [toEvent(begun, data)] };
  }
  function add(message: OpenMessage, parts: readonly ContentPart[], piece: Json): MessageEvent[] {
    message.usage = sumUsage(message.usage, piece["usage_metadata"]);
    Object.assign(message.responseMetadata, Fields.parse(piece["response_metadata"]));
    return parts.flatMap((part) => message.blocks.add(part)).map((data) => toEvent(message, data));
  }
  function finish(message: OpenMessage): MessageEvent[] {
    open.delete(toKey(message.ns, message.id));
    const { blocks, usage, responseMetadata } = message;
    const last = {
      event: "message-finish",
      reason: toReason(responseMetadata, blocks.hasToolCall()),
      ...(usage === null ? {} : { usage }),
      ...(isEmpty(responseMetadata) ? {} : { responseMetadata }),
    };
    return [...blocks.finish(), last].map((data) => toEvent(message, data));
  }
  function finishWhere(isOver: (message: OpenMessage) => boolean): MessageEvent[] {
    return [...open.values()].filter(isOver).flatMap(finish);
  }

  return {
    onMessage({ ns, json }: { ns: string; json: string }): MessageEvent[] {
      const row = Row.safeParse(JSON.parse(json));
      if (!row.success) return [];
      const [piece, metadata] = row.data;
      if (ROLES[String(piece["type"])] === undefined) return [];
      const isChunk = Array.isArray(piece["tool_call_chunks"]);
      const key = toKey(ns, typeof piece["id"] === "string" ? piece["id"] : "");
      const known = open.get(key);
      // The whole of what came in pieces before.
      if (known !== undefined && !isChunk) return finish(known);
      const { message, events } =
        known === undefined ? begin(ns, piece, metadata) : { message: known, events: [] };
      if (isChunk) open.set(key, message);
      events.push(...add(message, isChunk ? toChunkParts(piece) : toMessageParts(piece), piece));
      return isChunk ? events : [...events, ...finish(message)];
    },
    /** A node below `ns` has written an update: of those that run it side by side, the one whose message it holds. */
    onUpdate(ns: string, node: string, json: string): MessageEvent[] {
      const own = [...open.values()].filter((message) => isBelow(message, ns, node));
      if (new Set(own.map((message) => message.ns)).size < 2) return own.flatMap(finish);
      return own.filter(({ id }) => id !== "" && json.includes(JSON.stringify(id))).flatMap(finish);
    },
    /** The task whose namespace this is, is over. */
    onTaskEnd: (ns: string): MessageEvent[] => finishWhere((message) => message.ns === ns),
    /** All nodes of the graph have finished their step. */
    onStepEnd: (ns: string): MessageEvent[] => finishWhere((message) => toPlace(message.ns).parent === ns),
    onRunEnd: (): MessageEvent[] => finishWhere(() => true),
    /** What was being said will not be finished. */
    breakOff(reason: { message: string; code?: string }): MessageEvent[] {
      const events = [...open.values()].map((message) => toEvent(message, { event: "error", ...reason }));
      open.clear();
      return events;
    },
  };
}

function isBelow(message: OpenMessage, ns: string, node: string): boolean {
  const place = toPlace(message.ns);
  return place.parent === ns && place.node === node;
}

function toEvent({ ns, node, callId }: OpenMessage, data: object): MessageEvent {
  return { ns, node, data: callId === "" ? { ...data } : { ...data, run_id: callId } };
}

function toKey(ns: string, id: string): string {
  return `${ns}\n${id}`;
}

function toModelFacts(metadata: Json): Json {
  const facts = {
    provider: metadata["ls_provider"],
    model: metadata["ls_model_name"],
    model_type: metadata["ls_model_type"],
  };
  return Object.fromEntries(Object.entries(facts).filter(([, value]) => typeof value === "string"));
}

const REASONS: Readonly<Record<string, string>> = {
  length: "length",
  max_tokens: "length",
  content_filter: "content_filter",
  tool_calls: "tool_use",
  tool_use: "tool_use",
};

function toReason(responseMetadata: Json, callsTool: boolean): string {
  const said = responseMetadata["finish_reason"] ?? responseMetadata["stop_reason"];
  return REASONS[String(said)] ?? (callsTool ? "tool_use" : "stop");
}

/** Providers tell tokens in parts that add up. */
function sumUsage(known: Json | null, more: unknown): Json | null {
  if (typeof more !== "object" || more === null) return known;
  const sum: Json = { ...known };
  for (const [key, value] of Object.entries(more)) {
    const before = sum[key];
    if (typeof value === "number") sum[key] = (typeof before === "number" ? before : 0) + value;
    else if (typeof value === "object" && value !== null)
      sum[key] = sumUsage(typeof before === "object" && before !== null ? { ...before } : null, value);
    else sum[key] = value;
  }
  return sum;
}

function isEmpty(value: object): boolean {
  return Object.keys(value).length === 0;
}
