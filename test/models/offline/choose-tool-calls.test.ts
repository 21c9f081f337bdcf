import { AIMessage, ToolMessage } from "@langchain/core/messages";
import { expect, test } from "vitest";
import { chooseToolCalls } from "../../../src/models/offline/choose-tool-calls.ts";
import { brief, diwaliBrief } from "../sample-brief.ts";

function tool(
  name: string,
  properties: Record<string, { type: string }>,
  required = Object.keys(properties),
) {
  return { name, description: "", schema: { type: "object", properties, required } };
}

const search = tool("knowledge-search", { query: { type: "string" }, limit: { type: "number" } }, ["query"]);
const calendar = tool("festival-calendar", { festival: { type: "string" } });

test("asks tools that read, with what the brief gives", () => {
  expect(chooseToolCalls(diwaliBrief(1_00_00, "Pune"), [search, calendar], [])).toEqual([
    { name: "knowledge-search", args: { query: "Plan a Diwali campaign for my sweet shop in Pune" } },
    { name: "festival-calendar", args: { festival: "diwali" } },
  ]);
});

test("leaves a tool alone that needs what nobody said", () => {
  expect(
    chooseToolCalls(brief("Grow our list"), [calendar, tool("page-read", { url: { type: "string" } })], []),
  ).toEqual([]);
});

test("never sends or writes anything", () => {
  const tools = ["email-sender", "post-publisher", "database-writer", "list-delete"].map((name) =>
    tool(name, { text: { type: "string" } }),
  );
  expect(chooseToolCalls(brief("Send it"), tools, [])).toEqual([]);
});

test("does not ask the same tool twice", () => {
  const asked = new AIMessage({ content: "", tool_calls: [{ name: "knowledge-search", args: {}, id: "1" }] });
  const answered = new ToolMessage({ content: "", tool_call_id: "2", name: "festival-calendar" });
  expect(chooseToolCalls(diwaliBrief(1_00_00, "Pune"), [search, calendar], [asked, answered])).toEqual([]);
});

test("names the festivals that the skill takes from the calendar", () => {
  const sections = [
    {
      heading: "Method",
      body: "1. **Fix the dates.** Take Dhanteras and Diwali from the festival calendar.",
    },
  ];
  const from = brief("Plan our season", { skill: { title: "Festive campaign", sections } });
  const [choice] = chooseToolCalls(
    from,
    [tool("festival-calendar", { festival: { type: "string" } }, [])],
    [],
  );
  expect(choice?.args["festival"]).toContain("Take Dhanteras and Diwali from the festival calendar");
});
