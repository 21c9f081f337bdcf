import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { buildEcho } from "../support/graphs.ts";
import { buildMirror, buildNested } from "./graphs.ts";
import { type Conformance, NOBODY, openConformance } from "./open-conformance.ts";

let service: Conformance;
let assistants: Conformance["client"]["assistants"];

beforeAll(async () => {
  service = await openConformance({ agent: buildEcho(), nested: buildNested(), mirror: buildMirror() });
  ({ assistants } = service.client);
});
afterAll(() => service.close());

describe("the default assistant of a graph", () => {
  it("has an id that follows from the graph id, and is the system's", async () => {
    expect(await assistants.get("fe096781-5601-53d2-b2f6-0d3403f7e9ca")).toMatchObject({
      graph_id: "agent",
      name: "agent",
      metadata: { created_by: "system" },
      version: 1,
      context: {},
    });
  });

  it("answers to the graph id as well", async () => {
    expect((await assistants.get("agent")).assistant_id).toBe("fe096781-5601-53d2-b2f6-0d3403f7e9ca");
  });
});

describe("creation", () => {
  it("answers the assistant, at version 1 and without a name Untitled", async () => {
    const created = await assistants.create({
      graphId: "agent",
      metadata: { team: "red" },
      context: { a: 1 },
    });
    expect(created).toMatchObject({
      graph_id: "agent",
      name: "Untitled",
      description: null,
      version: 1,
      metadata: { team: "red" },
      context: { a: 1 },
    });
    expect(new Date(created.created_at).toISOString()).toBe(created.created_at);
  });

  it("of an unknown graph is 404", async () => {
    await expect(assistants.create({ graphId: "nothing" })).rejects.toMatchObject({ status: 404 });
  });

  it("of an id that is taken is 409, or answers the existing one on request", async () => {
    const { assistant_id: assistantId } = await assistants.create({ graphId: "agent", name: "first" });
    const again = { graphId: "agent", assistantId, name: "second" };
    await expect(assistants.create(again)).rejects.toMatchObject({ status: 409 });
    expect(await assistants.create({ ...again, ifExists: "do_nothing" })).toMatchObject({ name: "first" });
  });
});

describe("versions", () => {
  it("grow with every update, merge metadata, and can be chosen again", async () => {
    const { assistant_id: id } = await assistants.create({
      graphId: "mirror",
      config: { configurable: { tone: "dry" } },
      metadata: { a: 1 },
    });
    const updated = await assistants.update(id, {
      graphId: "mirror",
      config: { configurable: { tone: "warm" } },
      metadata: { b: 2 },
      name: "Warm",
    });
    expect(updated).toMatchObject({ version: 2, name: "Warm", metadata: { a: 1, b: 2 } });
    const versions = await assistants.getVersions(id);
    expect(versions.map(({ version }) => version)).toEqual([2, 1]);
    expect(versions[0]).not.toHaveProperty("updated_at");
    expect(await assistants.setLatest(id, 1)).toMatchObject({
      version: 1,
      config: { configurable: { tone: "dry" } },
    });
    expect(await assistants.update(id, { name: "Third" })).toMatchObject({ version: 3 });
    await expect(assistants.setLatest(id, 9)).rejects.toMatchObject({ status: 404 });
  });

  it("of an unknown assistant are 404", async () => {
    await expect(assistants.getVersions(NOBODY)).rejects.toMatchObject({ status: 404 });
  });
});

describe("search", () => {
  beforeAll(async () => {
    for (const name of ["gamma", "alpha", "beta"])
      await assistants.create({ graphId: "agent", name, metadata: { kind: { of: "search" }, name } });
  });
  const mine = { metadata: { kind: { of: "search" } } };

  it("filters by containment, graph and part of the name, and counts the same", async () => {
    expect(await assistants.search({ ...mine, graphId: "agent", name: "ALPH" })).toMatchObject([
      { name: "alpha" },
    ]);
    expect(await assistants.count(mine)).toBe(3);
  });

  it("sorts by the field that was asked for, newest first by default", async () => {
    const sorted = await assistants.search({ ...mine, sortBy: "name", sortOrder: "asc" });
    expect(sorted.map(({ name }) => name)).toEqual(["alpha", "beta", "gamma"]);
    expect((await assistants.search(mine)).map(({ name }) => name)).toEqual(["beta", "alpha", "gamma"]);
  });

  it("says where the next page begins, until the last", async () => {
    const first = await assistants.search({ ...mine, limit: 2, includePagination: true });
    expect(first).toMatchObject({ next: "2" });
    const last = await assistants.search({ ...mine, limit: 2, offset: 2, includePagination: true });
    expect(last).toMatchObject({ next: null, assistants: [{ name: "gamma" }] });
  });

  it("trims rows to the fields that were selected", async () => {
    const [row] = await assistants.search({ ...mine, limit: 1, select: ["assistant_id", "name"] });
    expect(Object.keys(row ?? {}).toSorted()).toEqual(["assistant_id", "name"]);
  });
});

describe("what a graph is made of", () => {
  it("is drawn, with subgraphs inside when asked by flag or depth", async () => {
    const ids = async (xray?: boolean | number) =>
      (await assistants.getGraph("nested", xray === undefined ? {} : { xray })).nodes.map(({ id }) =>
        String(id),
      );
    expect(await ids()).toEqual(["__start__", "greet", "sub", "__end__"]);
    expect(await ids(true)).toContain("sub:think");
    expect(await ids(1)).toContain("sub:confirm");
    expect(await ids(false)).toContain("sub");
  });

  it("is described by schemas", async () => {
    const schemas = await assistants.getSchemas("nested");
    expect(schemas).toMatchObject({ graph_id: "nested", input_schema: { type: "object" } });
    expect(schemas).toHaveProperty("context_schema");
    expect(schemas.state_schema).toMatchObject({ properties: { note: {}, messages: {} } });
  });

  it("includes its subgraphs, by name too", async () => {
    const all = await assistants.getSubgraphs("nested", { recurse: true });
    expect(Object.keys(all)).toEqual(["sub"]);
    expect(await assistants.getSubgraphs("nested", { namespace: "sub" })).toHaveProperty("sub.state");
  });
});

describe("deletion", () => {
  it("takes the assistant away, and its threads only when asked to", async () => {
    const { client } = service;
    const { assistant_id: id } = await assistants.create({ graphId: "agent" });
    const { thread_id: threadId } = await client.threads.create();
    await client.runs.wait(threadId, id, { input: { messages: [] } });
    await assistants.delete(id, { deleteThreads: true });
    await expect(assistants.get(id)).rejects.toMatchObject({ status: 404 });
    await expect(client.threads.get(threadId)).rejects.toMatchObject({ status: 404 });
  });

  it("of an unknown assistant is 404", async () => {
    await expect(assistants.delete(NOBODY)).rejects.toMatchObject({ status: 404 });
  });
});
