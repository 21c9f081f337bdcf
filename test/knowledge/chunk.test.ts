import { describe, expect, it } from "vitest";
import { toChunks } from "../../src/knowledge/chunk.ts";
import { parseDocument } from "../../src/knowledge/document.ts";
import { splitText } from "../../src/knowledge/split-text.ts";

const read = (content: string, filename = "notes.md") => toChunks(parseDocument({ filename, content }));

describe("toChunks", () => {
  it("keeps the path of headings above a passage", () => {
    const { title, chunks } = read("intro\n# A\none\n### C\ntwo\n## B ##\nthree\n# D\nfour");
    expect(title).toBe("A");
    expect(chunks).toEqual([
      { heading: "", text: "intro" },
      { heading: "A", text: "one" },
      { heading: "A > C", text: "two" },
      { heading: "A > B", text: "three" },
      { heading: "D", text: "four" },
    ]);
  });

  it("reads underlined headings, and leaves tables, lists and front matter alone", () => {
    const { title, chunks } = read(
      "---\nowner: me\n---\n\nTitle\n=====\ntext\n\n| a | b |\n|---|---|\n\n- item\n---\n",
    );
    expect(title).toBe("Title");
    expect(chunks.map(({ heading }) => heading)).toEqual(["", "Title"]);
  });

  it("takes no heading out of a code fence", () => {
    const { chunks } = read("# A\n```sh\n# not a heading\n```\nend");
    expect(chunks).toHaveLength(1);
    expect(chunks[0]?.text).toContain("# not a heading");
  });

  it("has a title for a document without one, and a passage for one of headings only", () => {
    expect(read("text", "reports/q3 plan.md").title).toBe("q3 plan");
    expect(read("# Only\n## Headings").chunks).toEqual([{ heading: "", text: "Only\nOnly > Headings" }]);
    expect(read("# not a heading", "a.txt").chunks).toEqual([{ heading: "", text: "# not a heading" }]);
  });
});

describe("splitText", () => {
  const sentences = Array.from(
    { length: 60 },
    (_, n) => `Sentence number ${n} says something of its own.`,
  ).join(" ");

  it("cuts at sentences, within the size, and repeats the end of the piece before", () => {
    const pieces = splitText(sentences);
    expect(pieces.length).toBeGreaterThan(2);
    for (const [index, piece] of pieces.entries()) {
      expect(piece.length).toBeLessThanOrEqual(900);
      expect(piece).toMatch(/^Sentence .*own\.$/s);
      const before = pieces[index - 1];
      if (before !== undefined) expect(before.endsWith(piece.slice(0, 40))).toBe(false);
      if (before !== undefined) expect(before).toContain(piece.slice(0, 30));
    }
    for (let n = 0; n < 60; n += 1)
      expect(pieces.some((piece) => piece.includes(`number ${n} says`))).toBe(true);
  });

  it("prefers paragraphs to sentences", () => {
    const [first] = splitText(`${"One. ".repeat(120).trim()}\n\n${"Two. ".repeat(120).trim()}`);
    expect(first).toBe("One. ".repeat(120).trim());
  });

  it("cuts Hindi at a danda and never inside a letter", () => {
    const pieces = splitText("दिवाली पर मिठाइयाँ बिकती हैं। ".repeat(80));
    for (const piece of pieces) expect(piece.endsWith("।")).toBe(true);
    for (const piece of splitText("कि".repeat(2_000))) expect(piece).toMatch(/^(?:कि)+$/);
    for (const piece of splitText("👩‍👩‍👧".repeat(500))) expect(piece).toMatch(/^(?:👩‍👩‍👧)+$/u);
  });

  it("ends on text without any place to cut", () => {
    const text = "a".repeat(5_000);
    const pieces = splitText(text);
    expect(pieces.join("")).toBe(text);
    expect(splitText("\u0301".repeat(3_000)).join("")).toHaveLength(3_000);
    expect(splitText("  \n ")).toEqual([]);
  });
});
