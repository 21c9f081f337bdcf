import { describe, expect, test } from "vitest";
import { createAuthorize } from "../../../src/hosting/auth/create-authorize.ts";
import { toPrincipal } from "../../../src/hosting/auth/to-principal.ts";
import { LOCAL_TENANT_ID } from "../../../src/domain/ids.ts";

const principal = toPrincipal("asha");
type Callbacks = Parameters<typeof createAuthorize>[0]["callbacks"];
const authorizeWith = (callbacks: Callbacks) => createAuthorize({ callbacks }, principal);

describe("the most specific handler is asked", () => {
  const says = (word: string) => () => ({ by: word });
  const all: Callbacks = {
    "*": says("*"),
    "*:read": says("*:read"),
    threads: says("threads"),
    "threads:read": says("threads:read"),
  };

  test.each([
    ["threads:read", "threads:read"],
    ["threads:update", "threads"],
    ["assistants:read", "*:read"],
    ["crons:search", "*"],
  ] as const)("for %s that of %s", async (event, handler) => {
    expect((await authorizeWith(all)(event, {})).filter).toEqual({ by: handler });
  });

  test("and without any, everything is allowed", async () => {
    expect(await authorizeWith({ store: says("store") })("threads:read", { thread_id: "t" })).toEqual({
      value: { thread_id: "t" },
      filter: null,
    });
  });
});

describe("its answer", () => {
  test.each([true, undefined, null, {}])("%j allows", async (answer) => {
    expect(await authorizeWith({ "*": async () => answer })("threads:read", {})).toEqual({
      value: {},
      filter: null,
    });
  });

  test("false forbids", async () => {
    await expect(authorizeWith({ "*": () => false })("threads:read", {})).rejects.toMatchObject({
      code: "forbidden",
    });
  });

  test.each([
    "yes",
    1,
    ["a"],
    { owner: undefined },
    { owner: { $like: "a" } },
    { owner: {} },
    { $or: "a" },
    { $or: [1] },
  ])("%j is a mistake, which lets nobody through", async (answer) => {
    await expect(authorizeWith({ "*": () => answer })("threads:read", {})).rejects.toMatchObject({
      code: "internal",
    });
  });

  test("several operators on one key all count", async () => {
    const answer = { team: { $eq: ["a", "b"], $contains: "a" }, owner: "asha" };
    expect((await authorizeWith({ "*": () => answer })("threads:read", {})).filter).toEqual({
      $and: [{ team: { $eq: ["a", "b"] }, owner: "asha" }, { team: { $contains: "a" } }],
    });
  });

  test("a change of the value counts; the caller's own object stays as it was", async () => {
    const given = { metadata: { a: 1 } };
    const { value } = await authorizeWith({
      "*": ({ value: asked }) => {
        Object.assign(asked["metadata"] as object, { b: 2 });
      },
    })("threads:create", given);
    expect(value).toEqual({ metadata: { a: 1, b: 2 } });
    expect(given).toEqual({ metadata: { a: 1 } });
  });

  test("an exception with a status keeps it; any other is our own failure", async () => {
    const teapot = Object.assign(new Error("no tea"), { status: 418, headers: { "x-tea": "none" } });
    const refuse = (error: Error) =>
      authorizeWith({
        "*": () => {
          throw error;
        },
      })("threads:read", {});
    await expect(refuse(teapot)).rejects.toMatchObject({
      refusal: { status: 418, headers: { "x-tea": "none" } },
    });
    await expect(refuse(new TypeError("oops"))).rejects.toThrow(TypeError);
  });
});

describe("who was let in", () => {
  test("a text is an identity", () => {
    expect(principal).toEqual({
      tenantId: LOCAL_TENANT_ID,
      identity: "asha",
      permissions: [],
      user: { identity: "asha", permissions: [], display_name: "asha", is_authenticated: true },
    });
  });

  test("an object keeps all it says", () => {
    const user = { identity: "bala", permissions: ["a", 7], team: { id: 1 }, display_name: "Bala" };
    expect(toPrincipal(user)).toMatchObject({
      permissions: ["a"],
      user: { team: { id: 1 }, display_name: "Bala", is_authenticated: true },
    });
  });

  test("a tenant that is a UUID is taken as it is, any other name stands for one", () => {
    const uuid = "0198C1D2-7F00-7A11-8B22-5D3F00000001";
    expect(toPrincipal({ identity: "a", tenant_id: uuid }).tenantId).toBe(uuid.toLowerCase());
    const [coral, again, other] = ["coral", "coral", "reef"].map(
      (tenant_id) => toPrincipal({ identity: "a", tenant_id }).tenantId,
    );
    expect(coral).toBe(again);
    expect(coral).not.toBe(other);
    expect(coral).not.toBe(LOCAL_TENANT_ID);
  });

  test.each(["", null, undefined, 7, {}, { identity: "" }, { identity: 7 }])("%j names nobody", (answer) => {
    expect(() => toPrincipal(answer)).toThrow(expect.objectContaining({ code: "internal" }));
  });

  test("who says that they are not authenticated is refused", () => {
    expect(() => toPrincipal({ identity: "a", is_authenticated: false })).toThrow(
      expect.objectContaining({ code: "unauthenticated" }),
    );
  });
});
