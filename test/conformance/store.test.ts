import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { buildEcho } from "../support/graphs.ts";
import { type Conformance, openConformance } from "./open-conformance.ts";

let service: Conformance;
let store: Conformance["client"]["store"];

beforeAll(async () => {
  service = await openConformance({ echo: buildEcho() });
  ({ store } = service.client);
});
afterAll(() => service.close());

describe("an item", () => {
  it("is read as it was put, replaced, and deleted once and again", async () => {
    await store.putItem(["users", "1"], "food", { likes: "dosa" });
    expect(await store.getItem(["users", "1"], "food")).toMatchObject({
      namespace: ["users", "1"],
      key: "food",
      value: { likes: "dosa" },
    });
    await store.putItem(["users", "1"], "food", { likes: "idli" });
    expect((await store.getItem(["users", "1"], "food"))?.value).toEqual({ likes: "idli" });
    await store.deleteItem(["users", "1"], "food");
    await store.deleteItem(["users", "1"], "food");
    expect(await store.getItem(["users", "1"], "food")).toBeNull();
  });

  it("needs a namespace of proper labels", async () => {
    await expect(store.putItem([], "k", {})).rejects.toMatchObject({ status: 400 });
    const put = (namespace: string[]) =>
      fetch(`${service.url}/store/items`, {
        method: "PUT",
        body: JSON.stringify({ namespace, key: "k", value: {} }),
      });
    for (const namespace of [[""], ["a.b"]]) expect((await put(namespace)).status).toBe(422);
  });
});

describe("search", () => {
  beforeAll(async () => {
    for (const [index, town] of ["Pune", "Surat", "Kochi"].entries())
      await store.putItem(["towns", `region_${index}`], town, {
        town,
        size: index,
        tags: { coast: index > 0 },
      });
    await store.putItem(["towns%"], "trap", { town: "nowhere" });
  });

  it("goes below a prefix of whole labels, latest first, and by page", async () => {
    const { items } = await store.searchItems(["towns"]);
    expect(items.map(({ key }) => key)).toEqual(["Kochi", "Surat", "Pune"]);
    const page = await store.searchItems(["towns"], { limit: 1, offset: 1 });
    expect(page.items.map(({ key }) => key)).toEqual(["Surat"]);
  });

  it("filters by value", async () => {
    const { items } = await store.searchItems(["towns"], {
      filter: { tags: { coast: true }, size: { $lt: 2 } },
    });
    expect(items.map(({ key }) => key)).toEqual(["Surat"]);
  });

  it("with a question scores what it finds", async () => {
    const { items } = await store.searchItems(["towns"], { query: "Pune" });
    expect(items[0]).toMatchObject({ key: "Pune" });
  });
});

it("namespaces are listed by prefix, suffix and depth, with wildcards as plain characters", async () => {
  for (const namespace of [
    ["docs", "a", "v1"],
    ["docs", "b", "v1"],
    ["docs", "b", "v2"],
    ["docs_", "x"],
  ])
    await store.putItem(namespace, "k", {});
  const list = async (options: object) => (await store.listNamespaces(options)).namespaces;
  expect(await list({ prefix: ["docs"], suffix: ["v1"] })).toEqual([
    ["docs", "a", "v1"],
    ["docs", "b", "v1"],
  ]);
  expect(await list({ prefix: ["docs"], maxDepth: 2 })).toEqual([
    ["docs", "a"],
    ["docs", "b"],
  ]);
  expect(await list({ prefix: ["docs"], limit: 1, offset: 1 })).toEqual([["docs", "b", "v1"]]);
});
