import { afterAll, beforeAll, expect, it } from "vitest";
import type { Database } from "../../src/db/database.ts";
import { toAssistantId } from "../../src/domain/ids.ts";
import { createCalls } from "../runs/support/calls.ts";
import { buildNested } from "../runs/support/graphs.ts";
import { openTestDatabase } from "../support/database.ts";
import { buildAsker, buildEcho, toCatalogue } from "../support/graphs.ts";
import { startTestService, type TestService } from "../support/service.ts";

let db: Database;
let service: TestService;
let calls: ReturnType<typeof createCalls>;

beforeAll(async () => {
  db = await openTestDatabase();
  service = await startTestService(
    db,
    toCatalogue({ agent: buildEcho(), asker: buildAsker(), nested: buildNested() }),
  );
  calls = createCalls(service);
});
afterAll(async () => {
  await service.close();
  await db.close();
});

it("has one assistant for each graph, under an id that every server of the protocol gives it", async () => {
  expect(toAssistantId("agent")).toBe("fe096781-5601-53d2-b2f6-0d3403f7e9ca");
  const found = await calls.get("/assistants/agent");
  expect(found).toEqual({
    assistant_id: "fe096781-5601-53d2-b2f6-0d3403f7e9ca",
    graph_id: "agent",
    name: "agent",
    description: "The agent graph",
    config: {},
    context: {},
    metadata: { created_by: "system" },
    version: 1,
    created_at: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
    updated_at: expect.any(String),
  });
  expect(await calls.get("/assistants/fe096781-5601-53d2-b2f6-0d3403f7e9ca")).toEqual(found);
});

it.each(["nobody", "fe096781-5601-53d2-b2f6-0d3403f7e9cb", "a%00b"])("does not know %s", async (id) => {
  for (const ending of ["", "/graph", "/schemas", "/subgraphs"]) {
    const reply = await calls.call("GET", `/assistants/${id}${ending}`);
    expect([reply.status, reply.json["detail"]]).toEqual([404, "Assistant not found"]);
  }
});

it("finds assistants by graph, by part of the name and by metadata, with the total beside the page", async () => {
  const search = async (body: object) => {
    const { text, headers } = await calls.post("/assistants/search", body);
    const rows = JSON.parse(text) as { graph_id: string }[];
    return {
      graphs: rows.map(({ graph_id }) => graph_id),
      total: headers.get("x-pagination-total"),
      next: headers.get("x-pagination-next"),
    };
  };
  expect(await search({ graph_id: "agent", limit: 100 })).toEqual({
    graphs: ["agent"],
    total: "1",
    next: null,
  });
  expect(await search({ name: "AS", metadata: { created_by: "system" } })).toMatchObject({
    graphs: ["asker"],
  });
  expect(await search({ metadata: { created_by: { $exists: false } } })).toMatchObject({ graphs: [] });
  expect(await search({ sort_by: "name", sort_order: "asc", limit: 2 })).toEqual({
    graphs: ["agent", "asker"],
    total: "3",
    next: "2",
  });
  expect(
    JSON.parse((await calls.post("/assistants/search", { graph_id: "agent", select: ["name"] })).text),
  ).toEqual([{ name: "agent" }]);
  expect((await calls.post("/assistants/count", {})).text).toBe("3");
});

it("shows nodes and edges, and those of graphs inside when asked to", async () => {
  const nodesOf = async (query: string) => {
    const { nodes } = (await calls.get(`/assistants/nested/graph${query}`)) as {
      nodes: { id: string; type: string }[];
    };
    return nodes.map(({ id }) => id);
  };
  expect(await nodesOf("")).toEqual(["__start__", "greet", "sub", "__end__"]);
  expect(await nodesOf("?xray=0")).toEqual(["__start__", "greet", "sub", "__end__"]);
  for (const query of ["?xray=true", "?xray=1"]) {
    expect(await nodesOf(query)).toEqual(expect.arrayContaining(["sub:think", "sub:confirm"]));
  }
});

it("shows schemas of a graph and of the graphs inside it, null where there is none", async () => {
  expect(await calls.get("/assistants/agent/schemas")).toMatchObject({
    graph_id: "agent",
    input_schema: { type: "object", properties: { messages: {} } },
    output_schema: { type: "object" },
    state_schema: { type: "object" },
    config_schema: null,
    context_schema: null,
  });
  const subgraphs = await calls.get("/assistants/nested/subgraphs");
  expect(Object.keys(subgraphs)).toEqual(["sub"]);
  expect(subgraphs["sub"]).toMatchObject({ input_schema: { type: "object" }, input: { type: "object" } });
  expect(Object.keys(await calls.get("/assistants/nested/subgraphs/sub?recurse=yes"))).toEqual(["sub"]);
  expect(await calls.get("/assistants/nested/subgraphs/none")).toEqual({});
});
