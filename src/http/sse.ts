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
  const iterator = batches[Symbol.asyncIterator]();
  // A generator that waits for its next value finishes its return later; nobody needs to wait for that.
  const release = () => void iterator.return?.().catch(deps.onFailure);
  const link = createLink({ ...deps, heartbeat: HEARTBEAT, release });
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        link.open(controller);
        try {
          const bytes = await nextBytes(iterator);
          if (bytes !== undefined) link.write(bytes);
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

/** Bytes of the next batch that holds anything; undefined after the last. */
async function nextBytes(iterator: AsyncIterator<FrameBatch>): Promise<Uint8Array | undefined> {
  for (;;) {
    const { done, value } = await iterator.next();
    if (done === true) return undefined;
    if (value.length > 0) return Buffer.from(toEventText(value));
  }
}

/** `json` is one line: JSON escapes line breaks, and the log keeps it without any between tokens. */
export function toEventText(batch: FrameBatch): string {
  let text = "";
  for (const frame of batch) {
    const json = "json" in frame ? frame.json : JSON.stringify(frame.data);
    text += `id: ${frame.id}\nevent: ${frame.event}\ndata: ${json}\n\n`;
  }
  return text;
}
