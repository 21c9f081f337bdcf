import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Database } from "../../src/db/database.ts";
import { newId } from "../../src/domain/ids.ts";
import { createEpisodicMemory, type EpisodicMemory } from "../../src/memory/episodic-memory.ts";
import { openTestDatabase } from "../support/database.ts";

const START = Date.parse("2026-11-20T10:00:00Z");
const DAY = 86_400_000;

let db: Database;
let episodes: EpisodicMemory;
let now = START;

beforeAll(async () => {
  db = await openTestDatabase();
  episodes = createEpisodicMemory({ db, newId, clock: { now: () => new Date(now) } });
});
afterAll(() => db.close());

const remember = (tenant: string, summary: string, importance = 1) =>
  episodes.remember(tenant, { threadId: newId(), summary, importance, kind: "conversation" });

describe("episodic memory", () => {
  it("recalls what fits, best first", async () => {
    const tenant = newId();
    now = START;
    await remember(tenant, "Planned the Diwali campaign with a budget of two lakh");
    await remember(tenant, "Wrote a Diwali post");
    await remember(tenant, "Compared prices of competitors");
    const found = await episodes.recall(tenant, "the budget of our Diwali campaign", 5);
    expect(found.map(({ summary }) => summary)).toEqual([
      "Planned the Diwali campaign with a budget of two lakh",
      "Wrote a Diwali post",
    ]);
    expect(found[0]).toMatchObject({
      kind: "conversation",
      importance: 1,
      created_at: "2026-11-20T10:00:00.000Z",
    });
    expect(found[0]?.score).toBeCloseTo(1);
    expect(await episodes.recall(tenant, "the budget of our Diwali campaign", 1)).toHaveLength(1);
  });

  it("finds Hindi", async () => {
    const tenant = newId();
    await remember(tenant, "दिवाली के लिए मिठाइयों का विज्ञापन लिखा");
    expect(await episodes.recall(tenant, "मिठाई का विज्ञापन", 5)).toHaveLength(1);
  });

  it("puts the important first and lets it fade by 5 % a day", async () => {
    const tenant = newId();
    now = START;
    await remember(tenant, "chose a logo", 0.2);
    await remember(tenant, "chose a logo finally", 0.9);
    const [first, second] = await episodes.recall(tenant, "logo", 5);
    expect(first?.importance).toBeCloseTo(0.9);
    expect(second?.score).toBeLessThan(first?.score ?? 0);
    now = START + 10 * DAY;
    const [faded] = await episodes.recall(tenant, "logo", 1);
    expect((faded?.score ?? 0) / (first?.score ?? 1)).toBeCloseTo(0.95 ** 10);
  });

  it("forgets after 365 days, for good at the next episode", async () => {
    const tenant = newId();
    now = START;
    await remember(tenant, "an old logo");
    now = START + 365 * DAY;
    expect(await episodes.recall(tenant, "logo", 5)).toEqual([]);
    await remember(tenant, "something else");
    expect(await db.run(tenant, "select episode_id from episodic_memory")).toHaveLength(1);
  });

  it("takes odd text, ids and importance", async () => {
    const tenant = newId();
    await episodes.remember(tenant, {
      threadId: "no-uuid",
      summary: "odd\u0000 \ud83d logo",
      importance: 7,
      kind: "x",
    });
    expect(await episodes.recall(tenant, "logo' | !", 5)).toMatchObject([{ thread_id: null, importance: 1 }]);
    expect(await episodes.recall(tenant, "", 5)).toEqual([]);
  });

  it("keeps tenants apart", async () => {
    await remember(newId(), "a secret logo");
    expect(await episodes.recall(newId(), "logo", 5)).toEqual([]);
  });
});
