import { describe, expect, it } from "vitest";
import type { LogMode } from "../../src/domain/event.ts";
import type { StreamMode } from "../../src/domain/run.ts";
import { createLegacyRenderer } from "../../src/log/legacy-frames.ts";

const row = (mode: LogMode, data: unknown, ns = "") => ({
  mode,
  ns,
  json: JSON.stringify(data),
  note: null,
});
function names(modes: StreamMode[], subgraphs: boolean, rows: ReturnType<typeof row>[]): string[] {
  const renderer = createLegacyRenderer({ modes, subgraphs });
  return rows.flatMap((one) => renderer.render(one).map(({ event }) => event));
}

describe("legacy frames", () => {
  const rows = [
    row("values", { a: 1 }),
    row("updates", { node: { a: 1 } }),
    row("values", { b: 1 }, "child:1"),
    row("messages", [{ type: "ai", id: "m", content: "x" }, {}], "child:1"),
    row("custom", { type: "progress" }, "child:1"),
    row("tasks", { id: "t" }),
    row("end", { status: "success" }),
  ];

  it("are those of the modes asked for; subgraphs show only tokens and custom events unless asked for", () => {
    expect(names(["values", "messages-tuple", "custom"], false, rows)).toEqual([
      "values",
      "messages",
      "custom",
      "end",
    ]);
    expect(names(["updates"], false, rows)).toEqual(["updates", "end"]);
  });

  it("carry the namespace when subgraphs are asked for", () => {
    expect(names(["values", "messages-tuple", "custom"], true, rows)).toEqual([
      "values",
      "values|child:1",
      "messages|child:1",
      "custom|child:1",
      "end",
    ]);
  });

  it("of `messages` mode show a message growing, and once more when it stands in the state", () => {
    const renderer = createLegacyRenderer({ modes: ["messages"], subgraphs: false });
    const stream = [
      row("messages", [{ type: "ai", id: "m", content: "Cha" }, { node: 1 }]),
      row("messages", [{ type: "ai", id: "m", content: "i" }, { node: 1 }]),
      row("values", { messages: [{ type: "ai", id: "m", content: "Chai" }] }),
      row("values", { messages: [{ type: "ai", id: "m", content: "Chai" }] }),
    ];
    const frames = stream
      .flatMap((one) => renderer.render(one))
      .map(({ event, json }) => [event, JSON.parse(json)]);
    expect(frames).toEqual([
      ["messages/metadata", { m: { metadata: { node: 1 } } }],
      ["messages/partial", [{ type: "ai", id: "m", content: "Cha" }]],
      ["messages/partial", [{ type: "ai", id: "m", content: "Chai" }]],
      ["messages/complete", [{ type: "ai", id: "m", content: "Chai" }]],
    ]);
  });
});
