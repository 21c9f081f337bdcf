import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { Database } from "../../../src/db/database.ts";
import { newId } from "../../../src/domain/ids.ts";
import { openTestDatabase } from "../../support/database.ts";
import { allow, type GuardedService, owners, startGuardedService } from "./support/guarded-service.ts";

let db: Database;
let service: GuardedService;
/** Of asha's. */
let hers: { thread: string; assistant: string };

const INPUT = { messages: [{ role: "user", content: "Hi" }] };
const RUN = { assistant_id: "echo", input: INPUT };

beforeAll(async () => {
  db = await openTestDatabase();
  service = await startGuardedService(db);
}, 60_000);
afterAll(async () => {
  await service.close();
  await db.close();
});

beforeEach(async () => {
  service.rule(owners);
  const client = service.as("asha");
  const { thread_id: thread } = await client.threads.create({ metadata: { topic: "tea" } });
  await client.runs.wait(thread, "echo", { input: INPUT });
  const assistant = await client.assistants.create({ graphId: "echo", name: "Hers" });
  hers = { thread, assistant: assistant.assistant_id };
});

describe("filters", () => {
  test.each<[name: string, filter: object, seen: boolean]>([
    ["a value", { topic: "tea" }, true],
    ["another value", { topic: "coffee" }, false],
    ["$eq", { topic: { $eq: "tea" } }, true],
    ["$eq of another value", { topic: { $eq: "coffee" } }, false],
    ["a key that is not there", { colour: "green" }, false],
    ["two keys", { topic: "tea", owner: "asha" }, true],
    ["two keys of which one is wrong", { topic: "tea", owner: "bala" }, false],
    ["$or", { $or: [{ topic: "coffee" }, { owner: "asha" }] }, true],
    ["$or of nothing that fits", { $or: [{ topic: "coffee" }, { owner: "bala" }] }, false],
    ["$and", { $and: [{ topic: "tea" }, { owner: "asha" }] }, true],
    ["$and of which one is wrong", { $and: [{ topic: "tea" }, { owner: "bala" }] }, false],
    [
      "$and and $or in each other",
      { $and: [{ $or: [{ topic: "x" }, { topic: "tea" }] }, { owner: "asha" }] },
      true,
    ],
    ["nothing at all", {}, true],
  ])("%s", async (_, filter, seen) => {
    service.rule(() => filter);
    const read = await service.send("bala", "GET", `/threads/${hers.thread}`);
    expect(read.status).toBe(seen ? 200 : 404);
    const found = (await service.send("bala", "POST", "/threads/search", { ids: [hers.thread] })).json;
    expect(found).toHaveLength(seen ? 1 : 0);
  });

  test("$contains looks into lists", async () => {
    service.rule(allow);
    const { thread_id } = await service
      .as("asha")
      .threads.create({ metadata: { teams: ["north", "south"] } });
    for (const [wanted, status] of [
      ["north", 200],
      [["north", "south"], 200],
      [["north", "east"], 404],
      ["east", 404],
    ] as const) {
      service.rule(() => ({ teams: { $contains: wanted } }));
      expect((await service.send("bala", "GET", `/threads/${thread_id}`)).status).toBe(status);
    }
  });
});

describe("what a handler changes is applied", () => {
  test("to the metadata of a thread, also of one that is made for a run", async () => {
    const id = newId();
    const { thread_id } = await service.as("asha").threads.create();
    await service.as("asha").runs.wait(id, "echo", { input: INPUT, ifNotExists: "create" });
    await service.send("asha", "POST", "/runs/wait", { ...RUN, on_completion: "keep" });
    service.rule(allow);
    for (const each of [thread_id, id]) {
      expect((await service.as("asha").threads.get(each)).metadata).toMatchObject({ owner: "asha" });
    }
    const kept = await service.as("asha").threads.search({ metadata: { owner: "asha" }, limit: 100 });
    expect(kept.length).toBeGreaterThanOrEqual(3);
  });

  test("to a run and to an assistant", async () => {
    const [run] = await service.as("asha").runs.list(hers.thread);
    expect(run?.metadata).toMatchObject({ owner: "asha" });
    expect((await service.as("asha").assistants.get(hers.assistant)).metadata).toMatchObject({
      owner: "asha",
    });
  });

  test("to what is searched for", async () => {
    service.rule(({ event, value }) => {
      if (event === "threads:search") value["metadata"] = { topic: "tea", owner: "asha" };
      return true;
    });
    const { thread_id: other } = await service.as("bala").threads.create({ metadata: { topic: "coffee" } });
    const found = await service.as("bala").threads.search({ metadata: { topic: "coffee" }, limit: 100 });
    expect(found.map(({ thread_id }) => thread_id)).not.toContain(other);
    expect(found.map(({ thread_id }) => thread_id)).toContain(hers.thread);
  });

  test("to the namespace of the store, whose labels are then looked at", async () => {
    service.rule(({ event, value, user }) => {
      if (event.startsWith("store:"))
        value["namespace"] = [user.identity, ...((value["namespace"] as string[]) ?? [])];
      return true;
    });
    const asha = service.as("asha");
    const bala = service.as("bala");
    await asha.store.putItem(["plans"], "july", { city: "Goa" });
    await bala.store.putItem(["plans"], "july", { city: "Leh" });
    expect(await asha.store.getItem(["plans"], "july")).toMatchObject({ value: { city: "Goa" } });
    expect((await bala.store.searchItems(["plans"])).items).toMatchObject([{ value: { city: "Leh" } }]);
    const { namespaces } = await asha.store.listNamespaces({});
    expect(JSON.stringify(namespaces)).not.toContain("bala");
    await bala.store.deleteItem(["plans"], "july");
    expect(await asha.store.getItem(["plans"], "july")).not.toBeNull();
    service.rule(({ value }) => {
      value["namespace"] = ["with.a.dot"];
      return true;
    });
    expect(
      await service.send("asha", "PUT", "/store/items", { namespace: ["a"], key: "k", value: {} }),
    ).toMatchObject({
      status: 422,
    });
  });

  test("and a store filter looks at the value, the namespace and the key", async () => {
    service.rule(allow);
    await service.as("asha").store.putItem(["notes"], "one", { owner: "asha" });
    service.rule(() => ({ owner: "bala" }));
    expect(await service.as("bala").store.getItem(["notes"], "one")).toBeNull();
    expect((await service.as("bala").store.searchItems(["notes"])).items).toEqual([]);
    service.rule(() => ({ owner: "asha", key: "one" }));
    expect(await service.as("bala").store.getItem(["notes"], "one")).toMatchObject({ key: "one" });
    service.rule(() => ({ owner: "bala" }));
    expect(
      await service.send("bala", "PUT", "/store/items", {
        namespace: ["notes"],
        key: "one",
        value: { owner: "asha" },
      }),
    ).toMatchObject({ status: 403 });
  });
});
