import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import type { ThreadRow } from "../../src/log/event-row.ts";
import { storeRows, type LogClaim } from "../../src/log/store-rows.ts";
import { SERVER_URL } from "../support/database.ts";
import { createRedisUrl, openGate, REDIS_SERVER, type Gate } from "../support/redis.ts";
import { until } from "../support/until.ts";
import {
  claimRun,
  collect,
  createLogDatabase,
  openProcess,
  takeOver,
  toRow,
  type LogProcess,
} from "./support/processes.ts";

const held = (): boolean => true;
const toNumbers = (rows: readonly ThreadRow[]): number[] => rows.map(({ seq }) => seq);
const range = (from: number, length: number): number[] => Array.from({ length }, (_, index) => from + index);
const toClaim = (claim: LogClaim, resumed = false) => ({
  runId: claim.runId,
  firstSeq: claim.seq,
  resumed,
});

let databaseUrl: string;
let drop: () => Promise<void>;
const opened: { close(): Promise<void> }[] = [];

async function open(redisUrl: string | null): Promise<LogProcess> {
  const process = await openProcess(databaseUrl, redisUrl);
  opened.push(process);
  return process;
}
const store = ({ db }: LogProcess, claim: LogClaim, rows: ThreadRow[]): Promise<void> =>
  storeRows(db, claim, rows, 0);

describe.runIf(SERVER_URL !== undefined)("rows on their way to another process", () => {
  beforeAll(async () => {
    ({ url: databaseUrl, drop } = await createLogDatabase());
  });
  afterEach(async () => {
    for (const each of opened.splice(0)) await each.close();
  });
  afterAll(() => drop());

  describe.runIf(REDIS_SERVER !== undefined)("with Redis", () => {
    let gate: Gate;
    let writer: LogProcess;
    let reader: LogProcess;

    async function openBoth(): Promise<void> {
      gate = await openGate(REDIS_SERVER ?? "");
      opened.push(gate);
      const url = createRedisUrl(gate.url);
      [writer, reader] = await Promise.all([open(url), open(url)]);
      await until(() => writer.bus.isUp() && reader.bus.isUp(), "Redis");
    }

    it("arrive before they are stored", async () => {
      await openBoth();
      const claim = await claimRun(writer.db);
      const end = writer.hub.open(claim, toClaim(claim), held);
      const { rows, done } = collect(reader.followRun(claim));
      let shown = 0;
      await until(async () => {
        const row = toRow(claim, shown);
        shown += 1;
        end.show(row);
        await sleep(20);
        if (rows.at(-1)?.seq === row.seq) return true;
        // The reader did not listen yet.
        await store(writer, claim, [row]);
        return false;
      }, "a row that is not stored");
      const last = toRow(claim, shown, { mode: "end" });
      end.show(last);
      end.close();
      await done;
      expect(toNumbers(rows)).toEqual(range(claim.seq, shown + 1));
      const stored = await reader.db.run(claim.tenantId, "select seq from thread_events");
      expect(stored).toHaveLength(shown - 1);
    });

    it("come in order, each once, though Redis is cut and mended in their midst", async () => {
      await openBoth();
      const claim = await claimRun(writer.db);
      const end = writer.hub.open(claim, toClaim(claim), held);
      const { rows, done } = collect(reader.followRun(claim));
      for (let index = 0; index < 400; index++) {
        const row = toRow(claim, index, index === 399 ? { mode: "end" } : {});
        end.show(row);
        await store(writer, claim, [row]);
        end.stored(row.seq);
        if (index === 100) await gate.cut();
        if (index === 250) await gate.mend();
      }
      end.close();
      await done;
      expect(toNumbers(rows)).toEqual(range(claim.seq, 400));
    });

    it("come by way of Postgres while Redis stands open and dead, and by way of Redis again after it", async () => {
      await openBoth();
      const claim = await claimRun(writer.db);
      const end = writer.hub.open(claim, toClaim(claim), held);
      const { rows } = collect(reader.followRun(claim));
      const show = async (index: number, stored = true): Promise<void> => {
        const row = toRow(claim, index);
        end.show(row);
        if (!stored) return;
        await store(writer, claim, [row]);
        end.stored(row.seq);
      };
      await show(0);
      await until(() => rows.length === 1, "the first row");
      gate.freeze();
      await show(1);
      await until(() => rows.length === 2, "the row that Redis did not bring");
      await until(() => !writer.bus.isUp(), "the silence to be noticed");
      await until(() => writer.bus.isUp() && reader.bus.isUp(), "Redis again");
      await until(async () => {
        await show(rows.length, false);
        return rows.length > 3;
      }, "an unstored row");
      expect(toNumbers(rows)).toEqual(range(claim.seq, rows.length));
    });

    it("are read from Postgres when they are too large to be sent", async () => {
      await openBoth();
      const claim = await claimRun(writer.db);
      const end = writer.hub.open(claim, toClaim(claim), held);
      const { rows, done } = collect(reader.followRun(claim));
      const large = toRow(claim, 1, { json: JSON.stringify("x".repeat(400_000)) });
      const all = [toRow(claim, 0), large, toRow(claim, 2, { mode: "end" })];
      for (const row of all) end.show(row);
      await store(writer, claim, all);
      end.close();
      await done;
      expect(rows).toEqual(all);
    });

    it("of a worker that has lost its run are dropped as soon as the next one has begun", async () => {
      await openBoth();
      const other = await open(createRedisUrl(gate.url));
      opened.push(other);
      const claim = await claimRun(writer.db);
      const lost = writer.hub.open(claim, toClaim(claim), held);
      const { rows } = collect(reader.followRun(claim));
      const first = toRow(claim, 0);
      lost.show(first);
      await store(writer, claim, [first]);
      lost.stored(first.seq);
      await until(() => rows.length === 1, "the first row");

      const next = await takeOver(writer.db, claim);
      const heir = writer.hub.open(claim, toClaim(next, true), held);
      heir.show(toRow(next, 0));
      await until(() => rows.length === 2, "the row of the heir");
      lost.show(toRow(claim, 1));
      heir.show(toRow(next, 1));
      await until(() => rows.length === 3, "the next row of the heir");
      expect(rows.map(({ attempt }) => attempt)).toEqual([1, 2, 2]);
    });

    it("are not shown by a worker that cannot tell whether it still has the run", async () => {
      await openBoth();
      const claim = await claimRun(writer.db);
      let isHeld = true;
      const end = writer.hub.open(claim, toClaim(claim), () => isHeld);
      const { rows } = collect(reader.followRun(claim));
      await until(() => {
        end.show(toRow(claim, 0));
        return rows.length === 0;
      });
      await store(writer, claim, [toRow(claim, 0)]);
      await until(() => rows.length === 1, "the stored row");
      isHeld = false;
      end.show(toRow(claim, 1));
      isHeld = true;
      end.show(toRow(claim, 2));
      await store(writer, claim, [toRow(claim, 1, { json: '"as stored"' }), toRow(claim, 2)]);
      end.stored(claim.seq + 2);
      await until(() => rows.length === 3, "the rows behind the gap");
      expect(rows[1]?.json).toBe('"as stored"');
    });
  });

  it("come through Postgres alone, also when nobody rings", async () => {
    const [writer, reader] = await Promise.all([open(null), open(null)]);
    const claim = await claimRun(writer.db);
    const end = writer.hub.open(claim, toClaim(claim), held);
    const { rows, done } = collect(reader.followRun(claim));
    const show = async (index: number, rings: boolean): Promise<void> => {
      const row = toRow(claim, index, index === 3 ? { mode: "end" } : {});
      await store(writer, claim, [row]);
      if (rings) end.stored(row.seq);
    };
    await show(0, true);
    await until(() => rows.length === 1, "the first row");
    await show(1, true);
    await until(() => rows.length === 2, "the second row");
    await show(2, false);
    await until(() => rows.length === 3, "the row of which nobody told");
    await show(3, true);
    await done;
    expect(toNumbers(rows)).toEqual(range(claim.seq, 4));
  });

  it("of a whole thread go on over the ends of its runs, whichever process executes them", async () => {
    const url = REDIS_SERVER === undefined ? null : createRedisUrl();
    const [left, right] = await Promise.all([open(url), open(url)]);
    const abort = new AbortController();
    const first = await claimRun(left.db);
    const { threadId, tenantId } = first;
    const readings = [left, right].map(({ followLog }) =>
      collect(followLog({ tenantId, threadId, after: first.seq }, abort.signal)),
    );
    async function execute({ hub, db }: LogProcess, claim: LogClaim): Promise<ThreadRow[]> {
      const end = hub.open(claim, toClaim(claim), held);
      const rows = range(0, 5).map((index) => toRow(claim, index, index === 4 ? { mode: "end" } : {}));
      for (const row of rows) {
        end.show(row);
        await storeRows(db, claim, [row], 0);
        end.stored(row.seq);
      }
      await db.run(tenantId, "update runs set status = 'success' where run_id = $1", [claim.runId]);
      end.close();
      return rows;
    }
    const all = await execute(left, first);
    for (const process of [right, left, right]) {
      all.push(...(await execute(process, await claimRun(process.db, threadId))));
    }
    const expected = all.filter(({ seq }) => seq > first.seq);
    for (const { rows } of readings) await until(() => rows.length === expected.length, "all rows");
    abort.abort();
    await Promise.all(readings.map(({ done }) => done));
    for (const { rows } of readings) expect(rows).toEqual(expected);
  });
});
