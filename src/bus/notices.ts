import { setTimeout as sleep } from "node:timers/promises";
import type { Database } from "../db/database.ts";

type Notice = { topic: string; payload: string };

const TOGETHER_MS = 15;
const MOST_WAITING = 10_000;

/**
 * Postgres notifications in few transactions: each takes a lock that all others wait for, which a statement of the hot
 * path must not. The first leaves at once, those that follow leave together.
 */
export function createNotices(db: Database, onTrouble: (error: unknown) => void) {
  const waiting = new Map<string, Notice>();
  let busy = false;

  async function send(): Promise<void> {
    const notices = [...waiting.values()];
    waiting.clear();
    if (notices.length === 0) return;
    try {
      await db.system(NOTIFY, [notices.map(({ topic }) => topic), notices.map(({ payload }) => payload)]);
    } catch (error) {
      onTrouble(error);
    }
  }
  async function sendAll(): Promise<void> {
    busy = true;
    while (waiting.size > 0) {
      await send();
      await sleep(TOGETHER_MS, undefined, { ref: false });
    }
    busy = false;
  }

  return {
    flush: send,
    add(notice: Notice): void {
      if (waiting.size >= MOST_WAITING) return;
      waiting.set(`${notice.topic} ${notice.payload}`, notice);
      if (!busy) void sendAll();
    },
  };
}

/** Nobody waits for the disk: a notification that a crash takes with it is made up for by those who look. */
const NOTIFY = `
  select pg_notify(notice.topic, notice.payload)
  from (select set_config('synchronous_commit', 'off', true)) as quick,
    unnest($1::text[], $2::text[]) as notice (topic, payload)`;
