import { afterAll, beforeAll, expect, it } from "vitest";
import type { Database } from "../../src/db/database.ts";
import { createCalls, HELLO } from "../runs/support/calls.ts";
import { openTestDatabase } from "../support/database.ts";
import { buildEcho, toCatalogue } from "../support/graphs.ts";
import { startTestService, type TestService } from "../support/service.ts";

// What a run costs is counted, so that nobody raises it unawares.

let db: Database;
let service: TestService;
let calls: ReturnType<typeof createCalls>;
let texts: string[] = [];

beforeAll(async () => {
  db = await openTestDatabase();
  const counted: Database = {
    ...db,
    run(tenantId, text, values) {
      texts.push(text);
      return db.run(tenantId, text, values);
    },
    transaction: (tenantId, work) =>
      db.transaction(tenantId, ({ query }) =>
        work({
          query(text, values) {
            texts.push(text);
            return query(text, values);
          },
        }),
      ),
  };
  service = await startTestService(counted, toCatalogue({ echo: buildEcho() }));
  calls = createCalls(service);
  await count("/runs/stream");
});
afterAll(async () => {
  await service.close();
  await db.close();
});

/** Of no single run: assistants are read once a second; events that wait too long are stored by themselves. */
const SHARED = ["from assistants", "next_run_seq = next_run_seq +"];

/** Statements of a run of one node, from its request to its end. */
async function count(path: string, body: object = {}): Promise<number> {
  texts = [];
  await calls.post(path, { assistant_id: "echo", input: HELLO, ...body });
  return texts.filter((text) => !SHARED.some((words) => text.includes(words))).length;
}

it("a run of one node takes four statements: created, two checkpoints, its end", async () => {
  const threadId = await calls.createThread();
  expect(await count(`/threads/${threadId}/runs/stream`)).toBe(4);
  expect(await count("/runs/stream")).toBe(4);
  expect(await count(`/threads/${crypto.randomUUID()}/runs/stream`, { if_not_exists: "create" })).toBe(4);
});

it("and one more to read where a thread stands that has a past", async () => {
  const threadId = await calls.createThread();
  await count(`/threads/${threadId}/runs/stream`);
  expect(await count(`/threads/${threadId}/runs/stream`)).toBe(5);
});
