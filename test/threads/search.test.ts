import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Database } from "../../src/db/database.ts";
import { openTestDatabase } from "../support/database.ts";
import { buildAsker, buildEcho, toCatalogue } from "../support/graphs.ts";
import { startTestService, type TestService } from "../support/service.ts";
import { createCalls, HELLO } from "../runs/support/calls.ts";

let db: Database;
let service: TestService;
let calls: ReturnType<typeof createCalls>;

beforeAll(async () => {
  db = await openTestDatabase();
  service = await startTestService(db, toCatalogue({ echo: buildEcho(), asker: buildAsker() }));
  calls = createCalls(service);
  for (let n = 0; n < 12; n++)
    await calls.createThread({ metadata: { set: "twelve", n, brand: { city: n % 2 ? "Pune" : "Surat" } } });
  await calls.wait(await calls.createThread({ metadata: { set: "told" } }), {
    assistant_id: "echo",
    input: HELLO,
  });
  await calls.wait(await calls.createThread({ metadata: { set: "asked" } }), {
    assistant_id: "asker",
    input: HELLO,
  });
});
afterAll(async () => {
  await service.close();
  await db.close();
});

type Row = Record<string, unknown> & { metadata: Record<string, unknown> };

async function search(
  body: object,
): Promise<{ rows: Row[]; total: string | null; next: string | null; status: number }> {
  const { text, headers, status } = await calls.post("/threads/search", body);
  const total = headers.get("x-pagination-total");
  return { rows: JSON.parse(text) as Row[], total, next: headers.get("x-pagination-next"), status };
}

describe("pages", () => {
  it("are newest first, and count every row that matches", async () => {
    const first = await search({ metadata: { set: "twelve" } });
    expect(first.rows.map(({ metadata }) => metadata["n"])).toEqual([11, 10, 9, 8, 7, 6, 5, 4, 3, 2]);
    expect([first.total, first.next]).toEqual(["12", "10"]);
    const second = await search({ metadata: { set: "twelve" }, offset: 10 });
    expect([second.rows.length, second.total, second.next]).toEqual([2, "12", null]);
    const beyond = await search({ metadata: { set: "twelve" }, offset: 30 });
    expect([beyond.rows.length, beyond.total]).toEqual([0, "12"]);
    const oldest = await search({
      metadata: { set: "twelve" },
      sort_by: "created_at",
      sort_order: "asc",
      limit: 1,
    });
    expect(oldest.rows[0]?.metadata["n"]).toBe(0);
  });
});

describe("filters", () => {
  it.each([
    [{ brand: { city: "Pune" } }, 6],
    [{ $or: [{ n: 1 }, { n: 2 }, { n: 77 }] }, 2],
    [{ $or: [] }, 0],
    [{ $not: { brand: { city: "Pune" } } }, 6],
    [{ $not: { $or: [{ n: 1 }, { n: 2 }] }, brand: { city: "Pune" } }, 5],
    [{ n: { $exists: true } }, 12],
    [{ n: { $exists: false } }, 0],
    [{ brand: { state: { $exists: false } } }, 12],
    [{ brand: { city: "Surat", state: { $exists: true } } }, 0],
  ])("on metadata: %j", async (filter, found) => {
    const metadata = { set: "twelve", ...filter };
    expect((await search({ metadata })).total).toBe(String(found));
    expect((await calls.post("/threads/count", { metadata })).text).toBe(String(found));
  });

  it("on values take any depth, and threads without values only when asked for what is not there", async () => {
    const said = { messages: [{ type: "human", content: "hello" }] };
    expect((await search({ values: said })).total).toBe("2");
    expect((await search({ metadata: { set: "twelve" }, values: { $not: said } })).total).toBe("12");
    expect((await search({ status: "interrupted" })).rows).toMatchObject([{ metadata: { set: "asked" } }]);
  });

  it.each([
    { metadata: { $or: { n: 1 } } },
    { values: { $not: 1 } },
    { sort_by: "values" },
    { limit: 0 },
    { limit: 1001 },
  ])("that mean nothing are refused: %j", async (body) => {
    expect((await search(body)).status).toBe(422);
  });
});

describe("fields", () => {
  it("are only those selected", async () => {
    const { rows } = await search({
      metadata: { set: "told" },
      select: ["thread_id", "metadata", "no_such_field"],
    });
    expect(rows.map((row) => Object.keys(row))).toEqual([["thread_id", "metadata"]]);
  });

  it("are taken out of what a thread holds, by path", async () => {
    const extract = {
      last: "values.messages[-1].content",
      graph: "metadata.graph_id",
      none: "values.messages[7].content",
      inherited: "values.constructor.name",
    };
    const { rows } = await search({ metadata: { set: "told" }, extract, select: ["thread_id"] });
    expect(rows).toEqual([
      {
        thread_id: expect.any(String),
        extracted: { last: "You said: hello", graph: "echo", none: null, inherited: null },
      },
    ]);
    expect((await search({ extract: { a: "status" } })).status).toBe(422);
    const eleven = Object.fromEntries(Array.from({ length: 11 }, (_, index) => [`p${index}`, "values.a"]));
    expect((await search({ extract: eleven })).status).toBe(422);
  });
});

describe("keys with a column of their own", () => {
  const long = `${"अ".repeat(100)}`;

  it.each([
    { graph_id: "g1" },
    { graph_id: 5 },
    { graph_id: { id: "g1" } },
    { owner: long },
    { assistant_id: "" },
  ])("match what they hold and nothing else: %j", async (metadata) => {
    const mark = crypto.randomUUID();
    const all = [{ graph_id: "g1" }, { graph_id: 5 }, { graph_id: "5" }, { graph_id: { id: "g1" } }];
    const others = [{ owner: long }, { owner: `${long}x` }, { assistant_id: "" }, { assistant_id: null }];
    for (const each of [...all, ...others]) await calls.createThread({ metadata: { mark, ...each } });
    const { rows, total } = await search({ metadata: { mark, ...metadata } });
    expect([rows.length, total]).toEqual([1, "1"]);
    expect(rows[0]?.metadata).toEqual({ mark, ...metadata });
    expect((await search({ metadata: { mark, $not: metadata } })).total).toBe("7");
  });
});
