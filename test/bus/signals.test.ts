import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createSilentBus } from "../../src/bus/bus.ts";
import { openRedisBus } from "../../src/bus/redis-bus.ts";
import { createSignals, type Signals } from "../../src/bus/signals.ts";
import type { Database } from "../../src/db/database.ts";
import { openDatabase } from "../../src/db/open-database.ts";
import { createLog } from "../../src/telemetry/log.ts";
import { createServerDatabase, SERVER_URL } from "../support/database.ts";
import { createRedisUrl, openGate, REDIS_SERVER } from "../support/redis.ts";
import { until } from "../support/until.ts";

const log = createLog({ level: "silent", destination: process.stderr });

describe.runIf(SERVER_URL !== undefined)("signals between processes", () => {
  let url: string;
  let drop: () => Promise<void>;
  const stops: (() => Promise<void>)[] = [];

  beforeAll(async () => {
    ({ url, drop } = await createServerDatabase(SERVER_URL ?? ""));
    await (await openDatabase({ url, folder: "" })).close();
  });
  afterAll(async () => {
    for (const stop of stops) await stop();
    await drop();
  });

  async function open(redisUrl: string | null, databaseUrl = url) {
    const db: Database = await openDatabase({ url: databaseUrl, folder: "" });
    let notified = 0;
    const counted: Database = {
      ...db,
      system(text, values) {
        if (text.includes("pg_notify")) notified += 1;
        return db.system(text, values);
      },
    };
    const bus = redisUrl === null ? createSilentBus() : openRedisBus({ url: redisUrl, log });
    const signals: Signals = createSignals({ db: counted, bus, onTrouble: () => {} });
    const heard: string[] = [];
    let gaps = 0;
    await signals.hear("rf_thread", { onSignal: (payload) => heard.push(payload), onGap: () => (gaps += 1) });
    stops.push(async () => {
      await signals.close();
      await bus.close();
      await db.close();
    });
    return { signals, bus, heard, notified: () => notified, gaps: () => gaps };
  }

  it("reach the others and not the one who tells, the same within a moment only once", async () => {
    const [teller, hearer] = [await open(null), await open(null)];
    for (let time = 0; time < 200; time++) teller.signals.tell("rf_thread", `thread ${time % 5}`);
    await until(() => new Set(hearer.heard).size === 5, "the signals");
    expect(teller.heard).toEqual([]);
    expect(hearer.heard.length).toBeLessThan(20);
    expect(teller.notified()).toBeLessThan(5);
  });

  it("come through after the connection to Postgres was lost, and the listener knows of the gap", async () => {
    const gate = await openGate(url);
    const [teller, hearer] = [await open(null), await open(null, gate.url)];
    const before = hearer.gaps();
    await gate.cut();
    await gate.mend();
    await until(() => hearer.gaps() > before, "a new connection");
    teller.signals.tell("rf_thread", "news");
    await until(() => hearer.heard.includes("news"), "the signal");
    stops.unshift(gate.close);
  });

  it.runIf(REDIS_SERVER !== undefined)(
    "go through Redis as long as it is there, else through Postgres",
    async () => {
      const gate = await openGate(REDIS_SERVER ?? "");
      stops.push(gate.close);
      const redisUrl = createRedisUrl(gate.url);
      const [teller, hearer] = [await open(redisUrl), await open(redisUrl)];
      await until(() => teller.bus.isUp() && hearer.bus.isUp() && hearer.gaps() > 0, "Redis");
      teller.signals.tell("rf_thread", "one");
      await until(() => hearer.heard.includes("one"), "the signal");
      expect(teller.notified()).toBe(0);
      await gate.cut();
      await until(() => !teller.bus.isUp(), "the loss to be noticed");
      teller.signals.tell("rf_thread", "two");
      await until(() => hearer.heard.includes("two"), "the signal");
      expect(teller.notified()).toBe(1);
    },
  );
});
