import { Agent, request } from "node:http";

export type OpenStream = {
  /** Resolves with the number of custom events when the stream has ended. */
  done: Promise<number>;
  events(): number;
  leave(): void;
};

const agent = new Agent({ keepAlive: false, maxSockets: Number.POSITIVE_INFINITY });
const EVENT = "event: custom\n";

/** Joins a run's stream from its first event; a reader that sleeps takes nothing until it wakes. */
export function openStream(url: string, options: { sleeps: boolean }): OpenStream & { wake(): void } {
  let events = 0;
  const { promise, resolve, reject } = Promise.withResolvers<number>();
  let wake = (): void => {};
  const sent = request(url, { agent, headers: { "last-event-id": "-1" } }, (reply) => {
    reply.setEncoding("utf8");
    let tail = "";
    reply.on("data", (text: string) => {
      const whole = tail + text;
      events += whole.split(EVENT).length - 1;
      tail = whole.slice(Math.max(0, whole.lastIndexOf("\n\n") + 2));
      if (tail.includes(EVENT)) tail = tail.slice(tail.lastIndexOf(EVENT) + EVENT.length);
    });
    reply.on("end", () => resolve(events));
    reply.on("error", reject);
    if (!options.sleeps) return;
    reply.pause();
    wake = () => reply.resume();
  });
  sent.on("error", reject);
  sent.end();
  return {
    done: promise,
    events: () => events,
    wake: () => wake(),
    leave() {
      promise.catch(() => undefined);
      sent.destroy();
    },
  };
}
