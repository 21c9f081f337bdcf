import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Database } from "../../src/db/database.ts";
import type { AssistantDefaults } from "../../src/domain/assistant.ts";
import { LOCAL_TENANT_ID, newId, toAssistantId } from "../../src/domain/ids.ts";
import { openTestDatabase } from "../support/database.ts";
import { buildAsker, buildEcho, toCatalogue } from "../support/graphs.ts";
import { startTestService, type TestService } from "../support/service.ts";
import { toCaller } from "./support/callers.ts";

let db: Database;
beforeAll(async () => {
  db = await openTestDatabase();
});
afterAll(() => db.close());

const graphs = toCatalogue({ agent: buildEcho(), asker: buildAsker() });
const caller = toCaller("anna");
const page = { limit: 100, offset: 0 };

/** A process that starts with these defaults, does the work, and stops. */
async function boot<T>(
  assistantDefaults: AssistantDefaults,
  work: (verbs: TestService["protocol"]["verbs"]["assistants"]) => Promise<T>,
): Promise<T> {
  const service = await startTestService(db, graphs, { settings: { assistantDefaults } });
  try {
    return await work(service.protocol.verbs.assistants);
  } finally {
    await service.close();
  }
}
const read = (assistantDefaults: AssistantDefaults) =>
  boot(assistantDefaults, (verbs) => verbs.get({ ctx: caller, input: { assistantId: "agent" } }));

describe("the configuration's defaults", () => {
  it("are what a default assistant begins with, and change it when they change", async () => {
    const first: AssistantDefaults = {
      agent: { configurable: { model: "small" }, tags: ["a"], recursion_limit: 9, context: { tone: "dry" } },
    };
    const created = await read(first);
    expect(created).toMatchObject({
      version: 1,
      config: { configurable: { model: "small" }, tags: ["a"], recursion_limit: 9 },
      context: { tone: "dry" },
    });
    expect(created.config).not.toHaveProperty("context");
    expect(await read(first)).toEqual(created);
    const changed = await read({ agent: { context: { tone: "warm" } } });
    expect(changed).toMatchObject({ version: 2, config: {}, context: { tone: "warm" } });
    const versions = await boot({ agent: { context: { tone: "warm" } } }, (verbs) =>
      verbs.versions({ ctx: caller, input: { assistantId: "agent", ...page } }),
    );
    expect(versions.map(({ version, context }) => [version, context["tone"]])).toEqual([
      [2, "warm"],
      [1, "dry"],
    ]);
  });

  it("leave alone what a person changed, until they say something new", async () => {
    const defaults: AssistantDefaults = { asker: { tags: ["given"] } };
    const input = { assistantId: "asker", config: { tags: ["mine"] }, metadata: { touched: true } };
    await boot(defaults, (verbs) => verbs.patch({ ctx: caller, input }));
    const readAsker = (given: AssistantDefaults) =>
      boot(given, (verbs) => verbs.get({ ctx: caller, input: { assistantId: "asker" } }));
    expect((await readAsker(defaults)).config).toEqual({ tags: ["mine"] });
    expect(await readAsker({ asker: { tags: ["new"] } })).toMatchObject({
      config: { tags: ["new"] },
      metadata: { created_by: "system", touched: true },
    });
  });
});

it("comes back at the next start when it was deleted", async () => {
  const gone = await boot({}, async (verbs) => {
    await verbs.delete({ ctx: caller, input: { assistantId: "agent", deleteThreads: false } });
    return verbs.get({ ctx: caller, input: { assistantId: "agent" } }).catch((error: unknown) => error);
  });
  expect(gone).toMatchObject({ code: "assistant_not_found" });
  expect(await read({})).toMatchObject({ version: 1, metadata: { created_by: "system" } });
});

it("takes its place from one that somebody made under its id", async () => {
  const tenantId = newId();
  const assistantId = toAssistantId("asker");
  await db.run(
    tenantId,
    "insert into assistants (tenant_id, assistant_id, graph_id, name) values ($1, $2, 'agent', 'Trap')",
    [tenantId, assistantId],
  );
  const found = await boot({}, (verbs) =>
    verbs.get({ ctx: toCaller("anna", () => true, tenantId), input: { assistantId: "asker" } }),
  );
  expect(found).toMatchObject({ graph_id: "asker", version: 2, metadata: { created_by: "system" } });
});

it("is there for a tenant that comes later, whatever it asks first", async () => {
  const input = { assistantId: "agent" };
  await boot({ agent: { tags: ["given"] } }, async (verbs) => {
    const comes = () => toCaller("anna", () => true, newId());
    expect((await verbs.get({ ctx: comes(), input })).config).toEqual({ tags: ["given"] });
    expect((await verbs.search({ ctx: comes(), input: page })).total).toBe(2);
    expect(await verbs.count({ ctx: comes(), input: {} })).toBe(2);
    expect(await verbs.versions({ ctx: comes(), input: { ...input, ...page } })).toHaveLength(1);
    expect(await verbs.patch({ ctx: comes(), input: { ...input, name: "x" } })).toMatchObject({ version: 2 });
    expect(await verbs.graph({ ctx: comes(), input: { ...input, xray: false } })).toHaveProperty("nodes");
    // Many at once are no hindrance to each other.
    const crowd = comes();
    const seen = await Promise.all(Array.from({ length: 20 }, () => verbs.get({ ctx: crowd, input })));
    expect(new Set(seen.map(({ version }) => version))).toEqual(new Set([1]));
  });
});

it("can be run by a tenant that comes later", async () => {
  const service = await startTestService(db, graphs);
  const ctx = toCaller("anna", () => true, newId());
  const body = { assistant_id: "agent", input: { messages: [] } };
  const run = await service.protocol.verbs.runs.create({ ctx, input: { threadId: null, body, headers: {} } });
  expect(run.assistant_id).toBe(toAssistantId("agent"));
  await service.close();
});

it("is placed by two processes at once", async () => {
  const tenantId = newId();
  const services = await Promise.all([startTestService(db, graphs), startTestService(db, graphs)]);
  const ctx = toCaller("anna", () => true, tenantId);
  await Promise.all(
    services.map(({ protocol }) => protocol.verbs.assistants.get({ ctx, input: { assistantId: "agent" } })),
  );
  const [held] = await db.run<{ held: number }>(tenantId, "select count(*) as held from assistants");
  expect(held).toEqual({ held: 2 });
  for (const service of services) await service.close();
  expect(LOCAL_TENANT_ID).not.toBe(tenantId);
});
