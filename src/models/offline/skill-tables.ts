import type { Brief } from "../../domain/brief.ts";
import type { Field } from "../../domain/skill.ts";
import { shareTerm, toTerms } from "./terms.ts";

/** A table in the skill's own text, e.g. its phases or its budget lines. */
export type SkillTable = { heading: string; header: string[]; rows: string[][] };

export function listSkillTables(skill: Brief["skill"]): SkillTable[] {
  return skill.sections.flatMap(({ heading, body }) => {
    const tables: string[][][] = [[]];
    for (const line of body.split("\n")) {
      if (line.trim().startsWith("|")) tables.at(-1)?.push(toCells(line));
      else tables.push([]);
    }
    return tables.flatMap(([header, rule, ...rows]) => {
      const isTable = header !== undefined && rule?.every((cell) => /^:?-+:?$/.test(cell)) === true;
      return isTable ? [{ heading, header, rows }] : [];
    });
  });
}

/** The table that an output field repeats: called the same with a column in common, or two columns in common. */
export function findSkillTable(
  tables: readonly SkillTable[],
  field: Pick<Field, "name">,
  columns: readonly Pick<Field, "name">[],
): SkillTable | null {
  const fitting = tables.filter(({ heading, header }) => {
    const common = columns.filter(({ name }) => findColumn(header, name) !== -1).length;
    return common > 1 || (common > 0 && shareTerm(heading, toWords(field.name)));
  });
  const own = fitting.find(({ heading }) => heading.toLowerCase() === toWords(field.name).toLowerCase());
  return own ?? fitting[0] ?? null;
}

/** Position of the column that has the name of an output column; -1 when none has. */
export function findColumn(header: readonly string[], name: string): number {
  const wanted = toTerms(toWords(name)).join(" ");
  const plain = toWords(name).toLowerCase();
  return header.findIndex(
    (cell) => cell.toLowerCase() === plain || (wanted !== "" && toTerms(cell).join(" ") === wanted),
  );
}

function toCells(line: string): string[] {
  const inner = line.trim().replace(/^\||\|$/g, "");
  return inner.split(/(?<!\\)\|/).map((cell) =>
    cell
      .replace(/\*\*|`/g, "")
      .replaceAll("\\|", "|")
      .trim(),
  );
}

function toWords(name: string): string {
  return name.replaceAll("_", " ");
}
