import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Database } from "../../src/db/database.ts";
import { isAppError } from "../../src/domain/errors.ts";
import { newId } from "../../src/domain/ids.ts";
import { createFoundationMemory, type FoundationMemory } from "../../src/memory/foundation-memory.ts";
import { openTestDatabase } from "../support/database.ts";

let db: Database;
let foundations: FoundationMemory;

beforeAll(async () => {
  db = await openTestDatabase();
  foundations = createFoundationMemory({ db, clock: { now: () => new Date("2026-11-20T10:00:00Z") } });
});
afterAll(() => db.close());

describe("foundation memory", () => {
  it("knows nothing of a new tenant", async () => {
    expect(await foundations.get(newId())).toBeNull();
  });

  it("gives back what was put, and replaces it as a whole", async () => {
    const tenant = newId();
    await foundations.put(tenant, { company_name: "Meetha House", products: ["laddu", "barfi"] });
    expect(await foundations.get(tenant)).toEqual({
      company_name: "Meetha House",
      products: ["laddu", "barfi"],
    });
    await foundations.put(tenant, { company_name: "मीठा हाउस" });
    expect(await foundations.get(tenant)).toEqual({ company_name: "मीठा हाउस" });
  });

  it("keeps tenants apart", async () => {
    const [one, other] = [newId(), newId()];
    await foundations.put(one, { company_name: "One" });
    expect(await foundations.get(other)).toBeNull();
    await foundations.put(other, { company_name: "Other" });
    expect(await foundations.get(one)).toEqual({ company_name: "One" });
  });

  it("stores characters that Postgres refuses in JSON", async () => {
    const tenant = newId();
    const kept = await foundations.put(tenant, { company_name: "a\u0000b", products: ["\ud800 c"] });
    expect(kept).toEqual({ company_name: "a\ufffdb", products: ["\ufffd c"] });
    expect(await foundations.get(tenant)).toEqual(kept);
  });

  it("refuses what is not a foundation, and says where", async () => {
    const wrong = JSON.parse('{"company_name": 7}');
    const error: unknown = await foundations.put(newId(), wrong).catch((reason: unknown) => reason);
    expect(isAppError(error, "validation_failed") && error.errors?.[0]?.path).toBe("company_name");
  });
});
