import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Database } from "../../src/db/database.ts";
import { LOCAL_TENANT_ID, newId } from "../../src/domain/ids.ts";
import { openTestDatabase } from "../support/database.ts";

const OTHER_TENANT = "00000000-0000-7000-8000-0000000000ff";
let db: Database;

beforeAll(async () => {
  db = await openTestDatabase();
});
afterAll(() => db.close());

/** Cross the tenants, return ids only; each with its reason in drizzle/after.sql. */
const DEFINER_FUNCTIONS = [
  "rf_due_crons",
  "rf_due_pushes",
  "rf_due_runs",
  "rf_expired_threads",
  "rf_lapsed_runs",
  "rf_lapsed_threads",
  "rf_old_deliveries",
  "rf_release_leases",
  "rf_renew_leases",
  "rf_take_due_deliveries",
  "rf_tenants",
  "rf_tenants_with_expired_items",
  "rf_thread_versions",
];

describe("the wall", () => {
  it("stands around every table: tenant_id, forced row-level security, a policy for reading and writing", async () => {
    const tables = await db.system<{
      name: string;
      tenant: boolean;
      enabled: boolean;
      forced: boolean;
      policies: number;
    }>(
      `select c.relname as name, c.relrowsecurity as enabled, c.relforcerowsecurity as forced,
         exists (select 1 from pg_attribute a where a.attrelid = c.oid and a.attname = 'tenant_id' and a.attnotnull) as tenant,
         (select count(*) from pg_policies p where p.tablename = c.relname and p.policyname = 'tenant_isolation'
            and p.qual is not null and p.with_check is not null) as policies
       from pg_class c join pg_namespace n on n.oid = c.relnamespace
       where n.nspname = 'public' and c.relkind in ('r', 'p', 'v', 'm')`,
    );
    expect(tables.length).toBeGreaterThan(10);
    for (const table of tables) {
      expect(table).toEqual({ name: table.name, tenant: true, enabled: true, forced: true, policies: 1 });
    }
  });

  it("is worked behind by a role that owns nothing and cannot bypass it", async () => {
    const [role] = await db.system<{ role: string; powers: boolean; owned: number }>(
      `select current_user as role, rolsuper or rolbypassrls or rolcreaterole or rolcreatedb as powers,
         (select count(*) from pg_class where relowner = pg_roles.oid) as owned
       from pg_roles where rolname = current_user`,
    );
    expect(role).toEqual({ role: "raptorflow_app", powers: false, owned: 0 });
  });

  it("has only the known doors: definer functions with a fixed search path", async () => {
    const functions = await db.system<{ name: string; owner: string; fixed: boolean }>(
      `select p.proname as name, r.rolname as owner, coalesce(p.proconfig::text like '%search_path=%', false) as fixed
       from pg_proc p join pg_roles r on r.oid = p.proowner join pg_namespace n on n.oid = p.pronamespace
       where p.prosecdef and n.nspname = 'public' order by 1`,
    );
    expect(functions).toEqual(
      DEFINER_FUNCTIONS.map((name) => ({ name, owner: "raptorflow_platform", fixed: true })),
    );
  });

  it("hides every row from another tenant, and from nobody's session", async () => {
    const threadId = newId();
    await db.run(LOCAL_TENANT_ID, "insert into threads (tenant_id, thread_id) values ($1, $2)", [
      LOCAL_TENANT_ID,
      threadId,
    ]);
    const find = "select thread_id from threads where thread_id = $1";
    expect(await db.run(LOCAL_TENANT_ID, find, [threadId])).toHaveLength(1);
    expect(await db.run(OTHER_TENANT, find, [threadId])).toHaveLength(0);
    expect(await db.system(find, [threadId])).toHaveLength(0);
    expect(
      await db.run(OTHER_TENANT, "delete from threads where thread_id = $1 returning 1", [threadId]),
    ).toHaveLength(0);
  });

  it("refuses to write a row for another tenant", async () => {
    const insert = "insert into threads (tenant_id, thread_id) values ($1, $2)";
    await expect(db.run(OTHER_TENANT, insert, [LOCAL_TENANT_ID, newId()])).rejects.toMatchObject({
      code: "42501",
    });
    await expect(db.system(insert, [LOCAL_TENANT_ID, newId()])).rejects.toMatchObject({ code: "42501" });
  });

  it("keeps the tenant inside its transaction when many work at once", async () => {
    const ask = (tenantId: string) =>
      db.run<{ tenant: string }>(tenantId, "select current_setting('app.tenant_id') as tenant");
    const tenants = Array.from({ length: 60 }, (_, index) =>
      index % 2 === 0 ? LOCAL_TENANT_ID : OTHER_TENANT,
    );
    const seen = await Promise.all(tenants.map(ask));
    expect(seen.map(([row]) => row?.tenant)).toEqual(tenants);
  });

  it("lets the service neither read the migration journal nor change the schema", async () => {
    await expect(db.system("select * from raptorflow_migrations.journal")).rejects.toMatchObject({
      code: "42501",
    });
    await expect(db.system("create table loot (a int)")).rejects.toMatchObject({ code: "42501" });
    await expect(db.system("alter table threads disable row level security")).rejects.toMatchObject({
      code: "42501",
    });
  });
});

describe("a transaction", () => {
  it("keeps all or nothing", async () => {
    const threadId = newId();
    const failing = db.transaction(LOCAL_TENANT_ID, async (session) => {
      await session.query("insert into threads (tenant_id, thread_id) values ($1, $2)", [
        LOCAL_TENANT_ID,
        threadId,
      ]);
      throw new Error("changed my mind");
    });
    await expect(failing).rejects.toThrow("changed my mind");
    expect(
      await db.run(LOCAL_TENANT_ID, "select 1 from threads where thread_id = $1", [threadId]),
    ).toHaveLength(0);
  });

  it("leaves the connection usable after a failed statement", async () => {
    await expect(db.run(LOCAL_TENANT_ID, "select 1 / 0")).rejects.toMatchObject({ code: "22012" });
    expect(await db.run<{ one: number }>(LOCAL_TENANT_ID, "select 1 as one")).toEqual([{ one: 1 }]);
  });
});
