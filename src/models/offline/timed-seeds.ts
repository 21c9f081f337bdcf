import type { Field } from "../../domain/skill.ts";
import { addDays, type Day, findDays, toLongDay } from "./days.ts";
import type { Material } from "./material.ts";
import { parseOffset } from "./milestones.ts";
import { type RowSeed, toOffsetText, toSeed } from "./row-seed.ts";
import { findColumn, findSkillTable, type SkillTable } from "./skill-tables.ts";
import { selectTable } from "./standing-text.ts";

/**
 * The rows of the skill's own table for a field that hold for the inputs at hand, with their offsets as days; spans
 * that are over are left out. `others` are the rows that hold for other inputs.
 */
export function toTableSeeds(
  field: Field,
  columns: readonly Field[],
  material: Material,
  others = false,
): RowSeed[] {
  const whole = findSkillTable(material.tables, field, columns);
  if (whole === null) return [];
  const table = selectTable(whole, material, others);
  const rows = table.rows.map((row) => toTableSeed(table, row, columns, material));
  return rows.filter(({ until }) => until === null || until >= material.today);
}

function toTableSeed(
  table: SkillTable,
  row: readonly string[],
  columns: readonly Field[],
  material: Material,
): RowSeed {
  const { today, milestones, anchor } = material;
  const milestone = milestones.find(({ label }) => row.includes(label));
  const day = anchor === null || milestone === undefined ? null : addDays(anchor.day, milestone.offset);
  const until = anchor === null || milestone === undefined ? null : addDays(anchor.day, milestone.until);
  const cells = columns.flatMap(({ name }): [string, string][] => {
    const cell = row[findColumn(table.header, name)];
    return cell === undefined ? [] : [[name, toTimedText(cell, material, today)]];
  });
  const when = milestone === undefined ? "" : toOffsetText(milestone.offset);
  return toSeed("table-row", milestone?.label ?? row[0] ?? "", { cells: new Map(cells), day, until, when });
}

/** A cell that is nothing but a moment, as a day; one that is over begins today. */
function toTimedText(cell: string, { anchor, milestones, subject }: Material, today: Day): string {
  if (anchor === null || milestones.length === 0) return cell;
  const offset = cell.toLowerCase() === subject.occasion?.toLowerCase() ? 0 : parseOffset(cell);
  if (offset === null || cell.split(/\s+/).length > 5) return cell;
  const day = addDays(anchor.day, offset);
  return toLongDay(day < today ? today : day);
}

export function toMilestoneSeeds({ milestones, anchor, today }: Material): RowSeed[] {
  const seeds = milestones.map(({ label, detail, offset, until }) =>
    toSeed("milestone", label, {
      details: [detail],
      day: anchor === null ? null : addDays(anchor.day, offset),
      until: anchor === null ? null : addDays(anchor.day, until),
      when: toOffsetText(offset),
    }),
  );
  return seeds.filter(({ until }) => until === null || until >= today);
}

/** What the sources give a coming day for, each once. */
export function toDatedSeeds({ evidence, today, brief }: Material): RowSeed[] {
  const labels = new Set(brief.facts.map(({ label }) => label.replaceAll("_", " ")));
  const dated = evidence.flatMap(({ about, text, ref }) => {
    const days = findDays(text).filter((day) => day >= today);
    const [day] = days;
    return day === undefined || !labels.has(about)
      ? []
      : [toSeed("dated", about, { day, until: days.at(-1) ?? day, ref })];
  });
  const first = dated.filter((seed, index) => dated.findIndex(({ name }) => name === seed.name) === index);
  return first.toSorted((left, right) => (left.day ?? "").localeCompare(right.day ?? ""));
}
