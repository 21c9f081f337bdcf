import { afterEach, describe, expect, it } from "vitest";
import type { Bus } from "../../src/bus/bus.ts";
import { openRedisBus } from "../../src/bus/redis-bus.ts";
import { createLog } from "../../src/telemetry/log.ts";
import { createRedisUrl, openGate, REDIS_SERVER } from "../support/redis.ts";
import { until } from "../support/until.ts";

const log = createLog({ level: "silent", destination: process.stderr });
const opened: { close(): Promise<void> }[] = [];

function open(url: string): Bus {
  const bus = openRedisBus({ url, log });
  opened.push(bus);
  return bus;
}
function listen(bus: Bus, channel: string): { heard: string[]; ready(): number; stop(): void } {
  const heard: string[] = [];
  let ready = 0;
  const stop = bus.subscribe(channel, {
    onMessage: (message) => heard.push(message),
    onReady: () => (ready += 1),
  });
  return { heard, ready: () => ready, stop };
}

describe.runIf(REDIS_SERVER !== undefined)("the bus on Redis", () => {
  afterEach(async () => {
    for (const each of opened.splice(0)) await each.close();
  });

  it("brings a message to all who listen, in order, and to nobody else", async () => {
    const url = createRedisUrl();
    const [one, two, stranger] = [open(url), open(url), open(createRedisUrl())];
    await until(() => [one, two, stranger].every((bus) => bus.isUp()), "Redis");
    const [here, there, beside, elsewhere] = [
      listen(one, "news"),
      listen(two, "news"),
      listen(two, "other"),
      listen(stranger, "news"),
    ];
    await until(() => [here, there, beside, elsewhere].every(({ ready }) => ready() > 0), "the listeners");
    const messages = Array.from({ length: 50 }, (_, index) => `${index}`);
    expect(await Promise.all(messages.map((message) => one.publish("news", message)))).toEqual(
      messages.map(() => 2),
    );
    await until(() => here.heard.length === 50 && there.heard.length === 50, "the messages");
    expect([here.heard, there.heard]).toEqual([messages, messages]);
    expect([beside.heard, elsewhere.heard]).toEqual([[], []]);
    there.stop();
    await until(async () => (await one.publish("news", "again")) === 1, "the listener to be gone");
    expect(there.heard).toHaveLength(50);
  });

  it("opens without Redis, uses it when it comes, does without it when it goes, and says so to listeners", async () => {
    const gate = await openGate(REDIS_SERVER ?? "");
    opened.push(gate);
    await gate.cut();
    const bus = open(createRedisUrl(gate.url));
    const { heard, ready } = listen(bus, "news");
    expect(bus.isUp()).toBe(false);
    expect(await bus.publish("news", "lost")).toBeNull();
    await gate.mend();
    await until(() => bus.isUp() && ready() === 1, "Redis");
    expect(await bus.publish("news", "first")).toBe(1);
    await gate.cut();
    await until(() => !bus.isUp(), "the loss to be noticed");
    expect(await bus.publish("news", "lost")).toBeNull();
    await gate.mend();
    await until(() => bus.isUp() && ready() === 2, "Redis again");
    expect(await bus.publish("news", "second")).toBe(1);
    await until(() => heard.length === 2, "both messages");
    expect(heard).toEqual(["first", "second"]);
  });

  it("drops what Redis does not take in time, instead of keeping it", async () => {
    const gate = await openGate(REDIS_SERVER ?? "");
    opened.push(gate);
    const bus = open(createRedisUrl(gate.url));
    await until(bus.isUp, "Redis");
    gate.freeze();
    const large = "x".repeat(1_000_000);
    const sent = Array.from({ length: 12 }, () => bus.publish("news", large));
    expect(await Promise.race(sent.slice(-4))).toBeNull();
    expect((await Promise.all(sent)).every((heardBy) => heardBy === null)).toBe(true);
  });
});
