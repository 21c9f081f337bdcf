import { randomUUID } from "node:crypto";
import { AIMessage } from "@langchain/core/messages";
import { emptyCheckpoint, ERROR, INTERRUPT, uuid6, type Checkpoint } from "@langchain/langgraph-checkpoint";
import { afterAll, describe, expect, it } from "vitest";
import { createCheckpointer } from "../../../src/engine/checkpointer/tenant-checkpointer.ts";
import { openTestDatabase } from "../../support/database.ts";

const db = await openTestDatabase();
afterAll(() => db.close());

const tenantId = randomUUID();
const saver = createCheckpointer({ db, context: { tenantId } });
const metadata = { source: "loop" as const, step: 0, parents: {} };
const onThread = () => ({ configurable: { thread_id: randomUUID(), checkpoint_ns: "" } });

function toCheckpoint(values: Record<string, unknown>, versions: Record<string, number>): Checkpoint {
  return { ...emptyCheckpoint(), id: uuid6(0), channel_values: values, channel_versions: versions };
}

async function countBlobs(threadId: string): Promise<number> {
  const sql = "select count(*)::int as count from checkpoint_blobs where thread_id = $1";
  return (await db.run<{ count: number }>(tenantId, sql, [threadId]))[0]?.count ?? 0;
}

describe("values", () => {
  const values = {
    nul: "before\0after",
    unpaired: "\ud800 alone",
    bytes: new Uint8Array([0, 1, 254, 255]),
    set: new Set(["a", "b"]),
    message: new AIMessage({
      content: "नमस्ते 🙏",
      tool_calls: [{ id: "1", name: "search", args: { q: "\0" } }],
    }),
    nested: { list: [1, { deep: null }], undefinedInside: undefined },
    number: 0.1,
    flag: false,
    nothing: null,
    empty: [],
    long: "x".repeat(1000),
  };
  const versions = Object.fromEntries(Object.keys(values).map((key, index) => [key, index + 1.5]));

  it.each(["the first checkpoint of a thread", "a later one"])(
    "come back as they were from %s",
    async (place) => {
      let config: Parameters<typeof saver.put>[0] = onThread();
      if (place === "a later one") config = await saver.put(config, toCheckpoint({}, {}), metadata, {});
      const head = await saver.put(config, toCheckpoint(values, versions), metadata, versions);
      await saver.putWrites(head, Object.entries(values), "task");
      const tuple = await saver.getTuple(head);
      expect(tuple?.checkpoint.channel_values).toEqual(values);
      expect(tuple?.pendingWrites).toEqual(
        Object.entries(values).map(([channel, value]) => ["task", channel, value]),
      );
    },
  );

  it("are written once for as long as a channel does not change", async () => {
    const report = {
      rows: Array.from({ length: 500 }, (_, row) => ({ row, text: `row number ${row} of the report` })),
    };
    expect(JSON.stringify(report).length).toBeGreaterThan(20_000);
    const start = onThread();
    let config = await saver.put(start, toCheckpoint({ report }, { report: 1 }), metadata, { report: 1 });
    for (let step = 2; step <= 5; step++) {
      const next = toCheckpoint({ report, step, note: "short" }, { report: 1, step, note: 2 });
      config = await saver.put(config, next, metadata, { step, note: 2 });
    }
    expect(await countBlobs(start.configurable.thread_id)).toBe(1);
    expect((await saver.getTuple(config))?.checkpoint.channel_values).toEqual({
      report,
      step: 5,
      note: "short",
    });
  });

  it("are not shared between two tuples of a list", async () => {
    const start = onThread();
    const first = await saver.put(start, toCheckpoint({ list: [{ a: 1 }] }, { list: 1 }), metadata, {
      list: 1,
    });
    await saver.put(first, toCheckpoint({ list: [{ a: 1 }] }, { list: 1 }), metadata, {});
    const [one, two] = await Array.fromAsync(saver.list(start));
    expect(one?.checkpoint.channel_values["list"]).toEqual([{ a: 1 }]);
    expect(one?.checkpoint.channel_values["list"]).not.toBe(two?.checkpoint.channel_values["list"]);
  });
});

describe("writes", () => {
  it("stand once written, but errors and interrupts are replaced", async () => {
    const head = await saver.put(onThread(), toCheckpoint({}, {}), metadata, {});
    await saver.putWrites(
      head,
      [
        ["text", "first"],
        [INTERRUPT, "old"],
        [ERROR, "old"],
      ],
      "task",
    );
    await saver.putWrites(
      head,
      [
        ["text", "second"],
        [INTERRUPT, "new"],
      ],
      "task",
    );
    await saver.putWrites(
      head,
      [
        [ERROR, "one"],
        [ERROR, "two"],
      ],
      "task",
    );
    await saver.putWrites(head, [], "task");
    expect((await saver.getTuple(head))?.pendingWrites).toEqual([
      ["task", INTERRUPT, "new"],
      ["task", ERROR, "two"],
      ["task", "text", "first"],
    ]);
  });
});

describe("metadata", () => {
  it("holds what the run was given, without internal keys, and can be searched", async () => {
    const start = onThread();
    const config = {
      ...start,
      metadata: {
        run_id: "r1",
        team: { city: "Pune" },
        __secret: "x",
        langgraph_node: "n",
        thread_id: "t",
        gone: undefined,
      },
    };
    await saver.put(config, toCheckpoint({}, {}), { ...metadata, step: 3 }, {});
    const expected = { ...metadata, step: 3, run_id: "r1", team: { city: "Pune" } };
    expect((await saver.getTuple(start))?.metadata).toEqual(expected);
    const found = async (filter: Record<string, unknown>) =>
      (await Array.fromAsync(saver.list(start, { filter }))).length;
    expect(await found({ run_id: "r1", team: { city: "Pune" } })).toBe(1);
    expect(await found({ run_id: "r2" })).toBe(0);
  });

  it("replaces what jsonb cannot hold, in keys of rows too", async () => {
    const start = { configurable: { thread_id: "with\0nul", checkpoint_ns: "ns\0" } };
    const config = { ...start, metadata: { note: "a\0b", "k\0": ["\ud800", "\\u0000"] } };
    const head = await saver.put(config, toCheckpoint({}, {}), metadata, {});
    await saver.putWrites(head, [["c\0", "v"]], "task\0");
    const tuple = await saver.getTuple(start);
    expect(tuple?.metadata).toEqual({ ...metadata, note: "a\uFFFDb", "k\uFFFD": ["\uFFFD", "\\u0000"] });
    expect(tuple?.pendingWrites).toEqual([["task\uFFFD", "c\uFFFD", "v"]]);
    expect(await Array.fromAsync(saver.list(start, { filter: { note: "a\0b" } }))).toHaveLength(1);
  });
});
