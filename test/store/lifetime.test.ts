import { randomUUID } from "node:crypto";
import type { BaseStore } from "@langchain/langgraph-checkpoint";
import { afterAll, beforeEach, describe, expect, it } from "vitest";
import { createSweepStore } from "../../src/store/sweep-store.ts";
import { createTenantStore } from "../../src/store/tenant-store.ts";
import { openTestDatabase } from "../support/database.ts";
import { createAxes, DIMS } from "./support/axes.ts";

const db = await openTestDatabase();
afterAll(() => db.close());

type Store = BaseStore & {
  put(
    ns: string[],
    key: string,
    value: object,
    index?: false | string[],
    options?: { ttl?: number | null },
  ): Promise<void>;
};
const open = (options: Partial<Parameters<typeof createTenantStore>[0]> = {}): Store =>
  createTenantStore({ db, tenantId, ...options });

let tenantId: string;
beforeEach(() => {
  tenantId = randomUUID();
});

/** Minutes that an item still has, rounded; null is for ever. */
async function minutesLeft(key: string): Promise<number | null> {
  const [row] = await db.run<{ left: number | null }>(
    tenantId,
    "select round(extract(epoch from expires_at - now()) / 60)::int as left from store_items where key = $1",
    [key],
  );
  return row?.left ?? null;
}

/** As if so many minutes had gone by. */
const age = (minutes: number) =>
  db.run(tenantId, "update store_items set expires_at = expires_at - $1::float8 * interval '1 minute'", [
    minutes,
  ]);

const held = async () =>
  (await db.run<{ key: string }>(tenantId, "select key from store_items order by key")).map(({ key }) => key);

describe("an item with a time to live", () => {
  it("is there until its time is over, for every reader", async () => {
    const store = open();
    await store.put(["n"], "short", {}, undefined, { ttl: 5 });
    await store.batch([{ namespace: ["n", "deep"], key: "long", value: {}, ttl: 60 } as never]);
    await store.put(["n"], "ever", {});
    expect([await minutesLeft("short"), await minutesLeft("long"), await minutesLeft("ever")]).toEqual([
      5,
      60,
      null,
    ]);
    await age(10);
    expect(await store.get(["n"], "short")).toBeNull();
    expect((await store.search(["n"])).map(({ key }) => key).toSorted()).toEqual(["ever", "long"]);
    await age(60);
    expect(await store.listNamespaces()).toEqual([["n"]]);
    expect((await store.search([], { query: "x" })).map(({ key }) => key)).toEqual(["ever"]);
  });

  it("gets its time anew when it is read or found, unless that is switched off", async () => {
    const store = open();
    const quiet = open({ ttl: { defaultTtl: null, refreshOnRead: false } });
    await store.put(["n"], "a", {}, undefined, { ttl: 10 });
    await age(4);
    await quiet.get(["n"], "a");
    await quiet.search(["n"]);
    expect(await minutesLeft("a")).toBe(6);
    await quiet.batch([{ namespace: ["n"], key: "a", refreshTtl: true } as never]);
    expect(await minutesLeft("a")).toBe(10);
    await age(4);
    await store.batch([{ namespacePrefix: ["n"], refreshTtl: false } as never]);
    expect(await minutesLeft("a")).toBe(6);
    await store.search(["n"]);
    expect(await minutesLeft("a")).toBe(10);
    await age(4);
    await store.get(["n"], "a");
    expect(await minutesLeft("a")).toBe(10);
  });

  it("has the usual time when its put says nothing, and none after a put without", async () => {
    const usual = open({ ttl: { defaultTtl: 30, refreshOnRead: true } });
    await usual.put(["n"], "a", {});
    expect(await minutesLeft("a")).toBe(30);
    await usual.put(["n"], "a", {}, undefined, { ttl: 2 });
    expect(await minutesLeft("a")).toBe(2);
    await open().put(["n"], "a", {});
    expect(await minutesLeft("a")).toBeNull();
  });

  it("begins anew when it is put after its time", async () => {
    const store = open();
    await store.put(["n"], "a", { v: 1 }, undefined, { ttl: 1 });
    const first = await store.get(["n"], "a");
    await age(2);
    await store.put(["n"], "a", { v: 2 });
    const second = await store.get(["n"], "a");
    expect(second?.value).toEqual({ v: 2 });
    expect(second?.createdAt).toEqual(second?.updatedAt);
    expect(second?.createdAt.getTime()).toBeGreaterThanOrEqual(first?.createdAt.getTime() ?? Infinity);
  });

  it.each([0, -1, Number.NaN, Number.POSITIVE_INFINITY])("cannot live for %d minutes", async (ttl) => {
    const put = open().put(["n"], "a", {}, undefined, { ttl });
    await expect(put).rejects.toMatchObject({ code: "validation_failed" });
  });
});

describe("the sweep", () => {
  const sweepStore = createSweepStore({ db });

  it("deletes what is over with its vectors, in every tenant, and nothing else", async () => {
    await sweepStore();
    const tenants = [randomUUID(), randomUUID()];
    for (const each of tenants) {
      tenantId = each;
      const store = open({ index: { embed: createAxes().embed, dims: DIMS, fields: ["$"] } });
      await store.put(["n"], "over", { text: "apple" }, undefined, { ttl: 1 });
      await store.put(["n"], "later", { text: "apple" }, undefined, { ttl: 60 });
      await store.put(["n"], "ever", { text: "apple" });
      await age(30);
    }
    expect(await sweepStore()).toBe(2);
    for (const each of tenants) {
      tenantId = each;
      expect(await held()).toEqual(["ever", "later"]);
      const [vectors] = await db.run<{ count: number }>(each, "select count(*) as count from store_vectors");
      expect(vectors).toEqual({ count: 2 });
    }
    expect(await sweepStore()).toBe(0);
  });

  it("gets through more than it takes at once, also when several sweep", async () => {
    await sweepStore();
    await db.run(
      tenantId,
      `insert into store_items (tenant_id, namespace, key, value, ttl_minutes, expires_at)
       select $1, 'n', number::text, '{}', 1, now() - interval '1 minute' from generate_series(1, 2500) as number`,
      [tenantId],
    );
    const swept = await Promise.all([sweepStore(), sweepStore()]);
    expect(swept[0] + swept[1]).toBe(2500);
    expect(await held()).toEqual([]);
  });
});
