import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Database } from "../../src/db/database.ts";
import { newId } from "../../src/domain/ids.ts";
import { createKnowledge, type Knowledge } from "../../src/knowledge/knowledge.ts";
import { openTestDatabase } from "../support/database.ts";

const HANDBOOK = `# Meetha House handbook

We sell mithai and dry-fruit boxes in Pune.

## Pricing

### Growth plan
The Growth plan costs ₹9,999 a month and includes three stores.

### Starter plan
The Starter plan costs ₹2,999 a month.

## Delivery
We deliver within two days in Pune and five days elsewhere.
`;
const HINDI = `# त्योहार गाइड

दिवाली पर मिठाइयों के डिब्बे सबसे ज़्यादा बिकते हैं।

## हिन्दी विज्ञापन
हिंदी में लिखे विज्ञापन छोटे शहरों में बेहतर चलते हैं।
`;

let db: Database;
let knowledge: Knowledge;
let minute = 0;
const clock = { now: () => new Date(Date.UTC(2026, 10, 20, 10, minute++)) };

beforeAll(async () => {
  db = await openTestDatabase();
  knowledge = createKnowledge({ db, newId, clock });
});
afterAll(() => db.close());

describe("addDocument", () => {
  it("stores a document and says what it became", async () => {
    const tenant = newId();
    const summary = await knowledge.addDocument(tenant, {
      filename: "handbook.md",
      content: HANDBOOK,
      tags: ["Shop"],
    });
    expect(summary).toMatchObject({
      filename: "handbook.md",
      title: "Meetha House handbook",
      content_type: "text/markdown",
      tags: ["shop"],
      version: 1,
      chunks: 4,
    });
    expect(await knowledge.list(tenant)).toEqual({ rows: [summary], total: 1 });
  });

  it("keeps the same content once, under its newest name", async () => {
    const tenant = newId();
    const first = await knowledge.addDocument(tenant, { filename: "a.md", content: HANDBOOK });
    const again = await knowledge.addDocument(tenant, { filename: "a.md", content: HANDBOOK });
    expect(again).toMatchObject({ document_id: first.document_id, version: 1, created_at: first.created_at });
    await knowledge.addDocument(tenant, { filename: "b.md", content: HANDBOOK });
    expect(await knowledge.list(tenant)).toMatchObject({
      total: 1,
      rows: [{ filename: "b.md", document_id: first.document_id }],
    });
    expect(await knowledge.search(tenant, "Growth plan")).toHaveLength(2);
  });

  it("replaces the content of a known filename and forgets the old one", async () => {
    const tenant = newId();
    await knowledge.addDocument(tenant, { filename: "price.txt", content: "The box costs 400 rupees." });
    const next = await knowledge.addDocument(tenant, {
      filename: "price.txt",
      content: "The hamper costs 500 rupees.",
    });
    expect(next.version).toBe(2);
    const texts = (await knowledge.search(tenant, "what costs rupees")).map(({ text }) => text);
    expect(texts).toEqual(["The hamper costs 500 rupees."]);
  });

  it("survives uploads of one content at the same time", async () => {
    const tenant = newId();
    await Promise.all(
      [1, 2, 3].map((n) => knowledge.addDocument(tenant, { filename: `${n}.md`, content: HANDBOOK })),
    );
    expect(await knowledge.list(tenant)).toMatchObject({ total: 1 });
  });

  it("stores text that a database cannot hold as it is", async () => {
    const tenant = newId();
    await knowledge.addDocument(tenant, { filename: "odd.txt", content: "left\u0000right \ud800 marigold" });
    expect(await knowledge.search(tenant, "marigold")).toMatchObject([
      { text: "left\ufffdright \ufffd marigold" },
    ]);
  });

  it("lists newest first, page by page", async () => {
    const tenant = newId();
    for (const n of [1, 2, 3])
      await knowledge.addDocument(tenant, { filename: `${n}.txt`, content: `Text ${n}` });
    const page = await knowledge.list(tenant, { limit: 2, offset: 1 });
    expect(page.rows.map(({ filename }) => filename)).toEqual(["2.txt", "1.txt"]);
    expect(page.total).toBe(3);
  });

  it("stores a large document in batches", async () => {
    const tenant = newId();
    const content = Array.from(
      { length: 1_200 },
      (_, n) => `## Part ${n}\nAbout item${n} and its price.`,
    ).join("\n");
    expect(await knowledge.addDocument(tenant, { filename: "large.md", content })).toMatchObject({
      chunks: 1_200,
    });
    expect((await knowledge.search(tenant, "item1177"))[0]).toMatchObject({ heading: "Part 1177" });
  });
});

describe("search", () => {
  const tenant = newId();
  beforeAll(async () => {
    await knowledge.addDocument(tenant, { filename: "handbook.md", content: HANDBOOK });
    await knowledge.addDocument(tenant, { filename: "guide.md", content: HINDI });
  });

  it("finds the passage that covers most of the question, with its heading and a score from 0 to 1", async () => {
    const [best, ...others] = await knowledge.search(tenant, "What does the growth plan cost per month?");
    expect(best).toMatchObject({
      title: "Meetha House handbook",
      heading: "Meetha House handbook > Pricing > Growth plan",
    });
    expect(best?.score).toBeGreaterThan(0.3);
    expect(best?.score).toBeLessThanOrEqual(1);
    for (const other of others) expect(other.score).toBeLessThan(best?.score ?? 0);
  });

  it("finds other forms of an English word", async () => {
    expect((await knowledge.search(tenant, "deliveries"))[0]?.heading).toContain("Delivery");
  });

  it.each(["दिवाली", "मिठाई", "हिन्दी विज्ञापन", "हिंदी में विज्ञापन", "ज्यादा बिकने वाले डिब्बे"])(
    "finds Hindi: %s",
    async (query) => expect((await knowledge.search(tenant, query))[0]?.title).toBe("त्योहार गाइड"),
  );

  it("finds Tamil words with their endings", async () => {
    const other = newId();
    await knowledge.addDocument(other, { filename: "t.txt", content: "தீபாவளிக்கு இனிப்புகள் அனுப்புங்கள்." });
    expect(await knowledge.search(other, "தீபாவளி")).toHaveLength(1);
  });

  it("forgives a slip of the pen, at a lower score", async () => {
    const [exact] = await knowledge.search(tenant, "pricing");
    const [loose] = await knowledge.search(tenant, "pricng");
    expect(loose?.id).toBe(exact?.id);
    expect(loose?.score).toBeLessThan(exact?.score ?? 0);
  });

  it("finds nothing rather than something else", async () => {
    expect(await knowledge.search(tenant, "cryptocurrency taxation")).toEqual([]);
    expect(await knowledge.search(tenant, "")).toEqual([]);
    expect(await knowledge.search(tenant, "!?… ' :* & | \\ <->")).toEqual([]);
  });

  it("takes any text as a question, never as a query language", async () => {
    for (const query of [
      "growth') or 1=1 --",
      "'growth' & !plan",
      "a:* | b <2> c",
      "\u0000 growth \ud800",
      "the of and",
    ]) {
      expect(Array.isArray(await knowledge.search(tenant, query))).toBe(true);
    }
    expect((await knowledge.search(tenant, "growth' & !plan:*"))[0]?.heading).toContain("Growth");
  });

  it("keeps to the limit", async () => {
    expect(await knowledge.search(tenant, "plan costs month", { limit: 1 })).toHaveLength(1);
  });

  it("shows one tenant nothing of another", async () => {
    const stranger = newId();
    expect(await knowledge.search(stranger, "growth plan")).toEqual([]);
    expect(await knowledge.list(stranger)).toEqual({ rows: [], total: 0 });
  });
});
