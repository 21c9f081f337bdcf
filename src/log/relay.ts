import type { Bus } from "../bus/bus.ts";
import type { ThreadRow } from "./event-row.ts";
import { readRelayMessage } from "./relay-message.ts";
import { createSpeaker, type Speaker } from "./speaker.ts";
import type { Claim } from "./window.ts";

export type ThreadAddress = { tenantId: string; threadId: string };

export type RelayListener = {
  onRows(claim: Claim, rows: readonly ThreadRow[], last: number): void;
  /** Rows may have been missed. */
  onGap(): void;
};

export type Relay = {
  speak(address: ThreadAddress, claim: Claim): Speaker;
  listen(address: ThreadAddress, listener: RelayListener): () => void;
  isUp(): boolean;
  close(): void;
};

const WATCH = "watch";

/**
 *   worker > speaker > together with what else this turn of the event loop brings > Redis > readers elsewhere
 *
 * Nobody publishes for nobody: a thread's channel is fed until a message reaches no process, and again when a process
 * says on the channel `watch` that it has begun to listen.
 */
export function createRelay(bus: Bus): Relay {
  const self = crypto.randomUUID();
  const speakers = new Map<string, Set<Speaker>>();
  const heardHere = new Set<string>();
  const toChannel = ({ tenantId, threadId }: ThreadAddress): string => `rows:${tenantId}:${threadId}`;

  const stopWatching = bus.subscribe(WATCH, {
    onMessage: (channel) => speakers.get(channel)?.forEach((speaker) => speaker.wake()),
    onReady: () => speakers.forEach((ofThread) => ofThread.forEach((speaker) => speaker.wake())),
  });

  return {
    isUp: () => bus.isUp(),
    speak(address, claim) {
      const channel = toChannel(address);
      const ofThread = speakers.get(channel) ?? new Set();
      speakers.set(channel, ofThread);
      const speaker = createSpeaker({
        bus,
        from: self,
        channel,
        claim,
        isHeardHere: () => heardHere.has(channel),
        onClose(closed) {
          ofThread.delete(closed);
          if (ofThread.size === 0 && speakers.get(channel) === ofThread) speakers.delete(channel);
        },
      });
      ofThread.add(speaker);
      speaker.wake();
      return speaker;
    },
    listen(address, { onRows, onGap }) {
      const channel = toChannel(address);
      heardHere.add(channel);
      const stop = bus.subscribe(channel, {
        onMessage(text) {
          const message = readRelayMessage(text, self);
          if (message !== null) onRows(message.claim, message.rows, message.last);
        },
        onReady() {
          void bus.publish(WATCH, channel);
          onGap();
        },
      });
      return () => {
        heardHere.delete(channel);
        stop();
      };
    },
    close: stopWatching,
  };
}
