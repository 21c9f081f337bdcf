import type { Database } from "../db/database.ts";
import type { CallContext } from "../domain/principal.ts";
import type { TapeSubscription } from "../domain/thread-command.ts";
import type { RawFrame } from "../log/event-row.ts";
import type { TapeEvent } from "../log/v2/tape-event.ts";
import { matchesFilter, toWants } from "../log/v2/tape-filter.ts";
import type { Tape } from "../log/v2/tape.ts";
import { openStream } from "./open-stream.ts";
import { findCursor } from "./tape-cursor.ts";
import { maySee, threadNotFound, type LookAtThread, type Sight } from "./thread-access.ts";

type StreamDeps = { db: Database; tape: Tape; look: LookAtThread };
type StreamInput = {
  threadId: string;
  subscription: TapeSubscription;
  lastEventId: string | null;
  signal?: AbortSignal | undefined;
};

/**
 * The events of a thread that match a filter: what is kept, then what comes, over the ends of runs, until the reader
 * leaves or may not read any more. Rejects with `forbidden` or `thread_not_found` before anything is handed out.
 */
export function createStreamTape({ db, tape, look }: StreamDeps) {
  return async function streamTape({ ctx, input }: { ctx: CallContext; input: StreamInput }) {
    const { threadId, subscription } = input;
    const sight = await look(ctx, threadId);
    if (sight === "hidden") throw threadNotFound(threadId);
    const address = { tenantId: ctx.principal.tenantId, threadId };
    const after = await findCursor(db, address, {
      since: subscription.since,
      eventIds: [subscription.since_event_id, input.lastEventId],
    });
    return openStream(input.signal, (signal) => tell({ ctx, threadId, subscription, sight, after }, signal));
  };

  async function* tell(
    { ctx, threadId, subscription, sight, after }: Reader,
    signal: AbortSignal,
  ): AsyncGenerator<readonly RawFrame[]> {
    const address = { tenantId: ctx.principal.tenantId, threadId };
    const wants = toWants([subscription]);
    if (after === 0 && sight === "visible" && wants("values")) {
      const head = await tape.headEvent(address);
      if (head !== null && matchesFilter(head, subscription)) yield [toFrame(head)];
    }
    let isAdmitted = sight === "visible";
    for await (const batch of tape.follow({ ...address, after, wants }, signal)) {
      if (batch.begins || !isAdmitted) isAdmitted = await maySee(look, ctx, threadId);
      if (!isAdmitted) return;
      const frames = batch.events.filter((event) => matchesFilter(event, subscription)).map(toFrame);
      if (frames.length > 0) yield frames;
    }
  }
}

type Reader = {
  ctx: CallContext;
  threadId: string;
  subscription: TapeSubscription;
  sight: Sight;
  after: number;
};

function toFrame(event: TapeEvent): RawFrame {
  return { id: event.event_id, event: event.method, json: JSON.stringify(event) };
}
