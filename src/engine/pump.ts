import type { Chunk } from "./graph-chunks.ts";
import type { ChunkLog } from "./log-chunks.ts";

/** `asked`: ids of what the run asked; null when it did not stop. */
export type Streamed = { valuesJson: string | null; asked: ReadonlySet<unknown> | null };

/** Writes what a graph emits into the log, as fast as the log takes it. Throws `EventTooLargeError`. */
export async function pump(chunks: AsyncIterable<Chunk>, logChunk: ChunkLog): Promise<Streamed> {
  let valuesJson: string | null = null;
  let asked: Set<unknown> | null = null;
  for await (const chunk of chunks) {
    const { json, room } = logChunk(chunk);
    const [namespace, mode, payload] = chunk;
    if (namespace.length === 0 && mode === "values") {
      if (isInterrupt(payload))
        asked = new Set([...(asked ?? []), ...payload.__interrupt__.map(({ id }) => id)]);
      else valuesJson = json;
    }
    if (room !== undefined) await room;
  }
  return { valuesJson, asked };
}

function isInterrupt(payload: unknown): payload is { __interrupt__: { id?: string }[] } {
  if (typeof payload !== "object" || payload === null || !("__interrupt__" in payload)) return false;
  return Array.isArray(payload.__interrupt__);
}
