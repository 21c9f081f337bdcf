import { Client as NewerClient } from "sdk-1.12";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Database } from "../../src/db/database.ts";
import { newId, toAssistantId } from "../../src/domain/ids.ts";
import { createCalls } from "../runs/support/calls.ts";
import { openTestDatabase } from "../support/database.ts";
import { buildAsker, buildEcho, toCatalogue } from "../support/graphs.ts";
import { startTestService, type TestService } from "../support/service.ts";

let db: Database;
let service: TestService;
let calls: ReturnType<typeof createCalls>;

beforeAll(async () => {
  db = await openTestDatabase();
  service = await startTestService(db, toCatalogue({ agent: buildEcho(), asker: buildAsker() }));
  calls = createCalls(service);
});
afterAll(async () => {
  await service.close();
  await db.close();
});

describe.each(["1.11", "1.12"])("the client of SDK %s", (version) => {
  const open = (): Pick<TestService["client"], "assistants"> =>
    version === "1.11"
      ? service.client
      : (new NewerClient({ apiUrl: service.url, apiKey: null }) as unknown as TestService["client"]);

  it("creates, changes, lists versions of, puts back and deletes an assistant", async () => {
    const { assistants } = open();
    const created = await assistants.create({
      graphId: "agent",
      name: "Pune desk",
      description: "Answers Pune",
      config: { tags: ["desk"], recursion_limit: 7, configurable: { city: "Pune" } },
      context: { tone: "warm" },
      metadata: { team: "west", tier: { level: 1 } },
    });
    expect(created).toMatchObject({ graph_id: "agent", version: 1, context: { tone: "warm" } });

    const second = await assistants.update(created.assistant_id, { metadata: { tier: 2 }, name: "Desk" });
    expect(second).toMatchObject({
      version: 2,
      name: "Desk",
      description: "Answers Pune",
      metadata: { team: "west", tier: 2 },
      config: { tags: ["desk"], recursion_limit: 7, configurable: { city: "Pune" } },
    });
    expect(await assistants.update(created.assistant_id, { graphId: "asker", config: {} })).toMatchObject({
      version: 3,
      graph_id: "asker",
      config: {},
    });

    const versions = await assistants.getVersions(created.assistant_id);
    expect(versions.map((each) => [each.version, each.graph_id, each.name])).toEqual([
      [3, "asker", "Desk"],
      [2, "agent", "Desk"],
      [1, "agent", "Pune desk"],
    ]);
    expect(versions[0]).not.toHaveProperty("updated_at");
    expect(versions[2]).toMatchObject({ assistant_id: created.assistant_id, created_at: created.created_at });
    const found = await assistants.getVersions(created.assistant_id, {
      metadata: { tier: 2 },
      limit: 1,
      offset: 1,
    });
    expect(found.map((each) => each.version)).toEqual([2]);

    expect(await assistants.setLatest(created.assistant_id, 1)).toMatchObject({
      version: 1,
      name: "Pune desk",
      metadata: { team: "west", tier: { level: 1 } },
      config: { configurable: { city: "Pune" } },
    });
    expect(await assistants.get(created.assistant_id)).toMatchObject({ version: 1, name: "Pune desk" });
    // Behind the highest there is, not behind the one in use.
    expect(await assistants.update(created.assistant_id, { name: "Again" })).toMatchObject({ version: 4 });

    await assistants.delete(created.assistant_id);
    await expect(assistants.get(created.assistant_id)).rejects.toThrow("404");
    await expect(assistants.getVersions(created.assistant_id)).rejects.toThrow("404");
    await expect(assistants.setLatest(created.assistant_id, 1)).rejects.toThrow("404");
  });

  it("pages through a search with all that it can ask for", async () => {
    const { assistants } = open();
    const batch = newId();
    for (const name of ["Alpha", "beta", "Gamma_%"])
      await assistants.create({ graphId: "agent", name, metadata: { batch, deep: { name } } });
    const search = async (query: Parameters<typeof assistants.search>[0]) =>
      (await assistants.search({ ...query, metadata: { batch, ...query?.metadata } })).map(
        ({ name }) => name,
      );
    expect(await search({ sortBy: "created_at", sortOrder: "asc" })).toEqual(["Alpha", "beta", "Gamma_%"]);
    expect(await search({})).toEqual(["Gamma_%", "beta", "Alpha"]);
    expect(await search({ name: "A_" })).toEqual(["Gamma_%"]);
    expect(await search({ name: "ET" })).toEqual(["beta"]);
    expect(await search({ metadata: { deep: { name: "beta" } } })).toEqual(["beta"]);
    const first = await assistants.search({
      metadata: { batch },
      limit: 2,
      select: ["name", "version"],
      includePagination: true,
    });
    expect(first).toEqual({
      assistants: [
        { name: "Gamma_%", version: 1 },
        { name: "beta", version: 1 },
      ],
      next: "2",
    });
    const last = await assistants.search({
      metadata: { batch },
      limit: 2,
      offset: 2,
      includePagination: true,
    });
    expect(last).toMatchObject({ assistants: [{ name: "Alpha" }], next: null });
    expect(await assistants.count({ metadata: { batch } })).toBe(3);
    expect(await assistants.count({ metadata: { batch }, name: "a", graphId: "agent" })).toBe(3);
    expect(await assistants.count({ metadata: { batch }, graphId: "asker" })).toBe(0);
  });
});

it("creates with nothing but a graph", async () => {
  const { status, json } = await calls.post("/assistants", { graph_id: "agent", unknown: 1, config: null });
  expect([status, json]).toMatchObject([
    200,
    { name: "Untitled", description: null, config: {}, context: {}, metadata: {}, version: 1 },
  ]);
  expect(json["created_at"]).toBe(json["updated_at"]);
});

it("keeps no configuration that the server alone may set", async () => {
  const config = {
    tags: ["x"],
    configurable: {
      city: "Pune",
      thread_id: "t",
      __pregel_store: 1,
      langgraph_auth_user: { identity: "root" },
    },
  };
  const kept = { tags: ["x"], configurable: { city: "Pune" } };
  const { assistant_id: id, ...created } = await service.client.assistants.create({
    graphId: "agent",
    config,
  });
  expect(created.config).toEqual(kept);
  expect((await service.client.assistants.update(id, { config })).config).toEqual(kept);
});

it("knows when an assistant exists, and can be told not to mind", async () => {
  const assistantId = newId();
  await calls.post("/assistants", { assistantId, graphId: "agent", name: "First" });
  const again = { assistant_id: assistantId.toUpperCase(), graph_id: "asker", name: "Second" };
  const refused = await calls.post("/assistants", again);
  expect([refused.status, refused.json["detail"]]).toEqual([409, "Assistant already exists"]);
  expect((await calls.post("/assistants", { ...again, if_exists: "do_nothing" })).json).toMatchObject({
    name: "First",
    graph_id: "agent",
  });
});

it.each([
  ["POST", "/assistants", { graph_id: "nobody" }, 404, "not_found"],
  ["POST", "/assistants", {}, 422, "validation_failed"],
  ["POST", "/assistants", { graph_id: "agent", assistant_id: "x" }, 422, "validation_failed"],
  ["POST", "/assistants", { graph_id: "agent", config: { recursion_limit: "x" } }, 422, "validation_failed"],
  ["PATCH", "/assistants/agent", { graph_id: "nobody" }, 404, "not_found"],
  ["PATCH", "/assistants/nobody", { name: "x" }, 404, "assistant_not_found"],
  ["DELETE", `/assistants/${newId()}`, undefined, 404, "assistant_not_found"],
  ["POST", "/assistants/nobody/versions", {}, 404, "assistant_not_found"],
  ["POST", "/assistants/agent/latest", { version: 99 }, 404, "assistant_version_not_found"],
  ["POST", "/assistants/agent/latest", {}, 422, "validation_failed"],
  ["POST", "/assistants/agent/latest?version=one", {}, 422, "validation_failed"],
  ["POST", "/assistants/nobody/latest", { version: 1 }, 404, "assistant_not_found"],
  ["POST", "/assistants/search", { limit: 0 }, 422, "validation_failed"],
  ["POST", "/assistants/search", { sort_by: "config" }, 422, "validation_failed"],
])("answers %s %s %j with %i %s", async (method, path, body, status, code) => {
  const reply = await calls.call(method, path, body);
  expect([reply.status, reply.json["code"]]).toEqual([status, code]);
});

it("takes the version from the query as well, and answers a deletion with the id in a list", async () => {
  const { assistant_id: id } = await service.client.assistants.create({ graphId: "agent", name: "One" });
  await service.client.assistants.update(id, { name: "Two" });
  expect((await calls.post(`/assistants/${id}/latest?version=1`)).json).toMatchObject({
    name: "One",
    version: 1,
  });
  const { status, text } = await calls.call("DELETE", `/assistants/${id}`);
  expect([status, text]).toEqual([200, JSON.stringify([id])]);
});

it("makes two versions of two changes at once, and the later has both", async () => {
  const { assistants } = service.client;
  const { assistant_id: id } = await assistants.create({ graphId: "agent" });
  const names = Array.from({ length: 12 }, (_, index) => `key_${index}`);
  const patched = await Promise.all(
    names.map((name) => assistants.update(id, { metadata: { [name]: true } })),
  );
  expect(patched.map(({ version }) => version).toSorted((a, b) => a - b)).toEqual(
    names.map((_, index) => index + 2),
  );
  const versions = await assistants.getVersions(id, { limit: 100 });
  expect(versions.map(({ version }) => version)).toEqual(
    Array.from({ length: 13 }, (_, index) => 13 - index),
  );
  for (const [index, { metadata }] of versions.entries())
    expect(Object.keys(metadata ?? {})).toHaveLength(12 - index);
});

it("runs with what the assistant is now, at once after a change", async () => {
  const { assistants, runs } = service.client;
  const { assistant_id: id } = await assistants.create({ graphId: "agent", metadata: { shade: "red" } });
  const shadeOf = async () => {
    const { thread_id } = await service.client.threads.create();
    const run = await runs.create(thread_id, id, { input: { messages: [] } });
    return (run.metadata as Record<string, unknown>)["shade"];
  };
  expect(await shadeOf()).toBe("red");
  await assistants.update(id, { metadata: { shade: "blue" } });
  expect(await shadeOf()).toBe("blue");
  await assistants.setLatest(id, 1);
  expect(await shadeOf()).toBe("red");
  await assistants.delete(id);
  await expect(shadeOf()).rejects.toThrow("404");
});

it("keeps versions of a default assistant too", async () => {
  const { assistants } = service.client;
  await assistants.update("asker", { config: { tags: ["mine"] } });
  expect(
    (await assistants.getVersions("asker")).map(({ version, config }) => [version, config.tags]),
  ).toEqual([
    [2, ["mine"]],
    [1, undefined],
  ]);
  expect(await assistants.setLatest(toAssistantId("asker"), 1)).toMatchObject({
    config: {},
    metadata: { created_by: "system" },
  });
});
