import { setTimeout as sleep } from "node:timers/promises";
import postgres from "postgres";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Database } from "../../src/db/database.ts";
import { openDatabase } from "../../src/db/open-database.ts";
import { LOCAL_TENANT_ID, newId } from "../../src/domain/ids.ts";
import { createServerDatabase, SERVER_URL } from "../support/database.ts";

describe.runIf(SERVER_URL !== undefined)("a connection that is lost", { timeout: 60_000 }, () => {
  let url: string;
  let drop: () => Promise<void>;
  let admin: postgres.Sql;

  beforeAll(async () => {
    ({ url, drop } = await createServerDatabase(SERVER_URL ?? ""));
    admin = postgres(url, { max: 1, onnotice: () => {} });
  });
  afterAll(async () => {
    await admin.end();
    await drop();
  });

  const cutAll = () =>
    admin`select pg_terminate_backend(pid) from pg_stat_activity
          where datname = current_database() and pid <> pg_backend_pid()`;

  /** How often a row that is there was not found while `trouble` went on, and how many statements failed. */
  async function countMisses(
    db: Database,
    trouble: () => Promise<unknown>,
  ): Promise<{ misses: number; failures: number }> {
    const threadId = newId();
    const tenant = LOCAL_TENANT_ID;
    await db.run(tenant, "insert into threads (tenant_id, thread_id) values ($1, $2)", [tenant, threadId]);
    let over = false;
    let misses = 0;
    let failures = 0;
    const looking = Array.from({ length: 40 }, async (_, reader) => {
      for (let look = 0; !over; look++) {
        const text = `select thread_id from threads where thread_id = $1${" ".repeat((look + reader) % 7)}`;
        const found = await db.run(tenant, text, [threadId]).catch(() => null);
        if (found === null) failures += 1;
        else if (found.length === 0) misses += 1;
        await sleep(Math.random() * 3);
      }
    });
    await trouble();
    over = true;
    await Promise.all(looking);
    return { misses, failures };
  }

  it("fails the statements that waited for it: none finds nothing where there is something", async () => {
    const db = await openDatabase({ url, folder: "" });
    const { misses } = await countMisses(db, async () => {
      for (let cut = 0; cut < 4; cut++) {
        await sleep(500);
        await cutAll();
      }
      await sleep(500);
    });
    expect(misses).toBe(0);
    await db.close();
  });

  it("is not lost by growing old while statements wait for it", async () => {
    const aging = new URL(url);
    aging.searchParams.set("max_lifetime", "1");
    const db = await openDatabase({ url: aging.href, folder: "" });
    expect(await countMisses(db, () => sleep(5_000))).toEqual({ misses: 0, failures: 0 });
    await db.close();
  });

  it("fails its transaction and not the process", async () => {
    const db = await openDatabase({ url, folder: "" });
    const broken = db.transaction(LOCAL_TENANT_ID, async ({ query }) => {
      await query("select 1 as one");
      await cutAll();
      await sleep(100);
      return query("select $1::int as one", [1]);
    });
    await expect(Promise.race([broken, sleep(5_000, "no answer")])).rejects.toMatchObject({
      code: "unavailable",
    });
    expect(await db.transaction(LOCAL_TENANT_ID, ({ query }) => query("select 1 as one"))).toEqual([
      { one: 1 },
    ]);
    await db.close();
  });
});
