import { cp, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import type { Database } from "../../src/db/database.ts";
import { openEmbeddedDatabase } from "../../src/db/embedded/open.ts";
import { migrate } from "../../src/db/migrate.ts";
import { LOCAL_TENANT_ID } from "../../src/domain/ids.ts";
import { SERVER_URL } from "../support/database.ts";

let folder: string;
let db: Database;

async function measure(): Promise<number> {
  const size =
    "select sum(pg_total_relation_size(oid))::float8 as bytes from pg_class where relname in ('threads', 'checkpoint_blobs')";
  return (await db.run<{ bytes: number }>(LOCAL_TENANT_ID, size))[0]?.bytes ?? 0;
}

/** A hundred threads come, change and go. */
async function churn(): Promise<void> {
  const text = "(select string_agg(md5(random()::text || k), '') from generate_series(1, 200) k)";
  const run = (sql: string) => db.run(LOCAL_TENANT_ID, sql);
  const tenant = `'${LOCAL_TENANT_ID}'::uuid`;
  await run(`insert into threads (tenant_id, thread_id, values)
    select ${tenant}, gen_random_uuid(), jsonb_build_object('text', ${text}) from generate_series(1, 100)`);
  await run(`insert into checkpoint_blobs (tenant_id, thread_id, checkpoint_ns, channel, version, type, value)
    select ${tenant}, gen_random_uuid()::text, '', 'text', '1', 'json', ${text} from generate_series(1, 100)`);
  for (let change = 0; change < 3; change++)
    await run("update threads set updated_at = now(), values = values || jsonb_build_object('n', random())");
  await run("delete from threads");
  await run("delete from checkpoint_blobs");
}

describe.runIf(SERVER_URL === undefined)("the embedded database", () => {
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "raptorflow-test-"));
    await cp(inject("template"), folder, { recursive: true });
    db = await openEmbeddedDatabase({ dataDir: folder, migrate, vacuumEveryMs: 20 });
  });
  afterAll(async () => {
    await db.close();
    await rm(folder, { recursive: true, force: true });
  });

  it("the space of what was deleted is used again, while others go on working as who they were", async () => {
    const sizes: number[] = [];
    for (let round = 0; round < 12; round++) {
      await churn();
      await sleep(250);
      sizes.push(await measure());
    }
    // Without a vacuum each of the twelve rounds adds as much as the first; a busy machine may skip some.
    expect(Math.max(...sizes)).toBeLessThan(9 * (sizes[0] ?? 0));
    const [role] = await db.run<{ role: string }>(LOCAL_TENANT_ID, "select current_user as role");
    expect(role).toEqual({ role: "raptorflow_app" });
    await expect(db.run(LOCAL_TENANT_ID, "create table mine (id int)")).rejects.toMatchObject({
      code: "42501",
    });
  });
});
