import type { NewId } from "../domain/ids.ts";
import type { CommandReply, TapeSubscription } from "../domain/thread-command.ts";
import type { ThreadAddress } from "../log/v2/read-tape-rows.ts";
import type { TapeEvent } from "../log/v2/tape-event.ts";
import { matchesFilter, toWants } from "../log/v2/tape-filter.ts";
import type { Tape } from "../log/v2/tape.ts";
import { replaySubscription } from "./replay-subscription.ts";
import type { Wire } from "./wire.ts";

type Subscription = {
  id: string;
  filter: TapeSubscription;
  /** Events up to and with this number of the tape it has had. */
  through: number;
};

type SubscriptionDeps = {
  tape: Tape;
  newId: NewId;
  wire: Wire;
  address: ThreadAddress;
  /** Whether there is a thread that the caller may see; with one that he may not see everything ends. */
  admit(): Promise<boolean>;
  /** There is something to tell that the caller may not hear. */
  refuse(): void;
  signal: AbortSignal;
};

/** More of them at once are a mistake: clients put what they want into few. */
const MOST_SUBSCRIPTIONS = 256;

/**
 * The subscriptions of one connection. A new one gets its reply, then what the tape holds, then what comes; meanwhile
 * the others wait. What comes is sent once, however many it is for.
 */
export function createSubscriptions({ tape, newId, wire, address, admit, refuse, signal }: SubscriptionDeps) {
  const active = new Map<string, Subscription>();
  const waiting: { commandId: number; filter: TapeSubscription }[] = [];
  let interrupt = new AbortController();
  let isAdmitted = false;

  function disturb(): void {
    interrupt.abort();
  }
  signal.addEventListener("abort", disturb);

  async function begin(commandId: number, filter: TapeSubscription): Promise<void> {
    const id = newId();
    // What the others are still to hear comes to all of them at once: a replay must not overtake it.
    const heard = [...active.values()].map((one) => one.through);
    const head = Math.min(await tape.head(address), ...heard);
    const replay = { tape, wire, address, commandId, id, filter, head, signal, mayReplay };
    const through = await replaySubscription(replay);
    active.set(id, { id, filter, through });
  }
  async function mayReplay(): Promise<boolean> {
    return (isAdmitted ||= await admit());
  }

  /** Tells what comes until something changes. */
  async function tellLive(stop: AbortSignal): Promise<void> {
    const subscriptions = [...active.values()];
    const after = Math.min(...subscriptions.map(({ through }) => through));
    const wants = toWants(subscriptions.map(({ filter }) => filter));
    for await (const { events, through, begins } of tape.follow({ ...address, after, wants }, stop)) {
      if (begins || !isAdmitted) isAdmitted = await admit();
      if (!isAdmitted) return refuse();
      const due = events.filter((event) => isDue(event, subscriptions));
      for (const event of due) await wire.send(event);
      for (const subscription of subscriptions)
        subscription.through = Math.max(subscription.through, through);
      if (stop.aborted) return;
    }
  }

  return {
    add(commandId: number, filter: TapeSubscription): void {
      waiting.push({ commandId, filter });
      disturb();
    },
    remove(commandId: number, id: string): CommandReply {
      const meta = { thread_id: address.threadId };
      if (!active.delete(id)) {
        const message = `No subscription with id ${id}`;
        return { type: "error", id: commandId, error: "no_such_subscription", message, meta };
      }
      disturb();
      return { type: "success", id: commandId, result: {}, meta };
    },
    /** Resolves with the signal. */
    async run(): Promise<void> {
      while (!signal.aborted) {
        interrupt = new AbortController();
        const next = waiting.shift();
        if (next !== undefined) {
          if (active.size >= MOST_SUBSCRIPTIONS) await wire.send(toTooMany(next.commandId, address.threadId));
          else await begin(next.commandId, next.filter);
        } else if (active.size > 0) {
          await tellLive(interrupt.signal);
        } else {
          await untilAborted(interrupt.signal);
        }
      }
    },
  };
}

function isDue(event: TapeEvent, subscriptions: readonly Subscription[]): boolean {
  return subscriptions.some(({ filter, through }) => event.seq > through && matchesFilter(event, filter));
}

function toTooMany(id: number, threadId: string): CommandReply {
  const message = `A connection has at most ${MOST_SUBSCRIPTIONS} subscriptions; unsubscribe from one first`;
  return { type: "error", id, error: "invalid_argument", message, meta: { thread_id: threadId } };
}

function untilAborted(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve();
  return new Promise((resolve) => signal.addEventListener("abort", () => resolve(), { once: true }));
}
