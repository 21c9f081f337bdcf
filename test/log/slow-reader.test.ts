import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createSilentBus } from "../../src/bus/bus.ts";
import { createSignals } from "../../src/bus/signals.ts";
import type { Database } from "../../src/db/database.ts";
import { createHub } from "../../src/log/hub.ts";
import { createFollowRun } from "../../src/log/reader.ts";
import { storeRows } from "../../src/log/store-rows.ts";
import { openTestDatabase } from "../support/database.ts";
import { claimRun, toRow } from "./support/processes.ts";

const ROWS = 6_000;

describe("a reader that does not keep up", () => {
  let db: Database;
  beforeAll(async () => {
    db = await openTestDatabase();
  });
  afterAll(() => db.close());

  it("holds nobody up, and gets every row in order, each once", async () => {
    const bus = createSilentBus();
    const onTrouble = (): void => {};
    const hub = createHub({ db, bus, signals: createSignals({ db, bus, onTrouble }), onTrouble });
    const claim = await claimRun(db);
    const end = hub.open(claim, { runId: claim.runId, firstSeq: claim.seq, resumed: false }, () => true);
    const reading = createFollowRun({ db, hub })(claim);
    const rows = Array.from({ length: ROWS }, (_, index) =>
      toRow(claim, index, index === ROWS - 1 ? { mode: "end" } : {}),
    );
    const read: number[] = [];
    for (let first = 0; first < ROWS; first += 500) {
      const batch = rows.slice(first, first + 500);
      for (const row of batch) end.show(row);
      await storeRows(db, claim, batch, 0);
      end.stored(claim.seq + first + 499);
      // One look at the beginning, then nothing until everything is there.
      if (first === 0)
        read.push(...((await reading.next()).value ?? []).map(({ seq }: { seq: number }) => seq));
    }
    end.close();
    for await (const batch of reading) read.push(...batch.map(({ seq }) => seq));
    expect(read).toEqual(rows.map(({ seq }) => seq));
    hub.close();
  });
});
