import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Database } from "../../src/db/database.ts";
import type { MetadataFilter } from "../../src/domain/authorization.ts";
import { AppError } from "../../src/domain/errors.ts";
import type { ThreadVerbs } from "../../src/http/verbs/threads.ts";
import { openTestDatabase } from "../support/database.ts";
import { buildEcho, toCatalogue } from "../support/graphs.ts";
import { startTestService, type TestService } from "../support/service.ts";
import { createAdministrator, createCaller, createOwner } from "./support/callers.ts";

let db: Database;
let service: TestService;
let threads: ThreadVerbs;

beforeAll(async () => {
  db = await openTestDatabase();
  service = await startTestService(db, toCatalogue({ echo: buildEcho() }));
  threads = service.protocol.verbs.threads;
});
afterAll(async () => {
  await service.close();
  await db.close();
});

const asha = createOwner("asha");
const ravi = createOwner("ravi");

async function createThread(metadata: Record<string, unknown> = { graph_id: "echo" }): Promise<string> {
  return (await threads.create({ ctx: asha, input: { metadata } })).thread_id;
}

describe("another's thread", () => {
  const acts: Record<string, (threadId: string) => Promise<unknown>> = {
    get: (threadId) => threads.get({ ctx: ravi, input: { threadId } }),
    patch: (threadId) => threads.patch({ ctx: ravi, input: { threadId, metadata: { a: 1 } } }),
    delete: (threadId) => threads.delete({ ctx: ravi, input: { threadId } }),
    storage: (threadId) => threads.storage({ ctx: ravi, input: { threadId } }),
    state: (threadId) => threads.state({ ctx: ravi, input: { threadId, subgraphs: false } }),
    history: (threadId) => threads.history({ ctx: ravi, input: { threadId, limit: 1, before: null } }),
    updateState: (threadId) =>
      threads.updateState({ ctx: ravi, input: { threadId, supersteps: [{ updates: [{ values: {} }] }] } }),
  };

  it.each(Object.keys(acts))("is not there for %s", async (verb) => {
    const threadId = await createThread();
    const before = await threads.get({ ctx: asha, input: { threadId } });
    await expect(acts[verb]?.(threadId)).rejects.toMatchObject({ code: "thread_not_found" });
    expect(await threads.get({ ctx: asha, input: { threadId } })).toEqual(before);
  });

  it("is neither copied nor created again nor given away", async () => {
    const threadId = await createThread();
    const copied = threads.copy({ ctx: ravi, input: { threadId } });
    await expect(copied).rejects.toMatchObject({ code: "thread_not_copied" });
    for (const if_exists of ["raise", "do_nothing"] as const) {
      const created = threads.create({ ctx: ravi, input: { thread_id: threadId, if_exists } });
      await expect(created).rejects.toMatchObject({ code: "thread_exists" });
    }
    const same = await threads.create({ ctx: asha, input: { thread_id: threadId, if_exists: "do_nothing" } });
    expect(same.thread_id).toBe(threadId);
  });

  it("is left out of lists, counts and prunes", async () => {
    const mark = randomUUID();
    const [mine, theirs] = [await createThread({ mark }), await createThread({ mark })];
    const other = await threads.create({ ctx: ravi, input: { metadata: { mark } } });
    const search = { metadata: { mark }, limit: 10, offset: 0 };
    const found = await threads.search({ ctx: asha, input: search });
    expect(new Set(found.rows.map(({ thread_id }) => thread_id))).toEqual(new Set([mine, theirs]));
    expect(found.total).toBe(2);
    expect(await threads.count({ ctx: ravi, input: { metadata: { mark } } })).toBe(1);
    expect(await threads.count({ ctx: createAdministrator(), input: { metadata: { mark } } })).toBe(3);
    const ids = [mine, other.thread_id, randomUUID()];
    expect(await threads.prune({ ctx: ravi, input: { threadIds: ids, strategy: "delete" } })).toBe(1);
    expect(await threads.count({ ctx: createAdministrator(), input: { metadata: { mark } } })).toBe(2);
  });
});

describe("the caller's own thread", () => {
  it("carries what the handler put on it, on copies as well", async () => {
    const threadId = await createThread();
    const copy = await threads.copy({ ctx: asha, input: { threadId } });
    expect(copy.metadata).toMatchObject({ owner: "asha", graph_id: "echo", thread_id: copy.thread_id });
    expect((await threads.get({ ctx: asha, input: { threadId } })).metadata).toEqual({
      owner: "asha",
      graph_id: "echo",
    });
  });

  it("is asked for under the event of the table", async () => {
    const ctx = createAdministrator();
    const { thread_id: threadId } = await threads.create({ ctx, input: { metadata: { graph_id: "echo" } } });
    await threads.get({ ctx, input: { threadId } });
    await threads.state({ ctx, input: { threadId, subgraphs: false } });
    await threads.history({ ctx, input: { threadId, limit: 1, before: null } });
    await threads.storage({ ctx, input: { threadId } });
    await threads.patch({ ctx, input: { threadId, metadata: { a: 1 } } });
    const supersteps = [{ updates: [{ values: { messages: [] }, asNode: "reply" }] }];
    await threads.updateState({ ctx, input: { threadId, supersteps } });
    const { thread_id: copyId } = await threads.copy({ ctx, input: { threadId } });
    await threads.search({ ctx, input: { limit: 1, offset: 0 } });
    await threads.count({ ctx, input: {} });
    await threads.prune({ ctx, input: { threadIds: [copyId], strategy: "delete" } });
    await threads.delete({ ctx, input: { threadId } });
    expect(ctx.asked.map(([event]) => event.replace("threads:", ""))).toEqual(
      "create read read read read update update read create search search delete delete".split(" "),
    );
    expect(ctx.asked[0]?.[1]).toMatchObject({ metadata: { graph_id: "echo" }, if_exists: "raise" });
    expect(ctx.asked[5]?.[1]).toEqual({ thread_id: threadId, metadata: { a: 1 } });
  });
});

describe("a handler", () => {
  it("that says no keeps everything as it is", async () => {
    const threadId = await createThread();
    const refused = createCaller(() => {
      throw new AppError("forbidden", "Forbidden");
    });
    const patched = threads.patch({ ctx: refused, input: { threadId, metadata: { a: 1 } } });
    await expect(patched).rejects.toMatchObject({ code: "forbidden" });
    const deleted = threads.delete({ ctx: refused, input: { threadId } });
    await expect(deleted).rejects.toMatchObject({ code: "forbidden" });
    expect((await threads.get({ ctx: asha, input: { threadId } })).metadata).not.toHaveProperty("a");
  });

  it("may change what is asked for", async () => {
    const mark = randomUUID();
    await createThread({ mark, team: "red" });
    await createThread({ mark, team: "blue" });
    const red = createCaller((event, value) => {
      if (event === "threads:search") value["metadata"] = { ...Object(value["metadata"]), team: "red" };
      if (event === "threads:update") value["metadata"] = { by: "handler" };
      return null;
    });
    expect(await threads.count({ ctx: red, input: { metadata: { mark } } })).toBe(1);
    const { rows, total } = await threads.search({
      ctx: red,
      input: { metadata: { mark }, limit: 5, offset: 0 },
    });
    expect([rows.length, total]).toEqual([1, 1]);
    const threadId = rows[0]?.thread_id ?? "";
    const patched = await threads.patch({ ctx: red, input: { threadId, metadata: { by: "caller" } } });
    expect(patched.metadata["by"]).toBe("handler");
  });

  it.each<[MetadataFilter, number]>([
    [{ owner: { $eq: "asha" } }, 1],
    [{ tags: { $contains: "a" } }, 2],
    [{ tags: { $contains: ["a", "b"] } }, 1],
    [{ $or: [{ owner: "asha" }, { owner: "ravi" }] }, 2],
    [{ $and: [{ owner: "asha" }, { tags: { $contains: "b" } }] }, 0],
    [{ owner: "nobody" }, 0],
  ])("may filter by %j", async (filter, expected) => {
    const mark = randomUUID();
    const ctx = createAdministrator();
    await threads.create({ ctx, input: { metadata: { mark, owner: "asha", tags: ["a"] } } });
    await threads.create({ ctx, input: { metadata: { mark, owner: "ravi", tags: ["a", "b"] } } });
    const filtered = createCaller(() => filter);
    const { total, rows } = await threads.search({
      ctx: filtered,
      input: { metadata: { mark }, limit: 5, offset: 0 },
    });
    expect([total, rows.length]).toEqual([expected, expected]);
  });
});
