import { createLink, type LinkDeps } from "./link.ts";
import type { FrameBatch } from "./verbs/call.ts";

const HEARTBEAT = Buffer.from(": heartbeat\n\n");

/**
 * Batches of frames as the bytes of server-sent events: one batch, one write. The next batch is asked for when the
 * client has taken the last one; heartbeats go out all the while, also when nothing else does.
 */
export function createEventBody({
  batches,
  ...deps
}: LinkDeps & { batches: AsyncIterable<FrameBatch> }): ReadableStream<Uint8Array> {
  return createTextBody({ ...deps, items: batches, toText: toEventText });
}

/** The same for what another protocol sends as server-sent events; "" is nothing to send. */
export function createTextBody<Item>({
  items,
  toText,
  ...deps
}: LinkDeps & {
  items: AsyncIterable<Item>;
  toText: (item: Item) => string;
}): ReadableStream<Uint8Array> {
  const iterator = items[Symbol.asyncIterator]();
  // A generator that waits for its next value finishes its return later; nobody needs to wait for that.
  const release = () => void iterator.return?.().catch(deps.onFailure);
  const link = createLink({ ...deps, heartbeat: HEARTBEAT, release });
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        link.open(controller);
        try {
          const text = await nextText(iterator, toText);
          if (text !== undefined) link.write(Buffer.from(text));
          else link.end();
        } catch (error) {
          // Without an `end` frame clients look at the run and come back.
          link.fail(error);
        }
      },
      cancel: () => link.drop(),
    },
    { highWaterMark: 0 },
  );
}

/** The text of the next item that has any; undefined after the last. */
async function nextText<Item>(
  iterator: AsyncIterator<Item>,
  toText: (item: Item) => string,
): Promise<string | undefined> {
  for (;;) {
    const { done, value } = await iterator.next();
    if (done === true) return undefined;
    const text = toText(value);
    if (text !== "") return text;
  }
}

/** `json` is one line: JSON escapes line breaks, and the log keeps it without any between tokens. */
export function toEventText(batch: FrameBatch): string {
  let text = "";
  for (const frame of batch) {
    if ("comment" in frame) {
      text += `: ${frame.comment}\n\n`;
      continue;
    }
    const json = "json" in frame ? frame.json : JSON.stringify(frame.data);
    text += `id: ${frame.id}\nevent: ${frame.event}\ndata: ${json}\n\n`;
  }
  return text;
}
