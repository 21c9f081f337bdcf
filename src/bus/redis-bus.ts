import { Redis, type RedisOptions } from "ioredis";
import type { Log } from "../telemetry/log.ts";
import type { Bus, BusListener } from "./bus.ts";
import { parseRedisUrl } from "./redis-address.ts";
import { createPulse } from "./pulse.ts";

/** What waits for Redis may take this much memory; further messages are dropped, and readers turn to Postgres. */
const MOST_CHARACTERS_UNDER_WAY = 8_000_000;

const OPTIONS: RedisOptions = {
  connectTimeout: 3_000,
  enableAutoPipelining: true,
  enableOfflineQueue: false,
  autoResubscribe: false,
  autoResendUnfulfilledCommands: false,
  maxRetriesPerRequest: 0,
  retryStrategy: (times) => Math.min(100 * times, 2_000),
};

/** Opens without waiting for Redis: as long as it cannot be reached the bus is down and tries again. */
export function openRedisBus({ url: address, log }: { url: string; log: Log }): Bus {
  const { url, prefix } = parseRedisUrl(address);
  const host = new URL(url).host;
  const voice = new Redis(url, { ...OPTIONS, connectionName: "raptorflow-voice" });
  const ears = new Redis(url, { ...OPTIONS, connectionName: "raptorflow-ears" });
  const channels = createChannels(ears, prefix);
  let underWay = 0;
  let trouble: unknown = null;
  const note = (error: unknown): void => {
    trouble = error;
  };

  async function send(channel: string, message: string): Promise<number | null> {
    underWay += message.length;
    try {
      return await voice.publish(prefix + channel, message);
    } catch {
      return null;
    } finally {
      underWay -= message.length;
    }
  }
  const pulse = createPulse({
    send,
    subscribe: channels.subscribe,
    onLost() {
      voice.disconnect(true);
      ears.disconnect(true);
    },
    onChange: (isUp) =>
      isUp
        ? log.info({}, `Redis at ${host} carries news between processes`)
        : log.warn({ err: trouble }, `Redis at ${host} cannot be reached; Postgres carries on alone`),
  });
  // Without a listener an error would end the process; the pulse says what is to be said.
  voice.on("error", note);
  ears.on("error", note);
  voice.on("close", pulse.stopped);
  ears.on("close", pulse.stopped);

  return {
    isUp: pulse.isUp,
    async publish(channel, message) {
      if (!pulse.isUp() || underWay + message.length > MOST_CHARACTERS_UNDER_WAY) return null;
      return send(channel, message);
    },
    subscribe: channels.subscribe,
    async close() {
      pulse.end();
      voice.disconnect();
      ears.disconnect();
    },
  };
}

/** The channels that somebody here listens to, subscribed anew with each connection. */
function createChannels(ears: Redis, prefix: string) {
  const channels = new Map<string, Set<BusListener>>();

  async function subscribe(names: string[]): Promise<void> {
    if (names.length === 0 || ears.status !== "ready") return;
    try {
      await ears.subscribe(...names.map((name) => prefix + name));
    } catch {
      return;
    }
    for (const name of names) for (const listener of channels.get(name) ?? []) listener.onReady();
  }
  ears.on("ready", () => void subscribe([...channels.keys()]));
  ears.on("message", (channel: string, message: string) => {
    for (const listener of channels.get(channel.slice(prefix.length)) ?? []) listener.onMessage(message);
  });

  return {
    subscribe(name: string, listener: BusListener): () => void {
      const known = channels.get(name);
      channels.set(name, (known ?? new Set()).add(listener));
      if (known === undefined) void subscribe([name]);
      else void Promise.resolve().then(listener.onReady);
      return () => {
        const left = channels.get(name);
        if (left?.delete(listener) !== true || left.size > 0) return;
        channels.delete(name);
        if (ears.status === "ready") void ears.unsubscribe(prefix + name).catch(() => undefined);
      };
    },
  };
}
