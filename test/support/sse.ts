export type Frame = { id: string; event: string; data: unknown };

type ReadOptions = { lastEventId?: string; stopAfter?: number };

/** Reads an event stream to its end, or `stopAfter` frames of it and then hangs up. */
export async function readFrames(url: string, { lastEventId, stopAfter }: ReadOptions): Promise<Frame[]> {
  const abort = new AbortController();
  const headers = lastEventId === undefined ? {} : { "Last-Event-ID": lastEventId };
  const response = await fetch(url, { headers, signal: abort.signal });
  if (!response.ok || response.body === null) throw new Error(`${response.status} ${await response.text()}`);
  const frames: Frame[] = [];
  let pending = "";
  for await (const chunk of response.body.pipeThrough(new TextDecoderStream())) {
    pending += chunk;
    const blocks = pending.split("\n\n");
    pending = blocks.pop() ?? "";
    frames.push(...blocks.map(toFrame).filter((frame) => frame !== null));
    if (stopAfter !== undefined && frames.length >= stopAfter) {
      abort.abort();
      return frames.slice(0, stopAfter);
    }
  }
  return frames;
}

/** null for a comment such as a heartbeat. */
function toFrame(block: string): Frame | null {
  const fields = new Map<string, string>();
  for (const line of block.split("\n")) {
    const colon = line.indexOf(":");
    if (colon > 0) fields.set(line.slice(0, colon), line.slice(colon + 1).trimStart());
  }
  const event = fields.get("event");
  if (event === undefined) return null;
  return { id: fields.get("id") ?? "", event, data: JSON.parse(fields.get("data") ?? "null") };
}
