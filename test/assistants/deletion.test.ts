import { afterAll, beforeAll, expect, it } from "vitest";
import type { Database } from "../../src/db/database.ts";
import { createCalls } from "../runs/support/calls.ts";
import { openTestDatabase } from "../support/database.ts";
import { buildEcho, buildSteps, toCatalogue } from "../support/graphs.ts";
import { startTestService, type TestService } from "../support/service.ts";
import { toCaller } from "./support/callers.ts";

let db: Database;
let service: TestService;
let calls: ReturnType<typeof createCalls>;

beforeAll(async () => {
  db = await openTestDatabase();
  service = await startTestService(db, toCatalogue({ agent: buildEcho(), steps: buildSteps(3) }));
  calls = createCalls(service);
});
afterAll(async () => {
  await service.close();
  await db.close();
});

const createAssistant = async (graphId: string) =>
  (await service.client.assistants.create({ graphId })).assistant_id;

it("cancels the runs that wait or are executed, says why, and leaves those of others", async () => {
  const [assistantId, other] = [await createAssistant("steps"), await createAssistant("steps")];
  const slow = { input: { pause_ms: 60_000 } };
  const threads = await Promise.all([calls.createThread(), calls.createThread(), calls.createThread()]);
  const running = await calls.createRun(threads[0], { assistant_id: assistantId, ...slow });
  const waiting = await calls.createRun(threads[0], { assistant_id: assistantId, ...slow });
  const delayed = await calls.createRun(threads[1], {
    assistant_id: assistantId,
    ...slow,
    after_seconds: 600,
  });
  const foreign = await calls.createRun(threads[2], { assistant_id: other, ...slow });
  await service.client.assistants.delete(assistantId);
  const ended: [string, string][] = [
    [threads[0], running],
    [threads[0], waiting],
    [threads[1], delayed],
  ];
  for (const [threadId, runId] of ended) {
    await service.client.runs.join(threadId, runId);
    expect(await calls.get(`/threads/${threadId}/runs/${runId}`)).toMatchObject({
      status: "interrupted",
      cancel_reason: "assistant_deleted",
    });
  }
  for (const threadId of threads.slice(0, 2))
    expect(await calls.get(`/threads/${threadId}`)).toMatchObject({ status: "idle" });
  expect(["pending", "running"]).toContain(
    (await calls.get(`/threads/${threads[2]}/runs/${foreign}`))["status"],
  );
  await calls.cancel(threads[2], foreign, "?wait=1");
});

it("leaves its threads alone unless it is told to take them along", async () => {
  const assistantId = await createAssistant("agent");
  const used = await calls.createThread();
  await calls.wait(used, { assistant_id: assistantId, input: { messages: [] } });
  const marked = await calls.createThread({ metadata: { assistant_id: assistantId } });
  const unrelated = await calls.createThread();
  const kept = await createAssistant("agent");
  const ofKept = await calls.createThread({ metadata: { assistant_id: kept } });

  await calls.call("DELETE", `/assistants/${kept}`);
  expect((await calls.call("GET", `/threads/${ofKept}`)).status).toBe(200);
  const { status, text } = await calls.call("DELETE", `/assistants/${assistantId}?delete_threads=1`);
  expect([status, text]).toEqual([200, JSON.stringify([assistantId])]);
  const found = await Promise.all(
    [used, marked, unrelated, ofKept].map(async (id) => (await calls.call("GET", `/threads/${id}`)).status),
  );
  expect(found).toEqual([404, 404, 200, 200]);
});

it("takes along only threads that the caller may delete", async () => {
  const assistantId = await createAssistant("agent");
  const metadata = { assistant_id: assistantId };
  const mine = await calls.createThread({ metadata: { ...metadata, owner: "anna" } });
  const theirs = await calls.createThread({ metadata: { ...metadata, owner: "ravi" } });
  const anna = toCaller("anna", (event) => (event === "threads:delete" ? { owner: "anna" } : true));
  const input = { assistantId, deleteThreads: true };
  expect(await service.protocol.verbs.assistants.delete({ ctx: anna, input })).toBe(assistantId);
  expect((await calls.call("GET", `/threads/${mine}`)).status).toBe(404);
  expect((await calls.call("GET", `/threads/${theirs}`)).status).toBe(200);

  const again = await createAssistant("agent");
  const guarded = await calls.createThread({ metadata: { assistant_id: again } });
  const nobody = toCaller("nobody", (event) => event !== "threads:delete");
  await service.protocol.verbs.assistants.delete({
    ctx: nobody,
    input: { assistantId: again, deleteThreads: true },
  });
  expect((await calls.call("GET", `/threads/${guarded}`)).status).toBe(200);
});

it("takes along more threads than it reads at once", async () => {
  const assistantId = await createAssistant("agent");
  await db.run(
    toCaller("x").principal.tenantId,
    `insert into threads (tenant_id, thread_id, metadata)
     select $1, gen_random_uuid(), jsonb_build_object('assistant_id', $2::text) from generate_series(1, 450)`,
    [toCaller("x").principal.tenantId, assistantId],
  );
  await calls.call("DELETE", `/assistants/${assistantId}?delete_threads=true`);
  const left = await calls.post("/threads/count", { metadata: { assistant_id: assistantId } });
  expect(left.text).toBe("0");
});
