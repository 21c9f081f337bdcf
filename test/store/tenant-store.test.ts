import { setTimeout as sleep } from "node:timers/promises";
import { randomUUID } from "node:crypto";
import { Annotation, END, START, StateGraph, type LangGraphRunnableConfig } from "@langchain/langgraph";
import type { BaseStore, Operation } from "@langchain/langgraph-checkpoint";
import { afterAll, beforeEach, describe, expect, it } from "vitest";
import { createTenantStore } from "../../src/store/tenant-store.ts";
import { openTestDatabase } from "../support/database.ts";

const db = await openTestDatabase();
afterAll(() => db.close());

let store: BaseStore;
beforeEach(() => {
  store = createTenantStore({ db, tenantId: randomUUID() });
});
const keysOf = (items: { key: string }[]): string[] => items.map(({ key }) => key);

describe("items", () => {
  it("are put, read, replaced and deleted", async () => {
    await store.put(["users", "1"], "city", { name: "Pune" });
    const first = await store.get(["users", "1"], "city");
    expect(first).toMatchObject({ namespace: ["users", "1"], key: "city", value: { name: "Pune" } });
    expect(first?.createdAt).toBeInstanceOf(Date);

    await store.put(["users", "1"], "city", { name: "Nashik" });
    const second = await store.get(["users", "1"], "city");
    expect(second?.value).toEqual({ name: "Nashik" });
    expect(second?.createdAt).toEqual(first?.createdAt);

    await store.delete(["users", "1"], "city");
    await store.delete(["users", "1"], "city");
    expect(await store.get(["users", "1"], "city")).toBeNull();
  });

  it("belong to one tenant", async () => {
    await store.put(["shared"], "a", { secret: true });
    const other = createTenantStore({ db, tenantId: randomUUID() });
    expect(await other.get(["shared"], "a")).toBeNull();
    expect(await other.search([])).toEqual([]);
    expect(await other.listNamespaces()).toEqual([]);
    await other.delete(["shared"], "a");
    expect(await store.get(["shared"], "a")).not.toBeNull();
  });

  it("keep text that jsonb cannot hold, with U+FFFD in its place", async () => {
    await store.put(["a\0b"], "k\0", { "x\0": "y\0", list: ["\ud800"] });
    expect(await store.get(["a\0b"], "k\0")).toMatchObject({
      namespace: ["a\uFFFDb"],
      key: "k\uFFFD",
      value: { "x\uFFFD": "y\uFFFD", list: ["\uFFFD"] },
    });
  });

  it.each([
    [[], "malformed_request"],
    [[""], "validation_failed"],
    [["a", "b.c"], "validation_failed"],
    [["langgraph"], "validation_failed"],
    [["x".repeat(3000)], "validation_failed"],
  ])("refuse the namespace %j", async (namespace, code) => {
    await expect(store.put(namespace, "key", {})).rejects.toMatchObject({ code });
    await expect(store.batch([{ namespace, key: "key", value: {} }])).rejects.toMatchObject({ code });
    expect(await store.get(namespace, "key")).toBeNull();
  });

  it("do not confuse a label that contains a period with two labels", async () => {
    await store.put(["a", "b"], "key", {});
    expect(await store.get(["a.b"], "key")).toBeNull();
    expect(await store.search(["a.b"])).toEqual([]);
    await store.delete(["a.b"], "key");
    expect(await store.get(["a", "b"], "key")).not.toBeNull();
  });
});

describe("search", () => {
  it("takes prefixes by whole labels and reads % and _ as they are", async () => {
    const namespaces = [
      ["a"],
      ["a", "b"],
      ["a", "b", "c"],
      ["ab"],
      ["a-b"],
      ["a/"],
      ["a%"],
      ["a_"],
      ["a", "%"],
    ];
    for (const [index, namespace] of namespaces.entries()) await store.put(namespace, String(index), {});
    const found = async (prefix: string[]) => keysOf(await store.search(prefix, { limit: 100 })).toSorted();
    expect(await found([])).toHaveLength(namespaces.length);
    expect(await found(["a"])).toEqual(["0", "1", "2", "8"]);
    expect(await found(["a", "b"])).toEqual(["1", "2"]);
    expect(await found(["a%"])).toEqual(["6"]);
    expect(await found(["a_"])).toEqual(["7"]);
    expect(await found(["a", "%"])).toEqual(["8"]);
    expect(await found([""])).toEqual([]);
  });

  it("brings the latest change first, within limit and offset", async () => {
    for (const key of ["a", "b", "c", "d", "b"]) {
      await store.put(["n"], key, {});
      // The embedded database's clock counts milliseconds.
      await sleep(2);
    }
    expect(keysOf(await store.search(["n"]))).toEqual(["b", "d", "c", "a"]);
    expect(keysOf(await store.search(["n"], { limit: 2, offset: 1 }))).toEqual(["d", "c"]);
  });

  it("filters by containment and by operators", async () => {
    const values = {
      a: { status: "active", score: 5, tags: ["x", "y"], at: "2026-01-01", owner: { id: 1, name: "A" } },
      b: { status: "active", score: 10, at: "2026-06-01", owner: { id: 2 } },
      c: { status: "done", score: "7", at: null },
    };
    for (const [key, value] of Object.entries(values)) await store.put(["n"], key, value);
    const found = async (filter: Record<string, unknown>) =>
      keysOf(await store.search(["n"], { filter })).toSorted();
    expect(await found({ status: "active" })).toEqual(["a", "b"]);
    expect(await found({ owner: { id: 1 }, tags: ["y"] })).toEqual(["a"]);
    expect(await found({ score: { $eq: 5 } })).toEqual(["a"]);
    expect(await found({ score: { $ne: 5 } })).toEqual(["b", "c"]);
    expect(await found({ missing: { $ne: 1 } })).toEqual(["a", "b", "c"]);
    expect(await found({ score: { $gt: 5 } })).toEqual(["b"]);
    expect(await found({ score: { $gte: 5, $lt: 10 } })).toEqual(["a"]);
    expect(await found({ score: { $lte: 10 }, status: "active" })).toEqual(["a", "b"]);
    expect(await found({ at: { $gt: "2026-02-01" } })).toEqual(["b"]);
    expect(await found({ status: { $in: ["done", "new"] } })).toEqual(["c"]);
    expect(await found({ status: { $nin: ["done"] }, at: { $nin: ["2026-01-01"] } })).toEqual(["b"]);
    expect(await found({ missing: { $nin: [1] } })).toEqual(["a", "b", "c"]);
    expect(await found({ at: null, gone: undefined })).toEqual(["c"]);
    await expect(found({ score: { $near: 5 } })).rejects.toMatchObject({ code: "validation_failed" });
  });
});

describe("namespaces", () => {
  const namespaces = [["a"], ["a", "b", "x"], ["a", "c", "x"], ["a", "c", "y"], ["a%"], ["b", "x"]];
  beforeEach(async () => {
    await store.batch(namespaces.map((namespace) => ({ namespace, key: "k", value: {} })));
  });

  it.each([
    [{}, namespaces],
    [{ prefix: ["a"] }, namespaces.slice(0, 4)],
    [
      { prefix: ["a", "*", "x"] },
      [
        ["a", "b", "x"],
        ["a", "c", "x"],
      ],
    ],
    [{ prefix: ["*", "x"] }, [["b", "x"]]],
    [
      { suffix: ["x"] },
      [
        ["a", "b", "x"],
        ["a", "c", "x"],
        ["b", "x"],
      ],
    ],
    [{ suffix: ["a", "*", "y"] }, [["a", "c", "y"]]],
    [
      { prefix: ["a"], suffix: ["c", "*"] },
      [
        ["a", "c", "x"],
        ["a", "c", "y"],
      ],
    ],
    [{ prefix: ["a"], maxDepth: 2 }, [["a"], ["a", "b"], ["a", "c"]]],
    [{ maxDepth: 1, limit: 2, offset: 1 }, [["a%"], ["b"]]],
    [{ prefix: ["a", "b", "x", "deeper"] }, []],
    [{ prefix: ["_"] }, []],
  ])("are listed for %j", async (options, expected) => {
    expect(await store.listNamespaces(options)).toEqual(expected);
  });
});

describe("a batch", () => {
  it("answers in order, reads before it writes, and lets the last change win", async () => {
    await store.put(["n"], "a", { v: 1 });
    const [put, got, found, missing, , , , , namespaces] = await store.batch([
      { namespace: ["n"], key: "a", value: { v: 2 } },
      { namespace: ["n"], key: "a" },
      { namespacePrefix: ["n"], filter: { v: 1 } },
      { namespace: ["n"], key: "none" },
      { namespace: ["n"], key: "b", value: { v: 1 } },
      { namespace: ["n"], key: "b", value: null },
      { namespace: ["n"], key: "c", value: { v: 3 } },
      { namespace: ["n"], key: "c", value: { v: 4 } },
      { matchConditions: [{ matchType: "prefix", path: ["n"] }], limit: 10, offset: 0 },
    ] as const satisfies Operation[]);
    expect([put, missing]).toEqual([undefined, null]);
    expect(got).toMatchObject({ value: { v: 1 } });
    expect(found).toMatchObject([{ key: "a" }]);
    expect(namespaces).toEqual([["n"]]);
    expect(await store.get(["n"], "a")).toMatchObject({ value: { v: 2 } });
    expect(await store.get(["n"], "b")).toBeNull();
    expect(await store.get(["n"], "c")).toMatchObject({ value: { v: 4 } });
  });

  it("does nothing at all when one of its writes is wrong", async () => {
    const wrong = [
      { namespace: ["n"], key: "good", value: {} },
      { namespace: ["n."], key: "bad", value: {} },
    ];
    await expect(store.batch(wrong)).rejects.toMatchObject({ code: "validation_failed" });
    expect(await store.get(["n"], "good")).toBeNull();
  });

  it("gets through beside others that change the same items the other way round", async () => {
    const keys = ["a", "b", "c", "d"];
    const batches = Array.from({ length: 60 }, (_, round) =>
      keys.map((key, place) => ({
        namespace: ["n"],
        key,
        value: (place + round) % 2 === 0 ? { round } : null,
      })),
    );
    await Promise.all(batches.map((batch) => store.batch(batch)));
    const found = (await store.search(["n"])).map(({ key }) => key).toSorted();
    expect([
      ["a", "c"],
      ["b", "d"],
    ]).toContainEqual(found);
  });

  it("is what a graph's nodes use", async () => {
    const State = Annotation.Root({ found: Annotation<string[]> });
    const graph = new StateGraph(State)
      .addNode("remember", async (_state, config: LangGraphRunnableConfig) => {
        await config.store?.put(["facts"], "city", { name: "Pune" });
        return {};
      })
      .addNode("recall", async (_state, config: LangGraphRunnableConfig) => {
        const items = await config.store?.search(["facts"]);
        return { found: items?.map(({ key }) => key) ?? [] };
      })
      .addEdge(START, "remember")
      .addEdge("remember", "recall")
      .addEdge("recall", END)
      .compile({ store });
    expect(await graph.invoke({ found: [] })).toEqual({ found: ["city"] });
  });
});
