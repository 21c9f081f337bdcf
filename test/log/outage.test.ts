import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createSilentBus } from "../../src/bus/bus.ts";
import { createSignals } from "../../src/bus/signals.ts";
import type { Database } from "../../src/db/database.ts";
import { AppError } from "../../src/domain/errors.ts";
import { createHub } from "../../src/log/hub.ts";
import { createFollowRun } from "../../src/log/reader.ts";
import { storeRows } from "../../src/log/store-rows.ts";
import { openTestDatabase } from "../support/database.ts";
import { claimRun, collect, toRow } from "./support/processes.ts";

describe("a reader whose database is away", () => {
  let db: Database;
  beforeAll(async () => {
    db = await openTestDatabase();
  });
  afterAll(() => db.close());

  async function follow(failure: (look: number) => Error | null) {
    let looks = 0;
    const failing: Database = {
      ...db,
      async run(tenantId, text, values) {
        looks += 1;
        const error = failure(looks);
        if (error !== null) throw error;
        return db.run(tenantId, text, values);
      },
    };
    const bus = createSilentBus();
    const onTrouble = (): void => {};
    const hub = createHub({ db, bus, signals: createSignals({ db, bus, onTrouble }), onTrouble });
    const claim = await claimRun(db);
    const rows = [toRow(claim, 0), toRow(claim, 1, { mode: "end" })];
    await storeRows(db, claim, rows, 0);
    const reading = collect(createFollowRun({ db: failing, hub })(claim));
    return { ...reading, expected: rows, close: hub.close };
  }

  it("waits and goes on", async () => {
    const { rows, done, expected, close } = await follow((look) =>
      look < 3 ? new AppError("unavailable", "away") : null,
    );
    await done;
    expect(rows).toEqual(expected);
    close();
  });

  it("does not wait when it is something else", async () => {
    const { done, close } = await follow(() => new AppError("internal", "broken"));
    await expect(done).rejects.toMatchObject({ code: "internal" });
    close();
  });
});
