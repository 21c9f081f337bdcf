import type { Field } from "../../domain/skill.ts";
import { fillIn, type FillValues } from "./fill-in.ts";
import type { Material } from "./material.ts";
import { listSkillTables, type SkillTable } from "./skill-tables.ts";
import { toLanguageName } from "./short-messages.ts";

/**
 * What a skill's own text has ready for an output field: a section that is called like it. "## First hour" with a list
 * fills `first_hour`. A table may say for which inputs a row holds, in columns called "if goal", "if language".
 */
export function findSection(
  { brief }: Pick<Material, "brief">,
  { name }: Pick<Field, "name">,
): string | null {
  const wanted = toKey(name);
  const found = brief.skill.sections.find(({ heading }) => toKey(heading) === wanted);
  return found?.body ?? null;
}

/** The paragraphs of a text field, lines that cannot be filled left out; null when the skill has none ready. */
export function toStandingText(field: Field, material: Material): string | null {
  const body = findSection(material, field);
  if (body === null) return null;
  const text = pickText(body, material) ?? body;
  if (text.includes("|---")) return null;
  const paragraphs = text.split(/\n{2,}|<br><br>/).map((paragraph) => {
    const lines = paragraph.split(/\n|<br>/).map((line) => fillIn(line, material.fillValues));
    return lines.filter((line) => line !== null && line !== "").join("\n");
  });
  const filled = paragraphs.filter((paragraph) => paragraph !== "").join("\n\n");
  return filled === "" ? null : filled;
}

/** The items of a list field; null when the skill has none ready. */
export function toStandingItems(field: Field, material: Material): string[] | null {
  const body = findSection(material, field);
  if (body === null) return null;
  const table = listSkillTables({ ...material.brief.skill, sections: [{ heading: "", body }] })[0];
  const texts =
    table === undefined ? listItems(body) : selectTable(table, material).rows.flatMap((row) => row.slice(-1));
  const items = texts.map((text) => fillIn(text, material.fillValues)).filter((item) => item !== null);
  return items.length === 0 ? null : [...new Set(items)];
}

function listItems(body: string): string[] {
  return [...body.matchAll(/^\s*(?:[-*+]|\d+[.)])\s+(.*)$/gm)].map((match) => match[1] ?? "");
}

/** What stands behind "- key:" for the parts of an object. */
export function toStandingMember(field: Field, key: string, material: Material): string | null {
  const items = listItems(findSection(material, field) ?? "");
  const line = items.find((item) => toKey(item.split(":")[0] ?? "") === toKey(key));
  return line === undefined ? null : fillIn(line.slice(line.indexOf(":") + 1).trim(), material.fillValues);
}

function pickText(body: string, material: Material): string | null {
  const table = listSkillTables({ ...material.brief.skill, sections: [{ heading: "", body }] })[0];
  return table === undefined ? null : (selectTable(table, material).rows[0]?.at(-1) ?? null);
}

/**
 * A table without its columns of conditions, and of its rows those that hold for the inputs at hand: the ones that say
 * most exactly when they hold. With `others`, the rest of the rows in the same language.
 */
export function selectTable(
  { heading, header, rows }: SkillTable,
  material: Material,
  others = false,
): SkillTable {
  const conditions = header.flatMap((cell, at) => {
    const name = /^if (.+)$/i.exec(cell)?.[1];
    return name === undefined ? [] : [{ name: toKey(name).replaceAll(" ", "_"), at }];
  });
  if (conditions.length === 0) return { heading, header, rows: others ? [] : rows };
  const scored = rows.flatMap((row) => {
    const asked = conditions.filter(({ at }) => (row[at] ?? "") !== "");
    const failed = asked.filter(({ name, at }) => !isValue(row[at] ?? "", name, material));
    const isForeign = failed.some(({ name }) => name === "language");
    // A row in the language that was asked for counts more than any other condition.
    const weights = asked.map(({ name }) => (name === "language" ? 10 : 1));
    const score = failed.length > 0 ? -1 : weights.reduce((sum, weight) => sum + weight, 0);
    return isForeign ? [] : [{ row, score }];
  });
  const best = Math.max(0, ...scored.map(({ score }) => score));
  const chosen = scored.filter(({ score }) => (score === best) !== others).map(({ row }) => row);
  const withoutConditions = (row: readonly string[]): string[] =>
    row.filter((_, at) => !conditions.some((condition) => condition.at === at));
  return { heading, header: withoutConditions(header), rows: chosen.map(withoutConditions) };
}

function isValue(cell: string, name: string, material: Material): boolean {
  const value = toConditionValue(name, material);
  return cell.split(/,\s*/).some((wanted) => toKey(wanted) === toKey(value));
}

function toConditionValue(name: string, material: Material): string {
  if (name === "language") return toLanguageName(material);
  if (name === "kind") return material.requestKind;
  if (name === "length") return material.isShort ? "short" : "usual";
  const value = material.brief.inputs[name];
  return typeof value === "string" || typeof value === "number" || typeof value === "boolean"
    ? String(value)
    : "";
}

function toKey(text: string): string {
  return text
    .toLowerCase()
    .replace(/[*_`\s-]+/g, " ")
    .trim();
}

/** The cells of a row with their places filled; `own` are the names that only this row knows. */
export function fillCell(cell: string, values: FillValues, own: FillValues): string {
  const all = own.size === 0 ? values : new Map([...values, ...own]);
  if (!/[{/<]/.test(cell)) return cell;
  const lines = cell.split(/<br>/).map((line) => (line === "" ? "" : fillIn(line, all)));
  // A paragraph that could not be filled goes with its blank line.
  const kept = lines.filter((line, at) => line !== null && (line !== "" || lines[at + 1] !== null));
  return kept
    .join("\n")
    .replace(/\n{3,}/g, "\n\n")
    .trim();
}
