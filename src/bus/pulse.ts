import type { BusListener } from "./bus.ts";

const BEAT_MS = 1_000;
const LONGEST_SILENCE_MS = 3_000;

type PulseDeps = {
  send(channel: string, message: string): Promise<number | null>;
  subscribe(channel: string, listener: BusListener): () => void;
  /** Nothing came back for a while: the connections are to be opened anew. */
  onLost(): void;
  onChange(isUp: boolean): void;
};

/** Knows whether what is sent arrives, by sending to itself: a connection can stand open and be dead. */
export function createPulse({ send, subscribe, onLost, onChange }: PulseDeps) {
  const channel = `pulse:${crypto.randomUUID()}`;
  let heardAt = performance.now();
  let up: boolean | null = null;
  let ended = false;

  function turn(isUp: boolean): void {
    if (up === isUp || ended) return;
    up = isUp;
    onChange(isUp);
  }
  const beat = (): void => void send(channel, "");
  const unsubscribe = subscribe(channel, {
    onReady: beat,
    onMessage() {
      heardAt = performance.now();
      turn(true);
    },
  });
  const timer = setInterval(() => {
    if (performance.now() - heardAt > LONGEST_SILENCE_MS) {
      turn(false);
      heardAt = performance.now();
      onLost();
    }
    beat();
  }, BEAT_MS);
  timer.unref();

  return {
    isUp: () => up === true,
    /** A connection was lost. */
    stopped: () => turn(false),
    end(): void {
      ended = true;
      clearInterval(timer);
      unsubscribe();
    },
  };
}
