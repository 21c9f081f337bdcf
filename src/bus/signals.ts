import type { Database } from "../db/database.ts";
import type { Bus } from "./bus.ts";
import { createNotices } from "./notices.ts";

/** What processes tell each other: there are runs to claim, a run is to be stopped, a thread has news. */
export type Topic = "rf_runs" | "rf_cancel" | "rf_thread";

export type SignalListener = {
  onSignal(payload: string): void;
  /** Some may have been missed. */
  onGap(): void;
};

/** Wake-ups between the processes of one database. Each may get lost, so whoever listens also looks from time to time. */
export type Signals = {
  /** Tells the other processes, the same within a few milliseconds only once. `payload` without U+0000, short. */
  tell(topic: Topic, payload: string): void;
  /** Told by other processes, never by this one. */
  hear(topic: Topic, listener: SignalListener): Promise<void>;
  /** Sends what still waits and stops listening. */
  close(): Promise<void>;
};

type SignalDeps = { db: Database; bus: Bus; onTrouble(error: unknown): void };

export function createSignals({ db, bus, onTrouble }: SignalDeps): Signals {
  const self = crypto.randomUUID();
  const stops: (() => Promise<void> | void)[] = [];
  const notices = createNotices(db, onTrouble);

  return {
    tell(topic, payload) {
      // One process has nobody to tell.
      if (db.kind === "embedded") return;
      const message = `${self} ${payload}`;
      const isUp = bus.isUp();
      if (isUp) void bus.publish(topic, message);
      // What must arrive within a second is said twice: not everybody may reach Redis.
      if (!isUp || topic === "rf_cancel") notices.add({ topic, payload: message });
    },
    async hear(topic, { onSignal, onGap }) {
      if (db.kind === "embedded") return;
      const onMessage = (message: string): void => {
        const end = message.indexOf(" ");
        if (message.slice(0, end) !== self) onSignal(message.slice(end + 1));
      };
      stops.push(bus.subscribe(topic, { onMessage, onReady: onGap }));
      stops.push(await db.listen(topic, onMessage, onGap));
    },
    async close() {
      await notices.flush();
      for (const stop of stops) await stop();
    },
  };
}
