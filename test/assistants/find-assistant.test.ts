import { afterAll, expect, it } from "vitest";
import { createAssistantReader } from "../../src/assistants/find-assistant.ts";
import type { Database } from "../../src/db/database.ts";
import { newId } from "../../src/domain/ids.ts";
import { openTestDatabase } from "../support/database.ts";

const db = await openTestDatabase();
afterAll(() => db.close());

let now = 0;
const clock = { now: () => new Date(now) };
const reader = () => createAssistantReader({ db, clock, ensureDefaults: async () => {} });

async function insert(tenantId: string, metadata: object = {}): Promise<string> {
  const id = newId();
  await db.run(
    tenantId,
    "insert into assistants (tenant_id, assistant_id, graph_id, name, metadata) values ($1, $2, 'agent', 'First', $3::jsonb)",
    [tenantId, id, JSON.stringify(metadata)],
  );
  return id;
}
const rename = (tenantId: string, id: string, name: string) =>
  db.run(tenantId, "update assistants set name = $2 where assistant_id = $1", [id, name]);

it("sees what another process changed a second later, and what it forgot at once", async () => {
  const tenantId = newId();
  const id = await insert(tenantId);
  const { find, read, forget } = reader();
  expect((await find(tenantId, id)).name).toBe("First");
  await rename(tenantId, id, "Second");
  now += 999;
  expect((await read(tenantId, id)).name).toBe("Second");
  expect((await find(tenantId, id.toUpperCase())).name).toBe("First");
  now += 1;
  expect((await find(tenantId, id)).name).toBe("Second");
  await rename(tenantId, id, "Third");
  forget(tenantId, id);
  expect((await find(tenantId, id)).name).toBe("Third");
});

it("does not keep what was read while somebody changed it", async () => {
  const tenantId = newId();
  const id = await insert(tenantId);
  const read = Promise.withResolvers<void>();
  const answer = Promise.withResolvers<void>();
  const slow: Database = {
    ...db,
    async run(...statement) {
      const rows = await db.run<never>(...statement);
      read.resolve();
      await answer.promise;
      return rows;
    },
  };
  const { find, forget } = createAssistantReader({ db: slow, clock, ensureDefaults: async () => {} });
  const reading = find(tenantId, id);
  await read.promise;
  await rename(tenantId, id, "Second");
  forget(tenantId, id);
  answer.resolve();
  expect((await reading).name).toBe("First");
  expect((await find(tenantId, id)).name).toBe("Second");
});

it("keeps tenants and filters apart", async () => {
  const tenantId = newId();
  const id = await insert(tenantId, { owner: "anna" });
  const { find } = reader();
  expect((await find(tenantId, id, { owner: "anna" })).metadata).toEqual({ owner: "anna" });
  const refused = [
    () => find(newId(), id),
    () => find(tenantId, id, { owner: "ravi" }),
    () => find(tenantId, newId()),
  ];
  for (const each of refused) await expect(each()).rejects.toMatchObject({ code: "assistant_not_found" });
});

it("keeps no more than a thousand", async () => {
  const tenantId = newId();
  const { find } = reader();
  const ids = await Promise.all(Array.from({ length: 1_001 }, () => insert(tenantId)));
  for (const id of ids) await find(tenantId, id);
  await db.run(tenantId, "update assistants set name = 'Second'");
  expect((await find(tenantId, ids[0] ?? "")).name).toBe("Second");
  expect((await find(tenantId, ids[1000] ?? "")).name).toBe("First");
});
