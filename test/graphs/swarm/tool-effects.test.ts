import { afterAll, beforeAll, expect, it } from "vitest";
import { z } from "zod";
import { runToolCalls } from "../../../graphs/swarm/run-tool-calls.ts";
import type { Database } from "../../../src/db/database.ts";
import { EFFECTS_KEY } from "../../../src/domain/effects.ts";
import { LOCAL_TENANT_ID } from "../../../src/domain/ids.ts";
import { createEffectLedger } from "../../../src/engine/effects/effect-ledger.ts";
import { defineTool, type ToolContext } from "../../../src/tools/tool.ts";
import { openTestDatabase } from "../../support/database.ts";

let db: Database;
beforeAll(async () => {
  db = await openTestDatabase();
});
afterAll(() => db.close());

const context = { tenantId: LOCAL_TENANT_ID, clock: { now: () => new Date() } };

/** A tool that posts, and how often it did. */
function createPosting(isRefusing: () => boolean = () => false) {
  const keys: (string | undefined)[] = [];
  const tool = defineTool({
    name: "post-offer",
    description: "Posts an offer",
    destructive: false,
    effect: "external",
    input: z.object({ text: z.string() }),
    output: z.object({ id: z.number() }),
    run: async ({ idempotencyKey }) => ({ id: keys.push(idempotencyKey) }),
    toFacts: () => ({ facts: [], passages: [] }),
  });
  const tools = {
    get: () => tool,
    isPublished: () => true,
    async call(given: ToolContext, _name: string, input: unknown) {
      if (isRefusing()) return { ok: false as const, error: "The shop is closed" };
      return { ok: true as const, output: await tool.run(given, input), facts: [], passages: [] };
    },
  };
  return { tools, keys };
}

/** A step of a run, executed by one worker after another. */
function createStep() {
  const configurable = { thread_id: crypto.randomUUID(), checkpoint_ns: "act:1" };
  return (tools: ReturnType<typeof createPosting>["tools"], ids: string[]) =>
    runToolCalls(
      tools,
      {
        calls: ids.map((id) => ({ id, name: "post-offer", args: { text: "Diwali" } })),
        offered: ["post-offer"],
        callsLeft: 9,
        context,
      },
      { configurable: { ...configurable, [EFFECTS_KEY]: createEffectLedger({ db }) } },
    );
}

it("a tool that acts outside acts once for each call, however often its step is run", async () => {
  const { tools, keys } = createPosting();
  const act = createStep();
  const first = await act(tools, ["c1", "c2"]);
  const again = await act(tools, ["c3", "c4"]);
  expect(keys).toHaveLength(2);
  expect(new Set(keys).size).toBe(2);
  const toContents = (turn: typeof first) =>
    new Set(turn.messages.map(({ content }) => JSON.stringify(content)));
  expect(toContents(again)).toEqual(toContents(first));
});

it("what it refused to do is tried again", async () => {
  let isClosed = true;
  const { tools, keys } = createPosting(() => isClosed);
  const act = createStep();
  expect((await act(tools, ["c1"])).messages[0]).toMatchObject({
    status: "error",
    content: "The shop is closed",
  });
  isClosed = false;
  expect((await act(tools, ["c2"])).messages[0]).toMatchObject({ status: "success" });
  expect(keys).toHaveLength(1);
});
