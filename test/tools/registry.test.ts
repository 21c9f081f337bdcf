import { describe, expect, it } from "vitest";
import { z } from "zod";
import type { Passage } from "../../src/domain/answer.ts";
import { AppError } from "../../src/domain/errors.ts";
import { LOCAL_TENANT_ID } from "../../src/domain/ids.ts";
import { createFestivalCalendar } from "../../src/india/festival-calendar.ts";
import { createToolRegistry } from "../../src/tools/registry.ts";

const PASSAGE: Passage = {
  id: "1",
  document_id: "d",
  title: "Prices",
  heading: "",
  text: "₹399 a box",
  score: 0.9,
};
const clock = { now: () => new Date("2026-11-20T10:00:00Z") };
const context = { tenantId: LOCAL_TENANT_ID, clock };

function createTools(
  search: (tenantId: string, query: string) => Promise<Passage[]> = async () => [PASSAGE],
) {
  return createToolRegistry({ knowledge: { search }, festivals: createFestivalCalendar() });
}

describe("the registry", () => {
  it("has tools under their names, whatever the spelling", () => {
    const tools = createTools();
    expect(tools.names()).toEqual(["festival-calendar", "knowledge-search"]);
    expect(tools.get("Knowledge_Search")?.name).toBe("knowledge-search");
    expect(tools.get("web-search")).toBeUndefined();
    for (const name of tools.names()) expect(tools.get(name)?.name).toBe(name);
  });

  it("knows published tools, installed or not", () => {
    const tools = createTools();
    for (const name of ["web-search", "web_page", "table-math", "gst-calculator", ...tools.names()])
      expect(tools.isPublished(name), name).toBe(true);
    expect(tools.isPublished("bash")).toBe(false);
  });

  it("describes each tool's input as a JSON schema", () => {
    const schema = z.toJSONSchema(createTools().get("knowledge-search")?.input ?? z.never());
    expect(schema).toMatchObject({
      type: "object",
      required: ["query"],
      properties: { query: { type: "string" } },
    });
  });
});

describe("call", () => {
  it("gives output, facts and passages", async () => {
    const result = await createTools().call(context, "knowledge_search", { query: "price" });
    expect(result).toEqual({ ok: true, output: { passages: [PASSAGE] }, facts: [], passages: [PASSAGE] });
  });

  it("hands the tenant of the context to the tool", async () => {
    const asked: unknown[] = [];
    const tools = createTools(async (...query) => {
      asked.push(query.slice(0, 2));
      return [];
    });
    await tools.call(context, "knowledge-search", { query: " price " });
    expect(asked).toEqual([[LOCAL_TENANT_ID, "price"]]);
  });

  it.each([
    [{}, "query"],
    [null, "query"],
    ["price", "input"],
    [{ query: "a", limit: 99 }, "limit"],
    [{ query: "a", top: 3 }, "top"],
  ])("says what is wrong with %j", async (input, word) => {
    const result = await createTools().call(context, "knowledge-search", input);
    expect(result.ok).toBe(false);
    expect(!result.ok && result.error).toContain(word);
  });

  it("says which tools there are when one is missing", async () => {
    const result = await createTools().call(context, "web-search", {});
    expect(!result.ok && result.error).toContain("knowledge-search");
  });

  it("tells a known failure in its words and keeps an unknown one to itself", async () => {
    const known = createTools(() =>
      Promise.reject(new AppError("unavailable", "The index is being rebuilt")),
    );
    const first = await known.call(context, "knowledge-search", { query: "a" });
    expect(!first.ok && first.error).toContain("being rebuilt");
    const unknown = createTools(() => Promise.reject(new Error("password=hunter2")));
    const second = await unknown.call(context, "knowledge-search", { query: "a" });
    expect(!second.ok && second.error).not.toContain("hunter2");
  });

  it("stops when the run is cancelled", async () => {
    const signal = AbortSignal.abort();
    await expect(
      createTools().call({ ...context, signal }, "knowledge-search", { query: "a" }),
    ).rejects.toThrow();
  });
});
