import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Database } from "../../src/db/database.ts";
import type { MetadataFilter } from "../../src/domain/authorization.ts";
import { toCaller, type Handler } from "../assistants/support/callers.ts";
import { openTestDatabase } from "../support/database.ts";
import { toCatalogue } from "../support/graphs.ts";
import { startTestService, type TestService } from "../support/service.ts";

let db: Database;
let service: TestService;
const verbs = () => service.protocol.verbs.store;

beforeAll(async () => {
  db = await openTestDatabase();
  service = await startTestService(db, toCatalogue({}));
});
afterAll(async () => {
  await service.close();
  await db.close();
});

/** Puts everybody's items below a label of their own, as scoping handlers do. */
const scoped =
  (identity: string): Handler =>
  (_, value) => {
    value["namespace"] = [identity, ...(value["namespace"] as string[])];
    return true;
  };

describe("a handler that rewrites the namespace", () => {
  it("scopes every act to it", async () => {
    const tenantId = randomUUID();
    const [anna, ravi] = ["anna", "ravi"].map((name) => toCaller(name, scoped(name), tenantId));
    if (anna === undefined || ravi === undefined) throw new Error("two callers");
    const key = "city";
    await verbs().put({ ctx: anna, input: { namespace: ["memories"], key, value: { name: "Pune" } } });
    await verbs().put({ ctx: ravi, input: { namespace: ["memories"], key, value: { name: "Kochi" } } });
    expect(await verbs().get({ ctx: ravi, input: { namespace: ["memories"], key } })).toMatchObject({
      namespace: ["ravi", "memories"],
      value: { name: "Kochi" },
    });
    const found = await verbs().search({ ctx: anna, input: {} });
    expect(found.map(({ value }) => value["name"])).toEqual(["Pune"]);
    expect(await verbs().namespaces({ ctx: anna, input: {} })).toEqual([["anna", "memories"]]);
    await verbs().delete({ ctx: anna, input: { namespace: ["memories"], key } });
    expect(await verbs().search({ ctx: anna, input: { namespace_prefix: ["memories"] } })).toEqual([]);
    expect(await verbs().search({ ctx: toCaller("admin", () => true, tenantId), input: {} })).toHaveLength(1);
    expect(anna.events).toEqual([
      "store:put",
      "store:search",
      "store:list_namespaces",
      "store:delete",
      "store:search",
    ]);
  });

  it.each([[["an.na"]], [["", "x"]], ["anna"], [[1]]])("is checked for %j", async (namespace) => {
    const ctx = toCaller("anna", (_, value) => {
      value["namespace"] = namespace;
      return true;
    });
    const input = { namespace: ["fine"], key: "a", value: {} };
    for (const act of [
      () => verbs().put({ ctx, input }),
      () => verbs().get({ ctx, input }),
      () => verbs().delete({ ctx, input }),
      () => verbs().search({ ctx, input: { namespace_prefix: ["fine"] } }),
      () => verbs().namespaces({ ctx, input: { prefix: ["fine"] } }),
    ])
      await expect(act()).rejects.toMatchObject({ code: "validation_failed" });
  });

  it("may take a namespace that is empty before, not after", async () => {
    const input = { namespace: [], key: "a", value: {} };
    await verbs().put({ ctx: toCaller("anna", scoped("anna")), input });
    const cut = toCaller("anna", (_, value) => {
      value["namespace"] = [];
      return true;
    });
    await expect(verbs().put({ ctx: cut, input: { ...input, namespace: ["x"] } })).rejects.toMatchObject({
      code: "malformed_request",
    });
  });
});

describe("a filter", () => {
  const tenantId = randomUUID();
  const namespace = ["team", "west"];
  const withFilter = (filter: MetadataFilter | null) => toCaller("anna", () => filter, tenantId);
  const admin = toCaller("admin", () => true, tenantId);
  beforeAll(async () => {
    for (const [key, owner] of [
      ["mine", "anna"],
      ["theirs", "ravi"],
    ] as const)
      await verbs().put({ ctx: admin, input: { namespace, key, value: { owner, tags: [owner] } } });
    await verbs().put({
      ctx: admin,
      input: { namespace: ["team", "east"], key: "east", value: { owner: "ravi" } },
    });
  });

  it.each<[string, MetadataFilter, string[]]>([
    ["of the value", { owner: "anna" }, ["mine"]],
    ["of a list in the value", { tags: { $contains: "ravi" } }, ["theirs"]],
    ["of the namespace", { namespace: { $contains: "west" } }, ["mine", "theirs"]],
    ["of the key", { key: { $eq: "east" } }, ["east"]],
    ["of one or the other", { $or: [{ key: "east" }, { owner: "anna" }] }, ["east", "mine"]],
  ])("%s hides the items that do not match", async (_, filter, keys) => {
    const ctx = withFilter(filter);
    const found = await verbs().search({ ctx, input: { namespace_prefix: ["team"] } });
    expect(found.map(({ key }) => key).toSorted()).toEqual(keys);
    expect(await verbs().search({ ctx, input: { query: "anna", limit: 1, offset: keys.length } })).toEqual(
      [],
    );
    const got = await Promise.all(
      ["mine", "theirs"].map((key) => verbs().get({ ctx, input: { namespace, key } })),
    );
    expect(got.flatMap((item) => (item === null ? [] : [item.key]))).toEqual(
      ["mine", "theirs"].filter((key) => keys.includes(key)),
    );
    const namespaces = await verbs().namespaces({ ctx, input: {} });
    expect(namespaces.map(([, area]) => area)).toEqual(
      ["east", "west"].filter((area) => found.some((item) => item.namespace[1] === area)),
    );
  });

  it("forbids to write over what it hides, and to write what it would hide", async () => {
    const ctx = withFilter({ owner: "anna" });
    const put = (key: string, owner: string) =>
      verbs().put({ ctx, input: { namespace, key, value: { owner, tags: [] } } });
    await expect(put("theirs", "anna")).rejects.toMatchObject({ code: "forbidden" });
    await expect(put("new", "ravi")).rejects.toMatchObject({ code: "forbidden" });
    await put("new", "anna");
    await put("new", "anna");
    expect(await verbs().get({ ctx: admin, input: { namespace, key: "theirs" } })).toMatchObject({
      value: { owner: "ravi" },
    });
    await verbs().delete({ ctx, input: { namespace, key: "theirs" } });
    await verbs().delete({ ctx, input: { namespace, key: "new" } });
    const left = await verbs().search({ ctx: admin, input: { namespace_prefix: namespace } });
    expect(left.map(({ key }) => key).toSorted()).toEqual(["mine", "theirs"]);
  });
});

it("does nothing when the handler says no", async () => {
  const ctx = toCaller("nobody", () => false);
  const input = { namespace: ["a"], key: "a", value: {} };
  for (const act of [
    () => verbs().put({ ctx, input }),
    () => verbs().get({ ctx, input }),
    () => verbs().delete({ ctx, input }),
    () => verbs().search({ ctx, input: {} }),
    () => verbs().namespaces({ ctx, input: {} }),
  ])
    await expect(act()).rejects.toMatchObject({ code: "forbidden" });
});

it("does what the handler made of the rest of a request", async () => {
  const tenantId = randomUUID();
  const ctx = toCaller(
    "anna",
    (event, value) => {
      if (event === "store:put") Object.assign(value["value"] as object, { owner: "anna" });
      if (event === "store:search") value["limit"] = 1;
      return true;
    },
    tenantId,
  );
  for (const key of ["a", "b"]) await verbs().put({ ctx, input: { namespace: ["n"], key, value: {} } });
  const found = await verbs().search({ ctx, input: { limit: 10 } });
  expect(found).toMatchObject([{ value: { owner: "anna" } }]);
});
