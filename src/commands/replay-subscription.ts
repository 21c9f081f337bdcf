import type { TapeSubscription } from "../domain/thread-command.ts";
import type { ThreadAddress } from "../log/v2/read-tape-rows.ts";
import type { TapeEvent } from "../log/v2/tape-event.ts";
import { matchesFilter, toWants } from "../log/v2/tape-filter.ts";
import type { Tape } from "../log/v2/tape.ts";
import type { Wire } from "./wire.ts";

type Replay = {
  tape: Tape;
  wire: Wire;
  address: ThreadAddress;
  commandId: number;
  /** Of the new subscription. */
  id: string;
  filter: TapeSubscription;
  /** How far it goes. */
  head: number;
  signal: AbortSignal;
  /** Whether there is anything that the caller may see. */
  mayReplay(): Promise<boolean>;
};

/** As many events are kept while the rest is counted; a longer tape is read twice. */
const MOST_KEPT = 2_000;

/** Replies to a subscription with the number of events that the tape holds for it, then sends them. Answers how far. */
export async function replaySubscription(replay: Replay): Promise<number> {
  const { wire, address, commandId, id, filter, head, signal, mayReplay } = replay;
  const after = filter.since ?? 0;
  const { kept, count } = (await mayReplay())
    ? await countEvents(replay, after, head)
    : { kept: [], count: 0 };
  if (signal.aborted) return head;
  await wire.send({
    type: "success",
    id: commandId,
    result: { subscription_id: id, replayed_events: count },
    meta: { thread_id: address.threadId, applied_through_seq: head },
  });
  if (count === kept.length) await sendAll(wire, kept);
  else await sendAgain(replay, after, head);
  return Math.max(head, after);
}

async function countEvents(
  replay: Replay,
  after: number,
  head: number,
): Promise<{ kept: TapeEvent[]; count: number }> {
  const kept: TapeEvent[] = [];
  let count = 0;
  for await (const events of readMatching(replay, after, head)) {
    count += events.length;
    if (kept.length + events.length <= MOST_KEPT && kept.length === count - events.length)
      kept.push(...events);
  }
  return { kept, count };
}

async function sendAgain(replay: Replay, after: number, head: number): Promise<void> {
  for await (const events of readMatching(replay, after, head)) await sendAll(replay.wire, events);
}

async function* readMatching({ tape, address, filter, signal }: Replay, after: number, head: number) {
  if (after === 0 && filter.channels.includes("values")) {
    const state = await tape.headEvent(address);
    if (state !== null && matchesFilter(state, filter)) yield [state];
  }
  const reading = { ...address, after, upTo: head, wants: toWants([filter]) };
  for await (const { events } of tape.replay(reading)) {
    if (signal.aborted) return;
    yield events.filter((event) => matchesFilter(event, filter));
  }
}

async function sendAll(wire: Wire, events: readonly TapeEvent[]): Promise<void> {
  for (const event of events) await wire.send(event);
}
