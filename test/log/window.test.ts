import { describe, expect, it } from "vitest";
import type { ThreadRow } from "../../src/log/event-row.ts";
import { createWindow, type Claim, type Next } from "../../src/log/window.ts";

const toClaim = (runId: string, firstSeq: number, resumed = false): Claim => ({ runId, firstSeq, resumed });
const toRow = ({ runId }: Claim, seq: number, json = "{}"): ThreadRow => ({
  runId,
  seq,
  runSeq: seq,
  attempt: 1,
  ns: "",
  mode: "custom",
  json,
  note: null,
  at: 1,
});
const toNumbers = (next: Next): number[] | string =>
  next.kind === "rows" ? next.rows.map(({ seq }) => seq) : next.kind;

function createFilled(claim: Claim, numbers: number[]) {
  const window = createWindow();
  for (const seq of numbers) window.push(claim, toRow(claim, seq));
  return window;
}

describe("the window on a thread's newest rows", () => {
  it("shows what follows a number, to a run's reader from the run's beginning", () => {
    const claim = toClaim("a", 11);
    const window = createFilled(claim, [11, 12, 13]);
    expect(toNumbers(window.next(12, null))).toEqual([13]);
    expect(toNumbers(window.next(13, null))).toBe("nothing");
    expect(toNumbers(window.next(0, "a"))).toEqual([11, 12, 13]);
    expect(toNumbers(window.next(0, "b"))).toBe("nothing");
    // Somebody else's rows may stand between 2 and 11.
    expect(window.next(2, null)).toEqual({ kind: "behind", begin: 11 });
  });

  it("has a run's earlier rows looked up when the run was begun before", () => {
    const claim = toClaim("a", 11, true);
    const window = createFilled(claim, [11]);
    expect(window.next(3, "a")).toEqual({ kind: "behind", begin: 11 });
    expect(toNumbers(window.next(10, "a"))).toEqual([11]);
  });

  it("never shows what comes behind a gap as if it followed", () => {
    const claim = toClaim("a", 1);
    const window = createFilled(claim, [1, 2, 5, 6]);
    expect(window.next(2, "a")).toEqual({ kind: "behind", begin: 1 });
    expect(toNumbers(window.next(4, "a"))).toEqual([5, 6]);
    window.skip(claim, 9);
    expect(toNumbers(window.next(6, "a"))).toBe("behind");
    expect(toNumbers(window.next(9, "a"))).toBe("nothing");
  });

  it("takes no row twice, and none of a claim that another has followed", () => {
    const lost = toClaim("a", 1);
    const window = createFilled(lost, [1, 2, 2, 1]);
    expect(toNumbers(window.next(0, "a"))).toEqual([1, 2]);
    const heir = toClaim("a", 2_001, true);
    window.push(heir, toRow(heir, 2_001));
    window.push(lost, toRow(lost, 3));
    expect(window.next(2, "a")).toEqual({ kind: "behind", begin: 2_001 });
    expect(toNumbers(window.next(2_000, "a"))).toEqual([2_001]);
  });

  it("goes on over the end of a run that the next one follows without a gap", () => {
    const [first, second] = [toClaim("a", 1), toClaim("b", 3)];
    const window = createFilled(first, [1, 2]);
    for (const seq of [3, 4]) window.push(second, toRow(second, seq));
    expect(toNumbers(window.next(1, null))).toEqual([2, 3, 4]);
    expect(toNumbers(window.next(1, "a"))).toEqual([2]);
    expect(toNumbers(window.next(0, "b"))).toEqual([3, 4]);
  });

  it("stays small, whatever is pushed", () => {
    const claim = toClaim("a", 1);
    const many = createFilled(
      claim,
      Array.from({ length: 10_000 }, (_, index) => index + 1),
    );
    const held = many.next(9_990 - 2_000, "a");
    expect(held.kind).toBe("behind");
    expect(toNumbers(many.next(9_999, "a"))).toEqual([10_000]);
    const large = createWindow();
    for (let seq = 1; seq <= 100; seq++) large.push(claim, toRow(claim, seq, "x".repeat(100_000)));
    expect(large.next(70, "a").kind).toBe("behind");
    expect(toNumbers(large.next(99, "a"))).toEqual([100]);
  });
});
