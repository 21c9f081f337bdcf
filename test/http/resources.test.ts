import { describe, expect, test } from "vitest";
import { toAssistantId } from "../../src/domain/ids.ts";
import { createTestApp, OTHER_ID, THREAD_ID } from "./support/test-app.ts";

describe("assistants", () => {
  test("are found by page: the total counts all, next is absent on the last page", async () => {
    const { send, last } = createTestApp();
    const first = await send("POST", "/assistants/search", { limit: 2, select: ["graph_id"] });
    expect(first.json).toEqual([{ graph_id: "queen" }, { graph_id: "campaign" }]);
    expect(first.headers.get("x-pagination-total")).toBe("3");
    expect(first.headers.get("x-pagination-next")).toBe("2");
    const second = await send("POST", "/assistants/search", { limit: 2, offset: 2 });
    expect(second.json).toHaveLength(1);
    expect(second.headers.get("x-pagination-total")).toBe("3");
    expect(second.headers.get("x-pagination-next")).toBeNull();
    await send("POST", "/assistants/search");
    expect(last("assistants.search")).toMatchObject({ limit: 10, offset: 0 });
  });

  test("are counted", async () => {
    const { send } = createTestApp();
    expect((await send("POST", "/assistants/count", {})).json).toBe(3);
    expect((await send("POST", "/assistants/count", { graph_id: "queen" })).json).toBe(1);
  });

  test("are read by id and by graph id", async () => {
    const { send } = createTestApp();
    const id = toAssistantId("queen");
    expect((await send("GET", `/assistants/${id}`)).json).toMatchObject({ graph_id: "queen" });
    expect((await send("GET", "/assistants/queen")).json).toMatchObject({ assistant_id: id });
    expect((await send("GET", "/assistants/nobody")).json).toMatchObject({ detail: "Assistant not found" });
  });

  test("show their graph, schemas and subgraphs", async () => {
    const { send, last } = createTestApp();
    expect((await send("GET", "/assistants/queen/graph?xray=2")).json).toEqual({ nodes: [], edges: [] });
    expect(last("assistants.graph")).toEqual({ assistantId: "queen", xray: 2 });
    expect((await send("GET", "/assistants/queen/schemas")).json).toMatchObject({ graph_id: "queen" });
    await send("GET", "/assistants/queen/subgraphs?recurse=true");
    expect(last("assistants.subgraphs")).toEqual({ assistantId: "queen", recurse: true });
    await send("GET", "/assistants/queen/subgraphs/lord%00writer");
    expect(last("assistants.subgraphs")).toEqual({
      assistantId: "queen",
      namespace: "lord|writer",
      recurse: false,
    });
  });
});

describe("threads", () => {
  test("are created, read, changed and deleted", async () => {
    const { send } = createTestApp();
    const created = await send("POST", "/threads", { thread_id: THREAD_ID, metadata: { a: 1 } });
    expect(created.json).toMatchObject({ thread_id: THREAD_ID, metadata: { a: 1 }, values: null });
    expect((await send("POST", "/threads", { thread_id: THREAD_ID })).status).toBe(409);
    const path = `/threads/${THREAD_ID.toUpperCase()}`;
    expect((await send("GET", path)).json).toMatchObject({ thread_id: THREAD_ID });
    expect((await send("PATCH", path, { metadata: { b: 2 } })).json).toMatchObject({
      metadata: { a: 1, b: 2 },
    });
    const minimal = await send("PATCH", path, { metadata: {} }, { prefer: "return=minimal" });
    expect([minimal.status, minimal.text]).toEqual([204, ""]);
    const deleted = await send("DELETE", path);
    expect([deleted.status, deleted.text]).toEqual([204, ""]);
    expect((await send("GET", path)).json).toMatchObject({ detail: `Thread with ID ${THREAD_ID} not found` });
  });

  test("are searched and counted", async () => {
    const { send, last, createThread } = createTestApp();
    await createThread();
    const filters = { metadata: { graph_id: "queen" }, status: "idle", values: { a: 1 } };
    const found = await send("POST", "/threads/search", {
      ...filters,
      sortBy: "updated_at",
      select: ["thread_id"],
    });
    expect(found.json).toEqual([{ thread_id: THREAD_ID }]);
    expect(found.headers.get("x-pagination-total")).toBe("1");
    expect(last("threads.search")).toMatchObject({ ...filters, sort_by: "updated_at", limit: 10, offset: 0 });
    expect((await send("POST", "/threads/count", filters)).json).toBe(1);
    expect(last("threads.count")).toEqual(filters);
  });
});

describe("thread state", () => {
  test("is read at the head, at a checkpoint, in a namespace", async () => {
    const { send, last, createThread } = createTestApp();
    const path = `/threads/${await createThread()}/state`;
    expect(
      (await send("GET", `${path}?subgraphs=true&select=values.messages&select=next`)).json,
    ).toMatchObject({ next: [] });
    expect(last("threads.state")).toMatchObject({ subgraphs: true, select: ["values.messages", "next"] });
    await send("GET", `${path}/c1`);
    expect(last("threads.state")).toMatchObject({ checkpointId: "c1", subgraphs: false });
    await send("POST", `${path}/checkpoint`, {
      checkpoint: { checkpoint_id: "c2", checkpoint_ns: "a:1" },
      subgraphs: true,
    });
    expect(last("threads.state")).toMatchObject({ checkpointId: "c2", checkpointNs: "a:1", subgraphs: true });
    expect((await send("GET", `/threads/${OTHER_ID}/state`)).status).toBe(404);
  });

  test("is written", async () => {
    const { send, last } = createTestApp();
    const path = `/threads/${THREAD_ID}/state`;
    const sent = await send("POST", path, {
      values: [{ a: 1 }, { b: null }],
      as_node: "writer",
      checkpoint_id: "c1",
    });
    expect(sent.json).toMatchObject({
      checkpoint: { checkpoint_id: "c1" },
      configurable: { checkpoint_id: "c1" },
    });
    expect(last("threads.updateState")).toMatchObject({
      threadId: THREAD_ID,
      supersteps: [
        { updates: [{ values: { a: 1 }, asNode: "writer" }] },
        { updates: [{ values: { b: null }, asNode: "writer" }] },
      ],
      checkpointId: "c1",
    });
    await send("POST", path, { values: null });
    expect(last("threads.updateState")).toMatchObject({ supersteps: [{ updates: [{ values: null }] }] });
  });

  test.each([
    ["an id", "c1"],
    ["a checkpoint", { checkpoint_id: "c1", checkpoint_map: null }],
    ["a config", { configurable: { checkpoint_id: "c1" } }],
  ])("has a history, before %s", async (_, before) => {
    const { send, last } = createTestApp();
    const path = `/threads/${THREAD_ID}/history`;
    const body = { limit: 1000, before, metadata: { step: 1 }, select: ["values"] };
    expect((await send("POST", path, body)).json).toEqual([]);
    expect(last("threads.history")).toMatchObject({
      limit: 1000,
      before: "c1",
      metadata: { step: 1 },
      select: ["values"],
    });
    await send("GET", `${path}?limit=3&before=c2`);
    expect(last("threads.history")).toMatchObject({ limit: 3, before: "c2" });
    await send("POST", path);
    expect(last("threads.history")).toMatchObject({ limit: 10, before: null });
  });
});

describe("RaptorFlow's own API", () => {
  test("keeps a foundation, which is empty at first", async () => {
    const { send } = createTestApp();
    expect((await send("GET", "/api/v1/foundation")).json).toEqual({});
    const foundation = { company_name: "Chai Corner", competitors: [{ name: "Tea Trunk" }] };
    expect((await send("PUT", "/api/v1/foundation", { ...foundation, industry: null })).json).toEqual(
      foundation,
    );
    expect((await send("GET", "/api/v1/foundation")).json).toEqual(foundation);
    expect((await send("PUT", "/api/v1/foundation", { compny_name: "x" })).status).toBe(422);
  });

  test("takes one document or several, and lists them by page", async () => {
    const { send, last } = createTestApp();
    const path = "/api/v1/knowledge/documents";
    const one = await send("POST", path, { filename: "a.md", content: "# A" });
    expect(one.json).toMatchObject({ filename: "a.md" });
    expect(last("knowledge.addDocument")).toEqual({ filename: "a.md", content: "# A" });
    const documents = [
      { filename: "b.md", content: "B" },
      { filename: "c.md", content: "C" },
    ];
    expect((await send("POST", path, { documents })).json).toMatchObject({
      documents: [{ filename: "b.md" }, { filename: "c.md" }],
    });
    const listed = await send("GET", `${path}?limit=2`);
    expect(listed.json).toHaveLength(2);
    expect(listed.headers.get("x-pagination-total")).toBe("3");
    for (const body of [{}, { documents: [] }, { filename: "a.md" }, { filename: "", content: "x" }]) {
      expect((await send("POST", path, body)).status).toBe(422);
    }
  });

  test("reports the skills", async () => {
    expect((await createTestApp().send("GET", "/api/v1/skills")).json).toMatchObject([
      { id: "research.competitor" },
    ]);
  });
});
