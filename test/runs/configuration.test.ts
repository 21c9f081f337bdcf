import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Database } from "../../src/db/database.ts";
import { openTestDatabase } from "../support/database.ts";
import { buildSteps, toCatalogue } from "../support/graphs.ts";
import { startTestService, type TestService } from "../support/service.ts";
import { createCalls } from "./support/calls.ts";
import { buildMirror } from "./support/graphs.ts";

let db: Database;
let service: TestService;
let calls: ReturnType<typeof createCalls>;

beforeAll(async () => {
  db = await openTestDatabase();
  service = await startTestService(db, toCatalogue({ mirror: buildMirror(), steps: buildSteps(4) }));
  calls = createCalls(service);
});
afterAll(async () => {
  await service.close();
  await db.close();
});

const MIRROR = { assistant_id: "mirror", input: {} };

describe("what a graph sees", () => {
  it("is what the body says, with headers over it and without what only the server may set", async () => {
    const threadId = await calls.createThread();
    const body = {
      ...MIRROR,
      config: {
        tags: ["a"],
        recursion_limit: 7,
        configurable: {
          model: "m1",
          "x-who": "body",
          thread_id: "other",
          run_id: "other",
          __x: 1,
          langgraph_auth_user: 1,
        },
      },
      context: { city: "Pune" },
      metadata: { campaign: "diwali" },
      langsmith_tracer: { project_name: "project", example_id: null },
    };
    const headers = {
      "x-who": "header",
      "x-api-key": "secret",
      authorization: "Bearer secret",
      cookie: "a=b",
    };
    const { json } = await calls.post(`/threads/${threadId}/runs/wait`, body, headers);
    const seen = json["seen"] as Record<string, Record<string, unknown>>;
    expect(seen).toMatchObject({ tags: ["a"], recursionLimit: 7, context: { city: "Pune" } });
    expect(seen["metadata"]).toMatchObject({ campaign: "diwali", graph_id: "mirror", thread_id: threadId });
    const { configurable = {} } = seen;
    expect(configurable).toMatchObject({
      model: "m1",
      "x-who": "header",
      thread_id: threadId,
      langsmith_project: "project",
    });
    expect(Object.keys(configurable)).not.toEqual(
      expect.arrayContaining([
        expect.stringMatching(/^(x-api-key|authorization|cookie|langgraph_auth_user|langsmith_example_id)$/),
      ]),
    );
    expect(JSON.stringify(json)).not.toContain("secret");
  });

  it("comes from the thread only in what is configurable: no headers, tags or limits of an earlier run", async () => {
    const threadId = await calls.createThread();
    const config = {
      tags: ["a"],
      recursion_limit: 7,
      configurable: { model: "m1" },
      metadata: { once: true },
    };
    await calls.post(`/threads/${threadId}/runs/wait`, { ...MIRROR, config }, { "x-who": "first" });
    const { seen } = await calls.wait(threadId, MIRROR);
    const { configurable, metadata, tags, recursionLimit } = seen as Record<string, Record<string, unknown>>;
    expect(configurable).toMatchObject({ model: "m1" });
    expect(configurable).not.toHaveProperty("x-who");
    expect(metadata).not.toHaveProperty("once");
    expect(tags ?? []).not.toContain("a");
    expect(recursionLimit).not.toBe(7);
    expect((await calls.get(`/threads/${threadId}`))["config"]).toMatchObject({
      configurable: { model: "m1" },
    });
  });

  it("names the assistant of this run, whatever ran on the thread before", async () => {
    const threadId = await calls.createThread();
    await calls.wait(threadId, { assistant_id: "steps", input: {} });
    await calls.wait(threadId, MIRROR);
    const [newest] = await calls.list(threadId);
    expect(newest).toMatchObject({
      metadata: { graph_id: "mirror", assistant_id: newest?.["assistant_id"] },
    });
    expect(
      await calls.list(threadId, `?metadata=${encodeURIComponent('{"graph_id":"steps"}')}`),
    ).toHaveLength(1);
  });
});

describe("a run that begins at an earlier checkpoint", () => {
  const steps = { assistant_id: "steps", input: {} };

  async function findFork(threadId: string): Promise<Record<string, unknown>> {
    const { text } = await calls.post(`/threads/${threadId}/history`, { limit: 20 });
    const states = JSON.parse(text) as { next: string[]; checkpoint: Record<string, unknown> }[];
    return states.find(({ next }) => next[0] === "step_2")?.checkpoint ?? {};
  }

  it.each([
    [
      "a checkpoint with nulls",
      (checkpoint: object) => ({ checkpoint: { ...checkpoint, checkpoint_map: null } }),
    ],
    ["its id", ({ checkpoint_id }: { checkpoint_id?: unknown }) => ({ checkpoint_id })],
    [
      "configuration",
      ({ checkpoint_id }: { checkpoint_id?: unknown }) => ({ config: { configurable: { checkpoint_id } } }),
    ],
  ])("by %s does not make later runs begin there", async (_, toBody) => {
    const threadId = await calls.createThread();
    await calls.wait(threadId, steps);
    const forked = await calls.wait(threadId, { ...steps, ...toBody(await findFork(threadId)) });
    expect(forked["steps"]).toEqual([0, 1, 0, 1, 2, 3]);
    const later = await calls.wait(threadId, steps);
    expect(later["steps"]).toEqual([0, 1, 0, 1, 2, 3, 0, 1, 2, 3]);
    const again = await calls.wait(threadId, { ...steps, input: null, ...toBody(await findFork(threadId)) });
    expect((again["steps"] as number[]).slice(-2)).toEqual([2, 3]);
  });

  it.each(["create", "reject"])(
    "is refused when there is none, and creates nothing: if_not_exists %s",
    async (mode) => {
      const threadId = await calls.createThread();
      await calls.wait(threadId, steps);
      const [other, missing] = [await calls.createThread(), crypto.randomUUID()];
      const foreign = await findFork(threadId);
      for (const [thread, body] of [
        [threadId, { checkpoint_id: crypto.randomUUID() }],
        [threadId, { checkpoint: { ...foreign, checkpoint_ns: "sub:1" } }],
        [other, { checkpoint: foreign }],
        [other, { config: { configurable: { checkpoint_id: foreign["checkpoint_id"] } } }],
      ] as const) {
        const refused = await calls.post(`/threads/${thread}/runs`, {
          ...steps,
          ...body,
          if_not_exists: mode,
        });
        expect([refused.status, refused.json["code"]]).toEqual([404, "checkpoint_not_found"]);
      }
      const body = { ...steps, checkpoint: foreign, if_not_exists: mode };
      const refused = await calls.post(`/threads/${missing}/runs`, body);
      expect(refused.status).toBe(404);
      expect((await calls.call("GET", `/threads/${missing}`)).status).toBe(404);
      expect(await calls.list(threadId)).toHaveLength(1);
      expect(await calls.list(other)).toHaveLength(0);
    },
  );
});
