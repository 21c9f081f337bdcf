import { Annotation, END, START, StateGraph, type LangGraphRunnableConfig } from "@langchain/langgraph";
import type { BaseStore } from "@langchain/langgraph-checkpoint";
import { afterAll, beforeAll, expect, it } from "vitest";
import type { Database } from "../../src/db/database.ts";
import { openTestDatabase } from "../support/database.ts";
import { toCatalogue } from "../support/graphs.ts";
import { startTestService, type TestService } from "../support/service.ts";
import { createAxes, DIMS } from "./support/axes.ts";

type Put = (
  namespace: string[],
  key: string,
  value: object,
  index?: false | string[],
  options?: { ttl?: number },
) => Promise<void>;

const State = Annotation.Root({ seen: Annotation<Record<string, unknown>> });
const keysOf = (items: { key: string }[]) => items.map(({ key }) => key);

/** Uses the store in all the ways a node can, in a graph inside a graph. */
function buildRememberer() {
  const inner = new StateGraph(State)
    .addNode("recall", async (_, { store }: LangGraphRunnableConfig) => ({ seen: await recall(store) }))
    .addEdge(START, "recall")
    .addEdge("recall", END)
    .compile();
  return new StateGraph(State)
    .addNode("remember", async (_, { store }: LangGraphRunnableConfig) => {
      const put: Put | undefined = store?.put.bind(store);
      await put?.(["facts", "a"], "fruit", { text: "apple", more: "engine" }, ["text"]);
      await put?.(["facts", "b"], "car", { text: "engine" });
      await put?.(["facts", "b"], "hidden", { text: "apple" }, false);
      await put?.(["facts", "c"], "brief", { text: "river" }, undefined, { ttl: 7 });
      return {};
    })
    .addNode("inner", inner)
    .addEdge(START, "remember")
    .addEdge("remember", "inner")
    .addEdge("inner", END)
    .compile();
}

async function recall(store: BaseStore | undefined): Promise<Record<string, unknown>> {
  const found = (await store?.search(["facts"], { query: "apple" })) ?? [];
  return {
    ranked: keysOf(found.filter(({ score }) => score !== undefined)),
    unranked: keysOf(found.filter(({ score }) => score === undefined)),
    best: found[0]?.score,
    namespaces: await store?.listNamespaces({ prefix: ["facts"] }),
    item: (await store?.get(["facts", "a"], "fruit"))?.value,
  };
}

let db: Database;
let service: TestService;
beforeAll(async () => {
  db = await openTestDatabase();
  const storeIndex = { embed: createAxes().embed, dims: DIMS, fields: ["text"] };
  service = await startTestService(db, toCatalogue({ rememberer: buildRememberer() }), {
    settings: { storeIndex },
  });
});
afterAll(async () => {
  await service.close();
  await db.close();
});

it("is one store for nodes of a run and for callers from outside", async () => {
  const output = await service.client.runs.wait(null, "rememberer", { input: {} });
  expect(output).toMatchObject({
    seen: {
      ranked: ["fruit", "brief", "car"],
      unranked: ["hidden"],
      best: expect.closeTo(1),
      namespaces: [
        ["facts", "a"],
        ["facts", "b"],
        ["facts", "c"],
      ],
      item: { text: "apple", more: "engine" },
    },
  });
  const { items } = await service.client.store.searchItems(["facts"], { query: "apple", limit: 1 });
  expect(keysOf(items)).toEqual(["fruit"]);
  const [row] = await db.run<{ ttl: number }>(
    "00000000-0000-7000-8000-000000000001",
    "select ttl_minutes as ttl from store_items where key = 'brief'",
  );
  expect(row).toEqual({ ttl: 7 });
});
