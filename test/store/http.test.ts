import { Client as NewerClient } from "sdk-1.12";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Database } from "../../src/db/database.ts";
import { newId } from "../../src/domain/ids.ts";
import { createCalls } from "../runs/support/calls.ts";
import { openTestDatabase } from "../support/database.ts";
import { toCatalogue } from "../support/graphs.ts";
import { startTestService, type TestService } from "../support/service.ts";
import { createAxes, DIMS } from "./support/axes.ts";

let db: Database;
let service: TestService;
let calls: ReturnType<typeof createCalls>;

beforeAll(async () => {
  db = await openTestDatabase();
  const storeIndex = { embed: createAxes().embed, dims: DIMS, fields: ["text"] };
  const storeTtl = { defaultTtl: 30, refreshOnRead: true };
  service = await startTestService(db, toCatalogue({}), { settings: { storeIndex, storeTtl } });
  calls = createCalls(service);
});
afterAll(async () => {
  await service.close();
  await db.close();
});

describe.each(["1.11", "1.12"])("the client of SDK %s", (version) => {
  const open = (): TestService["client"]["store"] =>
    version === "1.11"
      ? service.client.store
      : (new NewerClient({ apiUrl: service.url, apiKey: null })
          .store as unknown as TestService["client"]["store"]);

  it("puts, gets, finds and deletes items", async () => {
    const store = open();
    const user = newId();
    await store.putItem([user, "memories"], "city", { text: "apple", rank: 2 });
    const item = await store.getItem([user, "memories"], "city");
    expect(item).toMatchObject({
      namespace: [user, "memories"],
      key: "city",
      value: { text: "apple", rank: 2 },
    });
    expect(item?.createdAt).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
    expect(await store.getItem([user, "memories"], "town")).toBeNull();

    await store.putItem([user, "notes"], "river", { text: "river", rank: 7 }, { ttl: 5, index: ["text"] });
    await store.putItem([user, "notes"], "hidden", { text: "apple", rank: 9 }, { index: false });
    const keysOf = async (options: Parameters<typeof store.searchItems>[1]) =>
      (await store.searchItems([user], options)).items.map(({ key }) => key);
    expect(await keysOf({})).toEqual(["hidden", "river", "city"]);
    expect(await keysOf({ filter: { rank: { $gte: 7 } } })).toEqual(["hidden", "river"]);
    expect(await keysOf({ query: "apple" })).toEqual(["city", "river", "hidden"]);
    expect(await keysOf({ limit: 1, offset: 1 })).toEqual(["river"]);
    const [best] = (await store.searchItems([user], { query: "apple", refreshTtl: false })).items;
    expect(best?.score).toBeCloseTo(1);
    expect((await store.searchItems([user])).items[0]).not.toHaveProperty("score");

    const { namespaces } = (await store.listNamespaces({ prefix: [user] })) as unknown as {
      namespaces: string[][];
    };
    expect(namespaces).toEqual([
      [user, "memories"],
      [user, "notes"],
    ]);
    await store.deleteItem([user, "memories"], "city");
    await store.deleteItem([user, "memories"], "city");
    expect(await store.getItem([user, "memories"], "city")).toBeNull();
  });

  it("can keep an item from living on by being read", async () => {
    const store = open();
    const user = newId();
    const aged = async (refreshTtl: boolean) => {
      await db.run(
        LOCAL,
        "update store_items set expires_at = now() + interval '1 minute' where namespace = $1",
        [user],
      );
      await store.getItem([user], "a", { refreshTtl });
      const [row] = await db.run<{ refreshed: boolean }>(
        LOCAL,
        "select expires_at > now() + interval '10 minutes' as refreshed from store_items where namespace = $1",
        [user],
      );
      return row?.refreshed;
    };
    await store.putItem([user], "a", { text: "apple" });
    expect([await aged(false), await aged(true)]).toEqual([false, true]);
  });
});

const LOCAL = "00000000-0000-7000-8000-000000000001";

it("answers with empty bodies where there is nothing to say, and null where there is no item", async () => {
  const item = { namespace: ["wire"], key: "a", value: {} };
  const put = await calls.call("PUT", "/store/items", item);
  const got = await calls.call("GET", "/store/items?namespace=wire&key=none");
  const gone = await calls.call("DELETE", "/store/items", item);
  expect([put.status, put.text, got.status, got.text, gone.status, gone.text]).toEqual([
    204,
    "",
    200,
    "null",
    204,
    "",
  ]);
});

it("takes a namespace in a query in every form that clients send", async () => {
  await calls.call("PUT", "/store/items", { namespace: ["q", "x y"], key: "a.b", value: { ok: 1 } });
  for (const namespace of ["namespace=q.x%20y", "namespace=q&namespace=x%20y", 'namespace=["q","x y"]'])
    expect((await calls.get(`/store/items?${namespace}&key=a.b`))["value"]).toEqual({ ok: 1 });
});

it.each([
  ["PUT", "/store/items", { namespace: [], key: "a", value: {} }, 400],
  ["PUT", "/store/items", { namespace: ["a", ""], key: "a", value: {} }, 422],
  ["PUT", "/store/items", { namespace: ["a.b"], key: "a", value: {} }, 422],
  ["PUT", "/store/items", { namespace: ["langgraph"], key: "a", value: {} }, 422],
  ["PUT", "/store/items", { namespace: "a", key: "a", value: {} }, 422],
  ["PUT", "/store/items", { namespace: ["a"], key: "", value: {} }, 422],
  ["PUT", "/store/items", { namespace: ["a"], key: "a" }, 422],
  ["PUT", "/store/items", { namespace: ["a"], key: "a", value: [1] }, 422],
  ["PUT", "/store/items", { namespace: ["a"], key: "a", value: {}, ttl: 0 }, 422],
  ["PUT", "/store/items", { namespace: ["a"], key: "a", value: {}, index: true }, 422],
  ["PUT", "/store/items", { namespace: ["a"], key: "x".repeat(3000), value: {} }, 422],
  ["GET", "/store/items?namespace=a", undefined, 422],
  ["GET", "/store/items?key=a", undefined, 400],
  ["GET", "/store/items?key=a&namespace=a..b", undefined, 422],
  ["DELETE", "/store/items", { key: "a" }, 400],
  ["DELETE", "/store/items", { namespace: ["a."], key: "a" }, 422],
  ["POST", "/store/items/search", { namespace_prefix: [""] }, 422],
  ["POST", "/store/items/search", { limit: 0 }, 422],
  ["POST", "/store/items/search", { filter: { a: { $near: 1 } } }, 422],
  ["POST", "/store/namespaces", { suffix: ["a.b"] }, 422],
  ["POST", "/store/namespaces", { max_depth: 0 }, 422],
  [
    "PUT",
    "/store/items",
    { namespace: ["a"], key: "a", value: { a: null }, ttl: null, index: null, more: 1 },
    204,
  ],
  [
    "POST",
    "/store/items/search",
    { namespacePrefix: null, filter: null, query: null, refreshTtl: true },
    200,
  ],
  ["POST", "/store/namespaces", { prefix: null, suffix: [], maxDepth: 1, limit: null }, 200],
])("answers %s %s %j with %i", async (method, path, body, status) => {
  expect((await calls.call(method, path, body)).status).toBe(status);
});

it("lists namespaces by whole labels, to a depth and page by page", async () => {
  const root = newId();
  for (const namespace of [
    [root, "a", "x"],
    [root, "a%", "x"],
    [root, "ab", "y"],
  ])
    await calls.call("PUT", "/store/items", { namespace, key: "k", value: {} });
  const list = async (body: object) =>
    ((await calls.post("/store/namespaces", body)).json["namespaces"] as string[][]).map(([, ...rest]) =>
      rest.join("/"),
    );
  expect(await list({ prefix: [root] })).toEqual(["a/x", "a%/x", "ab/y"]);
  expect(await list({ prefix: [root, "a"] })).toEqual(["a/x"]);
  expect(await list({ prefix: [root], suffix: ["x"] })).toEqual(["a/x", "a%/x"]);
  expect(await list({ prefix: [root, "%"] })).toEqual([]);
  expect(await list({ prefix: [root, "*", "y"] })).toEqual(["ab/y"]);
  expect(await list({ prefix: [root], max_depth: 2, limit: 1, offset: 1 })).toEqual(["a%"]);
});
