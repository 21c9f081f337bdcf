import type { SplitShare } from "./budget-split.ts";
import type { Day } from "./days.ts";

/** What one row of a table is about. */
export type RowSeed = {
  kind: "named" | "share" | "milestone" | "table-row" | "dated" | "step" | "part" | "copy" | "fact" | "gap";
  name: string;
  /** The source that says what the row is about. */
  ref: string;
  /** The number in the name of a part: 14 in "Day 14: last call". */
  number: number | null;
  /** Sentences about it, used up by the cells. */
  details: string[];
  /** First and last day. */
  day: Day | null;
  until: Day | null;
  /** The same relative to the day everything leads to, for when that is not known. */
  when: string;
  share: SplitShare | null;
  /** Cells of the skill's own table, by output column. */
  cells: ReadonlyMap<string, string>;
  /** The row of the business that asks, beside its competitors. */
  isOurs: boolean;
};

export function toSeed(kind: RowSeed["kind"], name: string, more: Partial<RowSeed> = {}): RowSeed {
  return {
    kind,
    name,
    ref: "",
    number: null,
    details: [],
    day: null,
    until: null,
    when: "",
    share: null,
    cells: new Map(),
    isOurs: false,
    ...more,
  };
}

export const SOURCE_COLUMN = /^(?:sources?|references?|citations?|evidence_refs?)$/;

export const INDEX_COLUMN = /^(?:#|no|nr|number|index|position|rank|order|slide|step_no|day|week|phase_no)$/;

/** "30 days before", "on the day", "7 days after". */
export function toOffsetText(offset: number): string {
  if (offset === 0) return "on the day";
  const days = Math.abs(offset);
  return `${days} ${days === 1 ? "day" : "days"} ${offset < 0 ? "before" : "after"}`;
}
