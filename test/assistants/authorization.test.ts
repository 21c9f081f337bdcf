import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Database } from "../../src/db/database.ts";
import type { CallContext } from "../../src/domain/principal.ts";
import { newId } from "../../src/domain/ids.ts";
import { openTestDatabase } from "../support/database.ts";
import { buildAsker, buildEcho, toCatalogue } from "../support/graphs.ts";
import { startTestService, type TestService } from "../support/service.ts";
import { toCaller, toOwner } from "./support/callers.ts";

let db: Database;
let service: TestService;
const page = { limit: 100, offset: 0 };
const verbs = () => service.protocol.verbs.assistants;
const namesFor = async (ctx: CallContext) =>
  (await verbs().search({ ctx, input: page })).rows.map(({ name }) => name).toSorted();

beforeAll(async () => {
  db = await openTestDatabase();
  service = await startTestService(db, toCatalogue({ agent: buildEcho(), asker: buildAsker() }));
});
afterAll(async () => {
  await service.close();
  await db.close();
});

describe("an assistant outside the caller's filter", () => {
  it("is as if it were not there", async () => {
    const [anna, ravi] = [toOwner("anna"), toOwner("ravi")];
    const own = await verbs().create({ ctx: anna, input: { graph_id: "agent", name: "Anna's" } });
    expect(own.metadata).toEqual({ owner: "anna" });
    const input = { assistantId: own.assistant_id };
    const refused = [
      () => verbs().get({ ctx: ravi, input }),
      () => verbs().patch({ ctx: ravi, input: { ...input, name: "Ravi's" } }),
      () => verbs().delete({ ctx: ravi, input: { ...input, deleteThreads: true } }),
      () => verbs().versions({ ctx: ravi, input: { ...input, ...page } }),
      () => verbs().setLatest({ ctx: ravi, input: { ...input, version: 1 } }),
      () => verbs().graph({ ctx: ravi, input: { ...input, xray: false } }),
      () => verbs().schemas({ ctx: ravi, input }),
      () => verbs().subgraphs({ ctx: ravi, input: { ...input, recurse: false } }),
    ];
    for (const each of refused) await expect(each()).rejects.toMatchObject({ code: "assistant_not_found" });
    const again = { assistant_id: own.assistant_id, graph_id: "agent", if_exists: "do_nothing" as const };
    await expect(verbs().create({ ctx: ravi, input: again })).rejects.toMatchObject({
      code: "assistant_exists",
    });
    expect(await verbs().create({ ctx: anna, input: again })).toEqual(own);

    expect(await namesFor(anna)).toEqual(["Anna's", "agent", "asker"]);
    expect(await namesFor(ravi)).toEqual(["agent", "asker"]);
    expect((await verbs().search({ ctx: ravi, input: page })).total).toBe(2);
    expect(await verbs().count({ ctx: ravi, input: {} })).toBe(2);
    expect(await verbs().count({ ctx: anna, input: {} })).toBe(3);
    expect(await verbs().get({ ctx: anna, input })).toEqual(own);
  });

  it("cannot come back from an older version", async () => {
    const id = newId();
    await verbs().create({ ctx: toOwner("ravi"), input: { assistant_id: id, graph_id: "agent" } });
    const anybody = toCaller("admin");
    await verbs().patch({ ctx: anybody, input: { assistantId: id, metadata: { owner: "anna" } } });
    const call = (ctx: CallContext) => verbs().setLatest({ ctx, input: { assistantId: id, version: 1 } });
    await expect(call(toOwner("anna"))).rejects.toMatchObject({ code: "assistant_version_not_found" });
    await expect(call(toOwner("ravi"))).rejects.toMatchObject({ code: "assistant_not_found" });
    const list = async (ctx: CallContext) =>
      (await verbs().versions({ ctx, input: { assistantId: id, ...page } })).map(({ version }) => version);
    expect([await list(toOwner("anna")), await list(anybody)]).toEqual([[2], [2, 1]]);
    expect(await call(anybody)).toMatchObject({ metadata: { owner: "ravi" } });
  });
});

describe("a default assistant", () => {
  const input = { assistantId: "agent" };

  it("is read by everybody and changed by nobody whose filter does not match", async () => {
    const anna = toOwner("anna");
    const found = await verbs().get({ ctx: anna, input });
    expect(found.metadata).toEqual({ created_by: "system" });
    expect(await verbs().graph({ ctx: anna, input: { ...input, xray: false } })).toHaveProperty("nodes");
    expect(await verbs().versions({ ctx: anna, input: { ...input, ...page } })).toHaveLength(1);
    const changes = [
      () => verbs().patch({ ctx: anna, input: { ...input, name: "Mine" } }),
      () => verbs().setLatest({ ctx: anna, input: { ...input, version: 1 } }),
      () => verbs().delete({ ctx: anna, input: { ...input, deleteThreads: false } }),
    ];
    for (const each of changes) await expect(each()).rejects.toMatchObject({ code: "forbidden" });
    expect(await verbs().get({ ctx: anna, input })).toEqual(found);
  });

  it("is hidden when the handler says no", async () => {
    const nobody = toCaller("nobody", () => false);
    await expect(verbs().get({ ctx: nobody, input })).rejects.toMatchObject({ code: "forbidden" });
    await expect(verbs().search({ ctx: nobody, input: page })).rejects.toMatchObject({ code: "forbidden" });
  });

  it("is not what somebody's metadata says", async () => {
    const anna = toOwner("anna");
    const metadata = { created_by: "system" };
    const { assistant_id: assistantId } = await verbs().create({
      ctx: anna,
      input: { graph_id: "agent", metadata },
    });
    const asked = verbs().get({ ctx: toOwner("ravi"), input: { assistantId } });
    await expect(asked).rejects.toMatchObject({ code: "assistant_not_found" });
  });
});

it("asks for the event of each act, and does what the handler made of the value", async () => {
  const caller = toCaller("anna", (event, value) => {
    if (event === "assistants:update") value["name"] = "Renamed by the handler";
    if (event === "assistants:search") value["metadata"] = { team: "west" };
    return true;
  });
  const metadata = { team: "west" };
  const { assistant_id: assistantId } = await verbs().create({
    ctx: caller,
    input: { graph_id: "agent", metadata },
  });
  expect(await verbs().patch({ ctx: caller, input: { assistantId, name: "Mine" } })).toMatchObject({
    name: "Renamed by the handler",
  });
  expect(await namesFor(caller)).toEqual(["Renamed by the handler"]);
  expect(await verbs().count({ ctx: caller, input: {} })).toBe(1);
  await verbs().get({ ctx: caller, input: { assistantId } });
  await verbs().versions({ ctx: caller, input: { assistantId, ...page } });
  await verbs().setLatest({ ctx: caller, input: { assistantId, version: 1 } });
  await verbs().graph({ ctx: caller, input: { assistantId, xray: false } });
  await verbs().schemas({ ctx: caller, input: { assistantId } });
  await verbs().subgraphs({ ctx: caller, input: { assistantId, recurse: false } });
  await verbs().delete({ ctx: caller, input: { assistantId, deleteThreads: false } });
  expect(caller.events.map((event) => event.replace("assistants:", ""))).toEqual([
    "create",
    "update",
    "search",
    "search",
    "read",
    "read",
    "update",
    "read",
    "read",
    "read",
    "delete",
  ]);
});
