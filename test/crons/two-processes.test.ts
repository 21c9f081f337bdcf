import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Database } from "../../src/db/database.ts";
import { migrate } from "../../src/db/migrate.ts";
import { openServerDatabase } from "../../src/db/server/open.ts";
import { createServerDatabase, SERVER_URL } from "../support/database.ts";
import { type SpawnedService, spawnService } from "../support/spawn-service.ts";
import { createCronWatch, YEARLY } from "./support/cron-watch.ts";

describe.runIf(SERVER_URL !== undefined)("two processes on one Postgres", () => {
  let db: Database;
  let drop: () => Promise<void>;
  let processes: SpawnedService[] = [];

  beforeAll(async () => {
    const server = await createServerDatabase(SERVER_URL ?? "");
    drop = server.drop;
    processes = await Promise.all([spawnService(server.url), spawnService(server.url)]);
    db = await openServerDatabase({ url: server.url, migrate });
  });
  afterAll(async () => {
    await Promise.all(processes.map((process) => process.end("SIGTERM")));
    await db.close();
    await drop();
  });

  it("fire each slot of each cron once", async () => {
    const { getRuns, makeDue, untilFired } = createCronWatch(db);
    const ids: string[] = [];
    for (const { client } of [...processes, ...processes]) {
      const options = { schedule: YEARLY, input: {}, onRunCompleted: "keep" } as const;
      ids.push((await client.crons.create("steps", options)).cron_id);
    }
    for (const times of [1, 2]) {
      await Promise.all(ids.map((id) => makeDue(id)));
      for (const id of ids) await untilFired(id, times);
    }
    for (const id of ids) expect(await getRuns(id)).toHaveLength(2);
  });
});
