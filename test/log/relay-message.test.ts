import { describe, expect, it } from "vitest";
import type { ThreadRow } from "../../src/log/event-row.ts";
import { readRelayMessage, writeRelayMessage } from "../../src/log/relay-message.ts";

const claim = { runId: "run", firstSeq: 7, resumed: true };
const shared = JSON.stringify({ langgraph_node: "write", text: "line\nbreak" });
const rows: ThreadRow[] = [
  ...["Kaju ", "katli\n", ""].map((content, index) => ({
    runId: "run",
    seq: 7 + index,
    runSeq: 3 + 2 * index,
    attempt: 2,
    ns: "write:1|deeper:2",
    mode: "messages" as const,
    json: `[${JSON.stringify({ content })},${shared}]`,
    shared,
    note: null,
    at: 1_000 + index,
  })),
  {
    runId: "run",
    seq: 10,
    runSeq: 9,
    attempt: 2,
    ns: "",
    mode: "custom",
    json: '{"separators":"\\n \\u001e"}',
    note: '{"a":"note"}',
    at: 1_003,
  },
];

describe("a message between processes", () => {
  it("brings the rows as they were", () => {
    const text = writeRelayMessage({ from: "one", claim, last: 12, rows });
    const bare = rows.map(({ shared: _, ...row }) => row);
    expect(readRelayMessage(text, "two")).toEqual({ from: "one", claim, last: 12, rows: bare });
    // What the tokens of a message have in common is sent once.
    expect(text.split("langgraph_node")).toHaveLength(2);
  });

  it("is not for the one who sent it, and says nothing to those who do not understand it", () => {
    const text = writeRelayMessage({ from: "one", claim, last: 7, rows: [] });
    expect(readRelayMessage(text, "one")).toBeNull();
    expect(readRelayMessage("something else", "two")).toBeNull();
    expect(readRelayMessage(`${text}\u001e["half a row"]\u001e{}`, "two")).toBeNull();
  });
});
