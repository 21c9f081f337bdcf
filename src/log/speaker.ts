import type { Bus } from "../bus/bus.ts";
import type { ThreadRow } from "./event-row.ts";
import { writeRelayMessage } from "./relay-message.ts";
import type { Claim } from "./window.ts";

/** One claim's rows on their way to readers in other processes. */
export type Speaker = {
  show(row: ThreadRow): void;
  /** Rows up to this one exist, whether they were shown or not. */
  announce(last: number): void;
  /** Somebody has begun to listen. */
  wake(): void;
  close(): void;
};

type SpeakerDeps = {
  bus: Bus;
  /** Who sends, so that nobody listens to himself. */
  from: string;
  channel: string;
  claim: Claim;
  /** This process listens to the channel too. */
  isHeardHere(): boolean;
  onClose(speaker: Speaker): void;
};

/** A larger row is not sent: readers find it in Postgres. */
const MOST_CHARACTERS = 250_000;
const PAUSE_MS = 200;

/** What one turn of the event loop brings leaves together; nothing leaves any more once nobody hears it. */
export function createSpeaker({ bus, from, channel, claim, isHeardHere, onClose }: SpeakerDeps): Speaker {
  let waiting: ThreadRow[] = [];
  let last = claim.firstSeq - 1;
  let isHeard = true;
  let flushing: NodeJS.Immediate | null = null;

  async function send(rows: readonly ThreadRow[]): Promise<void> {
    const message = writeRelayMessage({ from, claim, last: rows.at(-1)?.seq ?? last, rows });
    const heardBy = await bus.publish(channel, message);
    if (heardBy === null) setTimeout(plan, PAUSE_MS).unref();
    else if (heardBy <= (isHeardHere() ? 1 : 0)) isHeard = false;
  }
  function flush(): void {
    flushing = null;
    const rows = waiting;
    waiting = [];
    if (!bus.isUp()) return;
    for (const batch of toBatches(rows)) void send(batch);
    if (rows.at(-1)?.seq !== last) void send([]);
  }
  function plan(): void {
    flushing ??= setImmediate(flush);
  }

  const speaker: Speaker = {
    show(row) {
      last = row.seq;
      if (!isHeard || !bus.isUp()) return;
      if (row.json.length < MOST_CHARACTERS) waiting.push(row);
      plan();
    },
    announce(seq) {
      if (seq <= last) return;
      last = seq;
      if (isHeard && bus.isUp()) plan();
    },
    wake() {
      isHeard = true;
      plan();
    },
    close: () => onClose(speaker),
  };
  return speaker;
}

/** Rows in their order, each batch small enough for one message. */
function* toBatches(rows: readonly ThreadRow[]): Generator<readonly ThreadRow[]> {
  let batch: ThreadRow[] = [];
  let characters = 0;
  for (const row of rows) {
    if (characters + row.json.length > MOST_CHARACTERS && batch.length > 0) {
      yield batch;
      batch = [];
      characters = 0;
    }
    batch.push(row);
    characters += row.json.length;
  }
  if (batch.length > 0) yield batch;
}
