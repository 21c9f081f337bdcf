import type { Database } from "../../db/database.ts";
import type { FollowLog } from "../follow-log.ts";
import { readHeadEvent } from "./head-event.ts";
import { findRunStart, readHead, readTapeRows, type ThreadAddress } from "./read-tape-rows.ts";
import { createTapeRenderer } from "./render-tape.ts";
import { toRowSeq, toTapeSeq, type TapeEvent, type Wants } from "./tape-event.ts";

/** Events that are ready together. */
export type TapeBatch = {
  events: TapeEvent[];
  /** The number of the tape behind which nothing has been told yet. */
  through: number;
  /** A run begins, after everything that was stored when the reading began. */
  begins: boolean;
};

type Reading = ThreadAddress & {
  /** Events up to and with this number of the tape are left out. */
  after: number;
  wants: Wants;
};

/**
 * A thread's log as the thread protocol tells it: one durable tape over all its runs, the same for every reader in every
 * process.
 */
export type Tape = {
  /** The number behind which nothing is stored yet. */
  head(address: ThreadAddress): Promise<number>;
  /** The state as an event in front of a tape that does not begin with the thread; null when nothing is missing. */
  headEvent(address: ThreadAddress): Promise<TapeEvent | null>;
  /** What is stored, up to and with `upTo`, which is a head. */
  replay(reading: Reading & { upTo: number }): AsyncGenerator<TapeBatch>;
  /** What is stored, then what is produced, until the signal. `onLive` is called between the two. */
  follow(reading: Reading, signal: AbortSignal, onLive?: () => void): AsyncGenerator<TapeBatch>;
};

export function createTape({ db, followLog }: { db: Database; followLog: FollowLog }): Tape {
  /** Renders from the beginning of the run in which `after` lies, since later events follow from earlier rows. */
  async function* tell(reading: Reading, upToRow: number, render: ReturnType<typeof createTapeRenderer>) {
    const { after, wants } = reading;
    const start = after === 0 ? 0 : await findRunStart(db, reading, toRowSeq(after));
    for await (const rows of readTapeRows(db, reading, { after: start, upTo: upToRow, wants })) {
      yield { ...toBatch(rows.flatMap(render), rows.at(-1)?.seq ?? start, after), begins: false };
    }
  }

  return {
    head: async (address) => toTapeSeq(await readHead(db, address)),
    headEvent: (address) => readHeadEvent(db, address),
    replay: (reading) => tell(reading, toRowSeq(reading.upTo), createTapeRenderer(reading.wants)),
    async *follow(reading, signal, onLive) {
      const { tenantId, threadId, after } = reading;
      const render = createTapeRenderer(reading.wants);
      const head = await readHead(db, reading);
      for await (const batch of tell(reading, head, render)) {
        if (signal.aborted) return;
        yield batch;
      }
      onLive?.();
      for await (const rows of followLog({ tenantId, threadId, after: head }, signal)) {
        const begins = rows.some(({ mode }) => mode === "start");
        yield { ...toBatch(rows.flatMap(render), rows.at(-1)?.seq ?? head, after), begins };
      }
    },
  };
}

function toBatch(events: TapeEvent[], lastRow: number, after: number): Omit<TapeBatch, "begins"> {
  return { events: events.filter(({ seq }) => seq > after), through: toTapeSeq(lastRow) };
}
