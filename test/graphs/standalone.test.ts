import { readFile } from "node:fs/promises";
import { pathToFileURL } from "node:url";
import { HumanMessage } from "@langchain/core/messages";
import { describe, expect, it } from "vitest";
import { createLog } from "../../src/telemetry/log.ts";
import { openStandaloneDeps } from "../../graphs/standalone/open-deps.ts";
import { buildQueen } from "../../graphs/queen/graph.ts";

const NO_MODELS = { openaiApiKey: null, openaiBaseUrl: null, nano: null, mini: null, full: null };

function open() {
  const log = createLog({ level: "silent", destination: process.stderr });
  return openStandaloneDeps({ models: NO_MODELS, skillFolders: [], log }).then(buildQueen);
}

describe("langgraph.json", () => {
  it("names an export that gives a graph", async () => {
    const { graphs } = JSON.parse(await readFile("langgraph.json", "utf8")) as {
      graphs: { queen: { path: string } };
    };
    const [path = "", name = ""] = graphs.queen.path.split(":");
    const entry = (await import(pathToFileURL(path).href)) as Record<string, () => Promise<unknown>>;
    expect(await entry[name]?.()).toMatchObject({ name: "queen" });
  });
});

describe("a Queen on her own", () => {
  it("answers", async () => {
    const graph = await open();
    const request = "Plan a Diwali campaign for my sweet shop in Pune, budget 2 lakh";
    const { answer } = await graph.invoke({ messages: [new HumanMessage(request)] });
    expect(answer?.skill).toBe("campaign.diwali");
  });

  it("can be drawn with everything inside", async () => {
    const drawing = (await (await open()).getGraphAsync({ xray: true })).drawMermaid();
    for (const node of [
      "guard",
      "clarify",
      "dispatch",
      "critic",
      "revise",
      "overseer",
      "hydrate",
      "act",
      "reflect",
    ]) {
      expect(drawing).toContain(node);
    }
  });

  it("says which keys its state has, and takes messages only", async () => {
    const graph = await open();
    const { _schemaRuntimeDefinition: state, _inputRuntimeDefinition: input } = graph.builder as unknown as {
      _schemaRuntimeDefinition: { getJsonSchema(): { properties: object } };
      _inputRuntimeDefinition: { getInputJsonSchema(): { properties: object } };
    };
    expect(Object.keys(state.getJsonSchema().properties)).toContain("verdict");
    expect(Object.keys(input.getInputJsonSchema().properties)).toEqual(["messages"]);
  });
});
