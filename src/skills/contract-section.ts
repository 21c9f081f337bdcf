import { isAppError } from "../domain/errors.ts";
import type { Field } from "../domain/skill.ts";
import { splitTables, type MarkdownTable, type TableRow } from "./markdown-table.ts";
import { toText, type BodySection } from "./markdown-body.ts";
import type { ProblemLog, SkillProblemCode } from "./problem-log.ts";
import { isFieldName, parseTypeCell, toFieldName, type TypeCell } from "./type-cell.ts";

/** The fields of `## Inputs` or `## Output`, and the prose around the table, which stays in the prompt. */
export type ContractReading = { fields: Field[]; prose: string };

type Kind = "inputs" | "output";

const NAME_COLUMNS = ["name", "field"];
const COLUMNS = ["type", "required", "description"];
const FORMS: Record<Kind, string> = {
  inputs: "| name | type | required | description |",
  output: "| field | type | description |",
};

export function readContractSection(section: BodySection, kind: Kind, problems: ProblemLog): ContractReading {
  const { tables, rest } = splitTables(section.lines);
  const contracts = tables.filter((table) => isContract(table));
  if (contracts.length === 0) {
    problems.warning(section.line, {
      code: "section_not_read",
      message: `The section "${section.heading}" has no table of fields, so it is read as plain text`,
      fix: `Begin a table with \`${FORMS[kind]}\``,
    });
    return { fields: [], prose: toText(section.lines) };
  }
  const fields: Field[] = [];
  for (const table of contracts) readTable(table, { kind, fields, problems });
  const other = new Set(
    contracts.flatMap((table) => [table.line, table.line + 1, ...table.rows.map((row) => row.line)]),
  );
  const prose =
    contracts.length === tables.length ? rest : section.lines.filter((line) => !other.has(line.line));
  return { fields, prose: toText(prose) };
}

function isContract(table: MarkdownTable): boolean {
  const [first = "", second] = table.header.map((cell) => cell.toLowerCase());
  return NAME_COLUMNS.includes(first) && (second === undefined || COLUMNS.includes(second));
}

type Target = { kind: Kind; fields: Field[]; problems: ProblemLog };

function readTable(table: MarkdownTable, { kind, fields, problems }: Target): void {
  const header = table.header.map((cell, index) => (index === 0 ? "name" : cell.toLowerCase()));
  for (const column of header.slice(1)) {
    if (COLUMNS.includes(column)) continue;
    problems.warning(table.line, {
      code: "column_unknown",
      message: `The column "${column}" has no meaning and is not used`,
      fix: `Use the columns \`${FORMS[kind]}\``,
    });
  }
  const names = new Set(fields.map((field) => field.name));
  for (const row of table.rows) {
    const field = readRow(row, header, kind, problems);
    if (field === undefined) continue;
    if (!names.has(field.name)) {
      names.add(field.name);
      fields.push(field);
    } else {
      problems.error(row.line, {
        code: "field_twice",
        message: `The field ${field.name} stands twice`,
        fix: "Give each field its own name",
      });
    }
  }
}

function readRow(row: TableRow, header: string[], kind: Kind, problems: ProblemLog): Field | undefined {
  if (row.cells.length > header.length) {
    problems.error(row.line, {
      code: "table_row_invalid",
      message: `The row has ${row.cells.length} cells under ${header.length} headings`,
      fix: "Write a pipe inside a cell as `\\|`",
    });
    return undefined;
  }
  const cell = (column: string) => row.cells[header.indexOf(column)] ?? "";
  const name = cell("name");
  if (!isFieldName(name)) {
    problems.error(row.line, {
      code: "field_name_invalid",
      message: `"${name}" cannot be a field name`,
      fix: `Use lower-case letters, digits and _, for instance \`${toFieldName(name)}\``,
    });
    return undefined;
  }
  const type = readTypeCell(cell("type"), row.line, problems);
  const required = readRequired(cell("required"), kind, row.line, problems);
  if (type === undefined || required === undefined) return undefined;
  if (required && type.default !== undefined && header.includes("required")) {
    problems.warning(row.line, {
      code: "required_with_default",
      message: `${name} is required and has a default, so nobody will ever be asked for it`,
      fix: "Write `no` under required, or remove the default",
    });
  }
  return { name, ...type, required, description: cell("description") };
}

function readTypeCell(text: string, line: number, problems: ProblemLog): TypeCell | undefined {
  try {
    return parseTypeCell(text);
  } catch (error) {
    if (!isAppError(error, "skill_invalid")) throw error;
    const part = error.errors?.[0]?.path;
    const code: SkillProblemCode =
      part === "bound" ? "bound_invalid" : part === "default" ? "default_invalid" : "type_invalid";
    problems.error(line, { code, message: error.detail, fix: error.fix ?? "" });
    return undefined;
  }
}

/** An input is optional until the table says otherwise, an output is expected. */
function readRequired(text: string, kind: Kind, line: number, problems: ProblemLog): boolean | undefined {
  const word = text.toLowerCase();
  if (word === "") return kind === "output";
  if (["yes", "true", "required", "y"].includes(word)) return true;
  if (["no", "false", "optional", "n", "-"].includes(word)) return false;
  problems.error(line, {
    code: "required_invalid",
    message: `"${text}" does not say whether the field is required`,
    fix: "Write `yes` or `no`",
  });
  return undefined;
}
