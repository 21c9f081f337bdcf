import { setTimeout as sleep } from "node:timers/promises";
import type { Connection } from "./connection.ts";

type Listener = { onPayload(payload: string): void; onGap(): void };
type EarsDeps = {
  open(onNotify: (channel: string, payload: string) => void, onLost: () => void): Connection;
};

export type Ears = {
  /** Resolves when it listens, or when it failed to and tries again by itself; answers how to stop. */
  listen(channel: string, listener: Listener): Promise<() => Promise<void>>;
  end(): Promise<void>;
};

const RETRY_MS = 300;
const LOOK_MS = 5_000;
const CHANNEL = /^[a-z_][a-z0-9_]*$/;

/**
 * One connection that hears notifications. A lost one is replaced, again and again until that works; then every listener
 * is told that it may have missed some.
 */
export function createEars({ open }: EarsDeps): Ears {
  const channels = new Map<string, Set<Listener>>();
  let connection: Connection | null = null;
  let opening: Promise<void> | null = null;
  let ended = false;

  function onNotify(channel: string, payload: string): void {
    for (const listener of channels.get(channel) ?? []) listener.onPayload(payload);
  }
  /** Opens a connection that listens to all channels; false when that did not work. */
  async function tryOpen(): Promise<boolean> {
    const opened = open(onNotify, () => {
      if (connection !== opened) return;
      connection = null;
      void reopen();
    });
    try {
      await opened.execute([...channels.keys()].map((channel) => `listen ${channel}`).join("; "));
      if (opened.isLost()) return false;
      connection = opened;
      return true;
    } catch {
      await opened.end();
      return false;
    }
  }
  async function openUntilItWorks(): Promise<void> {
    while (!ended && connection === null && channels.size > 0) {
      if (await tryOpen())
        for (const listeners of channels.values()) for (const { onGap } of listeners) onGap();
      else await sleep(RETRY_MS, undefined, { ref: false });
    }
  }
  function reopen(): Promise<void> {
    opening ??= openUntilItWorks().finally(() => (opening = null));
    return opening;
  }
  /** A connection that hears nothing may be a dead one. */
  const look = setInterval(() => void connection?.query("select 1", []).catch(() => undefined), LOOK_MS);
  look.unref();

  return {
    async listen(channel, listener) {
      if (!CHANNEL.test(channel)) throw new RangeError(`No name of a channel: ${channel}`);
      const listeners = channels.get(channel) ?? new Set();
      channels.set(channel, listeners.add(listener));
      if (listeners.size === 1) {
        if (connection === null) await reopen();
        // A connection that was being opened meanwhile may not know of this channel.
        await connection?.execute(`listen ${channel}`).catch(() => undefined);
      }
      return async () => {
        listeners.delete(listener);
      };
    },
    async end() {
      ended = true;
      clearInterval(look);
      await connection?.end();
    },
  };
}
