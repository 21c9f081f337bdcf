import { END, interrupt, START, StateGraph, StateSchema } from "@langchain/langgraph";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import type { Database } from "../../src/db/database.ts";
import { LOCAL_TENANT_ID } from "../../src/domain/ids.ts";
import type { AnyGraph } from "../../src/domain/ports.ts";
import { openTestDatabase } from "../support/database.ts";
import { toCatalogue } from "../support/graphs.ts";
import { startTestService, type TestService } from "../support/service.ts";
import { until } from "../support/until.ts";

let db: Database;
let service: TestService;

const Text = new StateSchema({ text: z.string().default(""), any: z.any() });
const HALF_A_SMILE = "😀".slice(0, 1);

function buildOne(node: () => { text: string }): AnyGraph {
  return new StateGraph(Text).addNode("one", node).addEdge(START, "one").addEdge("one", END).compile();
}
function fail(message: string): never {
  throw new RangeError(message);
}
const unreadable = {
  getState: { value: () => Promise.reject(new Error("The state cannot be read")) },
};

beforeAll(async () => {
  db = await openTestDatabase();
  const graphs = toCatalogue({
    half: buildOne(() => ({ text: `cut ${HALF_A_SMILE}` })),
    asksHalf: buildOne(() => ({ text: String(interrupt(`which ${HALF_A_SMILE}?`)) })),
    asksNul: buildOne(() => ({ text: String(interrupt("which \0?")) })),
    failsHalf: buildOne(() => fail(`no ${HALF_A_SMILE}`)),
    failsNul: buildOne(() => fail("no \0")),
    unreadable: Object.create(
      buildOne(() => fail("no")),
      unreadable,
    ),
    keep: buildOne(() => ({ text: "kept" })),
  });
  service = await startTestService(db, graphs, { leaseMs: 2_000 });
});
afterAll(async () => {
  await service.close();
  await db.close();
});

/** The run's row once it has ended. */
async function readEnd(runId: string): Promise<{ status: string; attempt: number }> {
  let run = { status: "pending", attempt: 0 };
  await until(async () => {
    const [row] = await db.run<typeof run>(
      LOCAL_TENANT_ID,
      "select status, attempt from runs where run_id = $1",
      [runId],
    );
    if (row === undefined) throw new Error("The run is gone");
    run = row;
    return row.status !== "pending" && row.status !== "running";
  }, "the run's end");
  return run;
}

describe("a run ends at its first attempt", () => {
  it.each([
    ["half", "a state with half an emoji", "success"],
    ["asksHalf", "a question with half an emoji", "success"],
    ["asksNul", "a question with U+0000", "success"],
    ["failsHalf", "an error with half an emoji", "error"],
    ["failsNul", "an error with U+0000", "error"],
    ["unreadable", "a state that cannot be read after a failure", "error"],
  ])("%s: %s", async (graphId, _, status) => {
    const { client } = service;
    const thread = await client.threads.create();
    const run = await client.runs.create(thread.thread_id, graphId, { input: { text: "x" } });
    expect(await readEnd(run.run_id)).toEqual({ status, attempt: 1 });
  });
});

it("what only looks like one of LangChain's objects leaves its thread readable and usable", async () => {
  const { client } = service;
  const { thread_id: threadId } = await client.threads.create();
  const looks = { lc: 1, type: "constructor", id: ["no", "such", "thing"], kwargs: {} };
  await client.runs.wait(threadId, "keep", { input: { any: looks } });
  expect((await client.threads.getState(threadId)).values).toMatchObject({ text: "kept" });
  const next = await client.runs.create(threadId, "keep", { input: { any: null } });
  expect(await readEnd(next.run_id)).toEqual({ status: "success", attempt: 1 });
});
