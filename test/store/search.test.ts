import { randomUUID } from "node:crypto";
import { AIMessage } from "@langchain/core/messages";
import type { BaseStore, SearchItem } from "@langchain/langgraph-checkpoint";
import { afterAll, describe, expect, it } from "vitest";
import { createTenantStore } from "../../src/store/tenant-store.ts";
import { openTestDatabase } from "../support/database.ts";
import { createAxes, DIMS } from "./support/axes.ts";

const db = await openTestDatabase();
afterAll(() => db.close());

const keysOf = (items: { key: string }[]): string[] => items.map(({ key }) => key);
const scoresOf = (items: SearchItem[]) => items.map(({ key, score }) => [key, score]);

describe("a search by meaning", () => {
  const axes = createAxes();
  const tenantId = randomUUID();
  const index = { embed: axes.embed, dims: DIMS, fields: ["$"] };
  const store = createTenantStore({ db, tenantId, index });

  it("ranks by the nearest vector and says how near", async () => {
    await store.put(["n"], "fruit", { text: "apple" });
    await store.put(["n"], "car", { text: "engine" });
    await store.put(["n"], "both", { text: "apple engine" });
    await store.put(["other"], "elsewhere", { text: "apple" });
    const found = await store.search(["n"], { query: "apple" });
    expect(keysOf(found)).toEqual(["fruit", "both", "car"]);
    expect(found[0]?.score).toBeCloseTo(1);
    expect(found[1]?.score).toBeCloseTo(Math.SQRT1_2);
    expect(found[2]?.score).toBeCloseTo(0);
    expect(keysOf(await store.search(["n"], { query: "apple", limit: 1, offset: 1 }))).toEqual(["both"]);
    expect(keysOf(await store.search([], { query: "apple", filter: { text: "engine" } }))).toEqual(["car"]);
    expect(await store.search(["n"], { query: "apple", filter: { text: "none" } })).toEqual([]);
  });

  it("indexes the paths of the put, each place for itself, and the best of them counts", async () => {
    const parts = [{ text: "engine" }, { text: "apple" }];
    await store.batch([
      { namespace: ["p"], key: "parts", value: { parts, title: "river" }, index: ["parts[*].text"] },
    ]);
    await store.put(["p"], "title", { parts, title: "river" }, ["title"]);
    await store.put(["p"], "none", { title: "apple" }, false);
    const found = await store.search(["p"], { query: "apple" });
    expect(keysOf(found)).toEqual(["parts", "title", "none"]);
    expect(found[0]?.score).toBeCloseTo(1);
    expect(found[2]).not.toHaveProperty("score");
    expect((await store.search(["p"], { query: "river" }))[0]?.key).toBe("title");
  });

  it("forgets what an item meant when it changes or goes", async () => {
    await store.put(["f"], "a", { x: "apple", y: "engine" }, ["x", "y"]);
    await store.put(["f"], "a", { x: "river" }, ["x"]);
    expect((await store.search(["f"], { query: "apple" }))[0]?.score).toBeCloseTo(0);
    await store.delete(["f"], "a");
    await store.put(["f"], "a", { x: "apple" }, false);
    expect(scoresOf(await store.search(["f"], { query: "apple" }))).toEqual([["a", undefined]]);
    const [held] = await db.run<{ held: number }>(
      tenantId,
      "select count(*) as held from store_vectors where namespace = 'f'",
    );
    expect(held).toEqual({ held: 0 });
  });

  it("leaves one version of an item that many write at once, with that version's meaning", async () => {
    const words = ["apple", "engine", "river"];
    await Promise.all(
      Array.from({ length: 12 }, (_, at) => {
        const word = words[at % 3] ?? "";
        return store.put(["race"], "item", { [word]: word }, [word]);
      }),
    );
    const value = (await store.get(["race"], "item"))?.value ?? {};
    const [word = ""] = Object.keys(value);
    expect((await store.search(["race"], { query: word }))[0]?.score).toBeCloseTo(1);
    for (const other of words.filter((each) => each !== word))
      expect((await store.search(["race"], { query: other }))[0]?.score).toBeCloseTo(0);
  });

  it("asks for the same text once, and for nothing where there is none", async () => {
    axes.asked.length = 0;
    await store.batch([
      { namespace: ["b"], key: "1", value: { text: "same" }, index: ["text"] },
      { namespace: ["b"], key: "2", value: { text: "same" }, index: ["text"] },
      { namespace: ["b"], key: "3", value: { other: 1 }, index: ["text"] },
      { namespace: ["b"], key: "4", value: { text: "secret" }, index: false },
    ]);
    await store.delete(["b"], "4");
    await store.search(["b"]);
    expect(axes.asked).toEqual([["same"]]);
  });

  it("does not mix up vectors of two embedders", async () => {
    const shorter = createTenantStore({
      db,
      tenantId,
      index: { ...index, dims: 2, embed: async () => [[1, 0]] },
    });
    await shorter.put(["e"], "short", { text: "apple" });
    await store.put(["e"], "long", { text: "apple" });
    expect(scoresOf(await store.search(["e"], { query: "apple" }))).toEqual([
      ["long", expect.closeTo(1)],
      ["short", undefined],
    ]);
    expect(keysOf(await shorter.search(["e"], { query: "apple" }))).toEqual(["short", "long"]);
  });

  it.each([
    ["throws", async () => Promise.reject(new Error("quota"))],
    ["answers too little", async () => []],
    ["answers other lengths", async () => [[1]]],
    ["answers no numbers", async () => [[Number.NaN, 0, 0]]],
  ])("fails when the embedder %s, and keeps nothing", async (_, embed) => {
    const broken = createTenantStore({ db, tenantId, index: { ...index, embed } });
    await expect(broken.put(["x"], "a", { text: "apple" })).rejects.toMatchObject({
      code: "provider_failed",
    });
    await expect(broken.search(["x"], { query: "apple" })).rejects.toMatchObject({ code: "provider_failed" });
    expect(await store.get(["x"], "a")).toBeNull();
  });

  it("belongs to one tenant", async () => {
    const other = createTenantStore({ db, tenantId: randomUUID(), index });
    await other.put(["n"], "fruit", { text: "engine" });
    expect(scoresOf(await other.search([], { query: "apple" }))).toEqual([["fruit", expect.closeTo(0)]]);
  });
});

describe("a search by words", () => {
  const open = (): BaseStore => createTenantStore({ db, tenantId: randomUUID() });

  it("brings items that have the words first, by how well they fit", async () => {
    const store = open();
    await store.put(["n"], "tea", { note: "She drinks tea in the morning", name: "Asha" });
    await store.put(["n"], "coffee", { note: "He likes filter coffees", deep: [{ city: "Chennai" }] });
    await store.put(["n"], "both", { note: "tea or coffee, coffee or tea" });
    const found = await store.search(["n"], { query: "Who likes coffee?" });
    expect(keysOf(found)).toEqual(["coffee", "both", "tea"]);
    expect(found.map(({ score = -1 }) => score > 0)).toEqual([true, true, false]);
    expect(found[2]?.score).toBe(0);
    expect(keysOf(await store.search(["n"], { query: "chennai", limit: 1 }))).toEqual(["coffee"]);
    expect(keysOf(await store.search(["n"], { query: "coffee", filter: { name: "Asha" } }))).toEqual(["tea"]);
    // The names of the fields are not what an item says.
    expect((await store.search(["n"], { query: "note" })).map(({ score }) => score)).toEqual([0, 0, 0]);
  });

  it("finds words of every script whole", async () => {
    const store = open();
    await store.put(["n"], "hindi", { text: "पुणे में दिवाली की तैयारी" });
    await store.put(["n"], "tamil", { text: "சென்னை நகரம்" });
    await store.put(["n"], "french", { text: "Un café à Pondichéry" });
    for (const [query, key] of [
      ["दिवाली कब है", "hindi"],
      ["சென்னை", "tamil"],
      ["CAFÉ", "french"],
    ] as const)
      expect((await store.search(["n"], { query }))[0]?.key).toBe(key);
    expect((await store.search(["n"], { query: "द" })).every(({ score }) => score === 0)).toBe(true);
  });

  it("looks where the put said", async () => {
    const store = open();
    await store.put(["n"], "title", { title: "mango", body: "papaya" }, ["title"]);
    await store.put(["n"], "hidden", { title: "mango" }, false);
    const scores = scoresOf(await store.search(["n"], { query: "mango" }));
    expect(scores).toEqual([
      ["title", expect.any(Number)],
      ["hidden", 0],
    ]);
    expect((await store.search(["n"], { query: "papaya" })).map(({ score }) => score)).toEqual([0, 0]);
  });

  it.each([
    "the of and",
    "'; drop table store_items; --",
    "a & b | !c :*",
    "\0",
    "x".repeat(5000),
    "or and not",
  ])("takes any query: %j", async (query) => {
    const store = open();
    await store.put(["n"], "a", { text: query });
    expect(keysOf(await store.search(["n"], { query }))).toEqual(["a"]);
  });

  it("reads items from before it knew of words as they stand", async () => {
    const tenantId = randomUUID();
    await db.run(
      tenantId,
      `insert into store_items (tenant_id, namespace, key, value) values ($1, 'n', 'old', '{"note": "mangoes"}')`,
      [tenantId],
    );
    const [found] = await createTenantStore({ db, tenantId }).search(["n"], { query: "mango" });
    expect(found?.score).toBeGreaterThan(0);
  });

  it("ignores an empty query", async () => {
    const store = open();
    await store.put(["n"], "a", {});
    expect((await store.search(["n"], { query: "" }))[0]).not.toHaveProperty("score");
  });
});

it("keeps messages flat at any depth", async () => {
  const store = createTenantStore({ db, tenantId: randomUUID() });
  await store.put(["n"], "chat", { turns: [{ said: new AIMessage({ id: "1", content: "hello mango" }) }] });
  const item = await store.get(["n"], "chat");
  expect(item?.value).toMatchObject({ turns: [{ said: { type: "ai", id: "1", content: "hello mango" } }] });
  expect(JSON.stringify(item?.value)).not.toContain('kwargs":{"content');
  expect((await store.search(["n"], { query: "mango" }))[0]?.score).toBeGreaterThan(0);
});
