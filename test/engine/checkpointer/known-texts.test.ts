import { describe, expect, it } from "vitest";
import { createKnownTexts, FULL_LENGTH, type Base } from "../../../src/engine/checkpointer/known-texts.ts";

const place = { threadId: "t", checkpointNs: "", channel: "messages" };
const toItem = (name: string): string => JSON.stringify({ id: name, text: name.repeat(100) });
const toList = (names: string[]): string => `[${names.map(toItem).join(",")}]`;

/** A store of rows, and what a reader makes of them. */
function createRows() {
  const texts = createKnownTexts();
  const rows = new Map<string, { value: string; base: Base | null }>();
  const read = (version: string): string => {
    const row = rows.get(version);
    if (row === undefined) throw new Error(`No row ${version}`);
    const { value, base } = row;
    if (base === null) return value;
    return value.slice(0, base.at) + read(base.version).slice(0, base.length) + value.slice(base.at);
  };
  return {
    read,
    size: (version: string) => rows.get(version)?.value.length ?? 0,
    base: (version: string) => rows.get(version)?.base?.version ?? null,
    depth(version: string): number {
      const base = rows.get(version)?.base?.version;
      return base === undefined ? 0 : 1 + this.depth(base);
    },
    write(version: string, text: string, at = place): void {
      const { value, base, segments } = texts.shorten(at, text);
      rows.set(version, { value, base });
      if (base === null || base.at === 0) texts.remember(at, version, text, segments);
    },
  };
}

describe("a value that grows", () => {
  it("costs what is new, and its rows build on full ones only", () => {
    const rows = createRows();
    const names: string[] = [];
    for (let turn = 0; turn < 300; turn++) {
      names.push(`m${turn}`);
      rows.write(String(turn), toList(names));
      expect(rows.read(String(turn))).toBe(toList(names));
      expect(rows.size(String(turn))).toBeLessThan(FULL_LENGTH + 2 * toItem(`m${turn}`).length);
    }
    const length = toList(names).length;
    expect(rows.depth("299")).toBeLessThanOrEqual(length / FULL_LENGTH);
    expect(rows.depth("299")).toBeGreaterThan(length / FULL_LENGTH / 2);
  });

  it("costs little when its end is rewritten, and all of it when its beginning is", () => {
    const rows = createRows();
    const names = Array.from({ length: 100 }, (_, index) => `m${index}`);
    rows.write("1", toList(names));
    rows.write("2", toList([...names.slice(0, 98), "edited", "new"]));
    expect(rows.read("2")).toBe(toList([...names.slice(0, 98), "edited", "new"]));
    expect(rows.size("2")).toBeLessThan(FULL_LENGTH);
    rows.write("3", toList(names.slice(0, 40)));
    expect(rows.read("3")).toBe(toList(names.slice(0, 40)));
    expect(rows.base("3")).not.toBeNull();
    rows.write("4", toList(["first", ...names]));
    expect(rows.base("4")).toBeNull();
  });

  it("is whole while it is small, and when nothing like it is known", () => {
    const rows = createRows();
    rows.write("1", toList(["a"]));
    rows.write("2", toList(["a", "b"]));
    expect([rows.base("1"), rows.base("2")]).toEqual([null, null]);
    const texts = createKnownTexts();
    const long = toList(Array.from({ length: 50 }, (_, index) => `m${index}`));
    expect(texts.shorten(place, long)).toEqual({ value: long, base: null, segments: [] });
    texts.remember(place, "1", long, []);
    expect(texts.shorten({ ...place, threadId: "other" }, long).base).toBeNull();
    texts.forget();
    expect(texts.shorten(place, long).base).toBeNull();
  });

  it("never breaks a pair of surrogates", () => {
    const rows = createRows();
    const head = `["${"x".repeat(FULL_LENGTH)}`;
    rows.write("1", `${head}😀😀"]`);
    rows.write("2", `${head}😀😁 and more"]`);
    rows.write("3", `${head}😀😁🤖"]`);
    expect(rows.read("3")).toBe(`${head}😀😁🤖"]`);
    for (const version of ["2", "3"]) expect(rows.size(version)).toBeLessThan(FULL_LENGTH);
    expect('😁 and more"]'.isWellFormed()).toBe(true);
    const texts = createKnownTexts();
    texts.remember(place, "1", `${head}😀`, []);
    expect(texts.shorten(place, `${head}😁`).value.isWellFormed()).toBe(true);
  });
});

describe("a subgraph", () => {
  const names = Array.from({ length: 60 }, (_, index) => `m${index}`);
  const child = { ...place, checkpointNs: "agent:1" };

  it("is given what the graph around it has, and goes on from there", () => {
    const rows = createRows();
    rows.write("root", toList(names));
    const given = `{"topic":"tea","messages":${toList(names)},"note":"n"}`;
    rows.write("start", given, { ...child, channel: "__start__" });
    rows.write("child-1", toList(names), child);
    rows.write("child-2", toList([...names, "answer"]), child);
    rows.write("root-2", toList([...names, "answer"]));
    expect(rows.read("start")).toBe(given);
    expect(rows.read("child-2")).toBe(toList([...names, "answer"]));
    expect(rows.read("root-2")).toBe(toList([...names, "answer"]));
    for (const version of ["start", "child-1", "child-2", "root-2"])
      expect(rows.size(version)).toBeLessThan(FULL_LENGTH);
  });
});

it("survives any history of edits", () => {
  const rows = createRows();
  let state = 7;
  const random = (below: number): number => {
    state = (state * 48_271) % 2_147_483_647;
    return state % below;
  };
  const known = new Map<string, string[]>([["start", []]]);
  let names: string[] = [];
  for (let step = 0; step < 400; step++) {
    const action = random(10);
    // A run may begin at any earlier state.
    if (action === 0) names = [...(known.get([...known.keys()][random(known.size)] ?? "") ?? [])];
    if (action === 1) names = names.slice(0, random(names.length + 1));
    if (action === 2 && names.length > 0) names = names.with(random(names.length), `edit${step}`);
    else names = [...names, `m${step}`];
    rows.write(String(step), toList(names));
    known.set(String(step), names);
  }
  for (const [version, expected] of known)
    if (version !== "start") expect(rows.read(version)).toBe(toList(expected));
});
