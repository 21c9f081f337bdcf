import { setTimeout as sleep } from "node:timers/promises";
import type { WebSocket } from "ws";

/** What may wait in memory for one reader before whoever writes has to wait as well. */
const HIGH_WATER_BYTES = 1_000_000;
const LOW_WATER_BYTES = 200_000;
const LOOK_MS = 20;
/** A reader who takes nothing for so long is let go; he comes back and finds all that he missed. */
const STUCK_MS = 30_000;

/** Close codes of RFC 6455; clients come back after these. */
export const CLOSE = { goingAway: 1001, internal: 1011, tryAgainLater: 1013 } as const;

export type SocketWire = {
  /** Puts a message behind the others; resolves when there is room for more. Rejects when the socket is closed. */
  send(message: object): Promise<void>;
};

export function createSocketWire(socket: WebSocket, stuckMs = STUCK_MS): SocketWire {
  /** All who write wait for the same room. */
  let room: Promise<void> | null = null;

  async function untilRoom(): Promise<void> {
    let lowest = socket.bufferedAmount;
    let since = performance.now();
    while (socket.readyState === socket.OPEN && socket.bufferedAmount > LOW_WATER_BYTES) {
      await sleep(LOOK_MS);
      if (socket.bufferedAmount < lowest) {
        lowest = socket.bufferedAmount;
        since = performance.now();
      } else if (performance.now() - since > stuckMs) {
        socket.close(CLOSE.tryAgainLater, "Events are not taken");
        // A peer that reads nothing does not answer the close either.
        socket.terminate();
      }
    }
  }

  return {
    async send(message) {
      if (socket.readyState !== socket.OPEN) throw new Error("The socket is closed");
      socket.send(JSON.stringify(message));
      if (socket.bufferedAmount < HIGH_WATER_BYTES) return;
      room ??= untilRoom().finally(() => {
        room = null;
      });
      await room;
    },
  };
}
