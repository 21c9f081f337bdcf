import { setImmediate as nextTurn } from "node:timers/promises";
import type { Database } from "../db/database.ts";
import type { LogMode } from "../domain/event.ts";
import type { EventRow } from "./event-row.ts";
import type { Feed } from "./feed.ts";
import type { Hub } from "./hub.ts";

export type RunAddress = { tenantId: string; threadId: string; runId: string };

/**
 * Follows one run's rows from its first to its `end`, in order, each once: from memory while this process executes it,
 * else from Postgres. Yields what is ready together. Ends without an `end` row only when the run ended before a worker
 * claimed it, or is gone.
 */
export type FollowRun = (address: RunAddress, signal?: AbortSignal) => AsyncGenerator<readonly EventRow[]>;

const PAGE = 500;
/** A page ends with the event that goes over this. */
const PAGE_CHARACTERS = 2_000_000;

type StoredRow = {
  seq: number;
  run_id: string;
  run_seq: number;
  attempt: number;
  ns: string;
  mode: LogMode;
  data: string;
  at: number;
};

export function createFollowRun({ db, hub }: { db: Database; hub: Hub }): FollowRun {
  return async function* followRun(address, signal) {
    let lastSeq = 0;
    while (signal?.aborted !== true) {
      const bells = [hub.news(address.runId), hub.news(address.threadId)];
      try {
        const live = hub.find(address.runId);
        if (live !== undefined && (!live.resumed || lastSeq >= live.firstSeq - 1)) {
          for await (const rows of followFeed(live.feed, lastSeq, signal)) {
            lastSeq = rows.at(-1)?.seq ?? lastSeq;
            yield rows;
            if (rows.at(-1)?.mode === "end") return;
          }
        }
        const { rows, over } = await readStored(db, address, lastSeq);
        if (rows.length > 0) {
          lastSeq = rows.at(-1)?.seq ?? lastSeq;
          yield rows;
          if (rows.at(-1)?.mode === "end") return;
        } else if (over) {
          return;
        } else if (live !== undefined && !live.feed.isClosed()) {
          lastSeq = Math.max(lastSeq, live.firstSeq - 1);
        } else {
          await untilNews(
            bells.map(({ arrived }) => arrived),
            signal,
          );
        }
      } finally {
        for (const bell of bells) bell.forget();
      }
    }
  };
}

async function* followFeed(
  feed: Feed,
  lastSeq: number,
  signal: AbortSignal | undefined,
): AsyncGenerator<readonly EventRow[]> {
  let position = feed.positionAfter(lastSeq);
  while (position !== null && signal?.aborted !== true) {
    const changed = feed.changed();
    const rows = feed.rowsFrom(position);
    if (rows === null) return;
    if (rows.length > 0) {
      position += rows.length;
      yield rows;
      // Rows that arrive within one turn of the event loop go out together.
      await nextTurn();
      continue;
    }
    if (feed.isClosed()) return;
    await untilNews([changed], signal);
  }
}

/** A page of stored rows. */
async function readStored(
  db: Database,
  { tenantId, threadId, runId }: RunAddress,
  lastSeq: number,
): Promise<{ rows: EventRow[]; over: boolean }> {
  const [run] = await db.run<{ first_seq: number | null; active: boolean }>(
    tenantId,
    "select first_seq, status in ('pending', 'running') as active from runs where run_id = $1 and thread_id = $2",
    [runId, threadId],
  );
  if (run === undefined) return { rows: [], over: true };
  if (run.first_seq === null) return { rows: [], over: !run.active };
  const stored = await db.run<StoredRow>(
    tenantId,
    `select seq, run_id, run_seq, attempt, ns, mode, data, at from (
       select *, sum(length(data)) over (order by seq) - length(data) as before from (
         select seq, run_id, run_seq, attempt, ns, mode, data, at from thread_events
         where thread_id = $1 and run_id = $3 and seq > $2 order by seq limit ${PAGE}
       ) as page
     ) as measured where before < ${PAGE_CHARACTERS} order by seq`,
    [threadId, Math.max(lastSeq, run.first_seq - 1), runId],
  );
  const rows = stored.map(toEventRow);
  return { rows, over: !run.active && rows.length === 0 };
}

function toEventRow(row: StoredRow): EventRow {
  const { seq, attempt, ns, mode, at } = row;
  return { seq, runSeq: row.run_seq, attempt, ns, mode, json: row.data, at };
}

async function untilNews(promises: Promise<void>[], signal: AbortSignal | undefined): Promise<void> {
  if (signal === undefined) return Promise.race(promises);
  const aborted = Promise.withResolvers<void>();
  const onAbort = (): void => aborted.resolve();
  signal.addEventListener("abort", onAbort, { once: true });
  try {
    await Promise.race([...promises, aborted.promise]);
  } finally {
    signal.removeEventListener("abort", onAbort);
  }
}
