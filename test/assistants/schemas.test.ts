import { Annotation, END, MessagesAnnotation, START, StateGraph } from "@langchain/langgraph";
import { afterAll, beforeAll, expect, it } from "vitest";
import { z } from "zod";
import type { Database } from "../../src/db/database.ts";
import type { AnyGraph, GraphCatalogue } from "../../src/domain/ports.ts";
import { createCalls } from "../runs/support/calls.ts";
import { openTestDatabase } from "../support/database.ts";
import { buildEcho, toCatalogue } from "../support/graphs.ts";
import { startTestService, type TestService } from "../support/service.ts";

const State = Annotation.Root({ ...MessagesAnnotation.spec, city: Annotation<string> });

function buildAnnotated(): AnyGraph {
  return new StateGraph({
    state: State,
    input: Annotation.Root({ city: Annotation<string> }),
    output: MessagesAnnotation,
  })
    .addNode("a", () => ({}))
    .addEdge(START, "a")
    .addEdge("a", END)
    .compile();
}

function buildConfigured(): AnyGraph {
  return new StateGraph(z.object({ city: z.string() }), z.object({ model: z.enum(["small", "large"]) }))
    .addNode("a", () => ({}))
    .addEdge(START, "a")
    .addEdge("a", END)
    .compile();
}

function buildUnknowable(): AnyGraph {
  return new StateGraph(z.object({ made: z.string().transform((text) => text.length) }))
    .addNode("a", () => ({}))
    .addEdge(START, "a")
    .addEdge("a", END)
    .compile();
}

let db: Database;
let service: TestService;
let calls: ReturnType<typeof createCalls>;
let opened = 0;

beforeAll(async () => {
  db = await openTestDatabase();
  const graphs = toCatalogue({
    annotated: buildAnnotated(),
    configured: buildConfigured(),
    unknowable: buildUnknowable(),
  });
  const catalogue: GraphCatalogue = {
    ...graphs,
    ids: () => [...graphs.ids(), "failing", "factory"],
    has: (graphId) => graphs.has(graphId) || graphId === "failing" || graphId === "factory",
    async open(graphId, call) {
      if (graphId === "failing") throw new Error("no model");
      if (graphId !== "factory") return graphs.open(graphId);
      opened += 1;
      expect(call).toMatchObject({ access: "assistants.read", config: { configurable: {} } });
      return buildEcho();
    },
  };
  const assistantDefaults = { factory: { configurable: {} } };
  service = await startTestService(db, catalogue, { settings: { assistantDefaults } });
  calls = createCalls(service);
});
afterAll(async () => {
  await service.close();
  await db.close();
});

it("names the fields of a state that is declared without schemas, and marks the messages", async () => {
  const schemas = await calls.get("/assistants/annotated/schemas");
  const messages = { langgraph_type: "messages", type: "array" };
  expect(schemas).toMatchObject({
    graph_id: "annotated",
    state_schema: { type: "object", properties: { messages, city: {} } },
    input_schema: { type: "object", properties: { city: {} } },
    output_schema: { type: "object", properties: { messages } },
    config_schema: null,
    context_schema: null,
  });
  expect(Object.keys((schemas["input_schema"] as { properties: object }).properties)).toEqual(["city"]);
});

it("has what zod says of state and configuration", async () => {
  const model = { type: "string", enum: ["small", "large"] };
  expect(await calls.get("/assistants/configured/schemas")).toMatchObject({
    state_schema: { properties: { city: { type: "string" } } },
    config_schema: { properties: { model } },
    context_schema: { properties: { model } },
  });
});

it.each(["unknowable", "failing"])("is no failure for the graph %s", async (graphId) => {
  const { status, json } = await calls.call("GET", `/assistants/${graphId}/schemas`);
  expect([status, json["graph_id"], json["config_schema"]]).toEqual([200, graphId, null]);
});

it("opens a graph once for its schemas, and again for another configuration", async () => {
  for (let time = 0; time < 3; time++) await service.client.assistants.getSchemas("factory");
  expect(opened).toBe(1);
  await service.client.assistants.create({
    graphId: "factory",
    config: { configurable: {} },
    assistantId: OTHER,
  });
  await service.client.assistants.getSchemas(OTHER);
  expect(opened).toBe(1);
  await service.client.assistants.update(OTHER, { config: { configurable: { model: "large" } } });
  await service.client.assistants.getSchemas(OTHER);
  expect(opened).toBe(2);
});

const OTHER = "0198c1d2-7f00-7a11-8b22-5d3f00000001";
