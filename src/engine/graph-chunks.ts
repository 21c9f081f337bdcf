import type { AnyGraph } from "../domain/ports.ts";
import type { LogMode } from "../domain/event.ts";
import type { ClaimedRun } from "../runs/claimed-run.ts";
import type { GraphOptions } from "./begin-run.ts";

/** What a graph emits: the namespace of the graph that speaks, the mode, and what it says. */
export type Chunk = [namespace: string[], mode: LogMode, payload: unknown];

type Json = Record<string, unknown>;

/**
 * Executes the graph once. When the run asks for raw events, its chunks come wrapped in them: those of the whole graph
 * are its chunks, all others are events of their own.
 */
export async function streamChunks(
  graph: AnyGraph,
  run: ClaimedRun,
  input: unknown,
  options: GraphOptions,
): Promise<AsyncIterable<Chunk>> {
  if (!run.kwargs.stream_mode.includes("events") || graph.streamEvents === undefined)
    return (await graph.stream(input, options)) as AsyncIterable<Chunk>;
  return unwrapEvents(graph.streamEvents(input, { ...options, version: "v2" }), run.runId);
}

async function* unwrapEvents(events: AsyncIterable<unknown>, runId: string): AsyncGenerator<Chunk> {
  for await (const event of events) {
    if (!isRecord(event)) continue;
    const { data, tags } = event;
    if (event["event"] === "on_chain_stream" && event["run_id"] === runId && isRecord(data)) {
      yield data["chunk"] as Chunk;
    } else if (!Array.isArray(tags) || !tags.includes("langsmith:hidden")) {
      yield [[], "events", toShownEvent(event)];
    }
  }
}

/** Without what the server alone sets. */
function toShownEvent(event: Json): Json {
  const metadata = isRecord(event["metadata"]) ? event["metadata"] : {};
  const shown = Object.entries(metadata).filter(
    ([key]) => !key.startsWith("__") && !key.startsWith("langgraph_auth_"),
  );
  return { ...event, metadata: Object.fromEntries(shown) };
}

function isRecord(value: unknown): value is Json {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
