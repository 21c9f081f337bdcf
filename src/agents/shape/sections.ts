import type { Field } from "../../domain/skill.ts";
import { findField } from "./label-key.ts";

/** Lines of the answer that belong to each field, by its name. */
export type Sections = Map<string, string[]>;

type Heading = { label: string; level: number; rest: string };
type Style = (line: string) => Heading | undefined;

/** Ways in which models write the name of a field above its content, the agreed one first. */
const STYLES: Style[] = [
  (line) => {
    const parts = /^(#{1,6})\s+(.+?)\s*#*\s*$/.exec(line);
    return parts === null ? undefined : { ...toLabel(parts[2] ?? ""), level: parts[1]?.length ?? 1 };
  },
  (line) => {
    const parts = /^(?:\d+\.\s+)?\*\*([^*]+?):?\*\*\s*:?\s*(.*)$/.exec(line);
    return parts === null ? undefined : { label: parts[1] ?? "", rest: parts[2] ?? "", level: 1 };
  },
  (line) => {
    const parts = /^([\p{L}\p{M}][^:|]{0,60}):\s*(.*)$/u.exec(line);
    return parts === null ? undefined : { label: parts[1] ?? "", rest: parts[2] ?? "", level: 1 };
  },
];

/** The answer cut at the names of the fields; null when it names none in any style. */
export function splitSections(markdown: string, fields: readonly Field[]): Sections | null {
  const lines = markdown.replace(/\r\n?/g, "\n").split("\n");
  for (const style of STYLES) {
    const sections = splitBy(lines, fields, style);
    if (sections.size > 0) return sections;
  }
  return splitByOrder(lines, fields);
}

function splitBy(lines: readonly string[], fields: readonly Field[], style: Style): Sections {
  const sections: Sections = new Map();
  let open: { field: Field; level: number; body: string[] } | null = null;
  for (const line of lines) {
    const heading = style(line);
    const field = heading === undefined ? undefined : findField(fields, heading.label);
    if (heading !== undefined && field !== undefined && !sections.has(field.name)) {
      open = { field, level: heading.level, body: heading.rest === "" ? [] : [heading.rest] };
      sections.set(field.name, open.body);
    } else if (
      open !== null &&
      heading !== undefined &&
      heading.level <= open.level &&
      endsPart(heading.label, open.field)
    ) {
      open = null;
    } else open?.body.push(unescapeHeading(line));
  }
  return sections;
}

/** A model that translates the headings still keeps their order. */
function splitByOrder(lines: readonly string[], fields: readonly Field[]): Sections | null {
  const bodies: string[][] = [];
  for (const line of lines) {
    const heading = /^##?\s+(.+)$/.exec(line)?.[1];
    if (heading !== undefined && isNote(toLabel(heading).label) && bodies.length === fields.length) break;
    if (heading !== undefined) bodies.push([]);
    else bodies.at(-1)?.push(unescapeHeading(line));
  }
  if (bodies.length < 2 || bodies.length !== fields.length) return null;
  return new Map(fields.map((field, index) => [field.name, bodies[index] ?? []]));
}

/** Keeps a line of a text from being read as the heading of a field. */
export function escapeHeading(line: string, fields: readonly Field[]): string {
  const parts = /^(\\*)#{1,6}\s+(.*)$/.exec(line);
  if (parts === null) return line;
  const isName = findField(fields, toLabel(parts[2] ?? "").label) !== undefined;
  return parts[1] !== "" || isName ? `\\${line}` : line;
}

function unescapeHeading(line: string): string {
  return line.replace(/^\\(?=\\*#{1,6}\s)/, "");
}

/** A heading that no field knows ends a list or a table; in prose it is part of the text, but for a note about it. */
function endsPart(label: string, field: Field): boolean {
  return field.type.kind !== "string" || isNote(label);
}

/** What stands below it is about the answer, not part of it. */
function isNote(label: string): boolean {
  return /^(?:notes?|about this answer|टिप्पणी|नोट)$/iu.test(label.replace(/[*_`\s]+$/u, ""));
}

/** "Summary (at most 900 characters): We win" has the label "Summary" and a first line behind it. */
function toLabel(text: string): { label: string; rest: string } {
  const plain = text.replace(/[*_`]+/g, "").trim();
  const colon = plain.indexOf(":");
  const label = colon === -1 ? plain : plain.slice(0, colon);
  return {
    label: label.replace(/\s*\([^)]*\)\s*$/, ""),
    rest: colon === -1 ? "" : plain.slice(colon + 1).trim(),
  };
}
