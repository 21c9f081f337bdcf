import { isAlias, isMap, isScalar, isSeq, LineCounter, parseDocument, visit, type Document } from "yaml";
import type { ProblemLog } from "./problem-log.ts";

export type FrontEntry = { key: string; line: number; value: FrontValue };

/** One value as the author wrote it; `text` is null when it is a list or a map. */
export type FrontValue = {
  text: string | null;
  list: string[] | null;
  entries: FrontEntry[] | null;
  /** A YAML string, which is all that the open format allows in `metadata`. */
  isText: boolean;
  /** What YAML took for a comment behind an unquoted value. */
  comment: string | null;
};

const DEEPEST = 4;
const MOST_REPAIRS = 10;
const MOST_ALIASES = 20;

/** Reads YAML as data: core schema, no custom tags, aliases resolved one level at a time. */
export function readFrontMatter(
  yaml: string,
  firstLine: number,
  problems: ProblemLog,
): FrontEntry[] | undefined {
  let parsed = parseYaml(yaml);
  if (parsed.failure !== null) parsed = repair(yaml, firstLine, parsed, problems);
  if (parsed.failure !== null) {
    problems.error(firstLine + parsed.failure.line - 1, {
      code: "yaml_invalid",
      message: `The front matter is not valid YAML: ${parsed.failure.message}`,
      fix: "Write each setting as `key: value` on a line of its own, and put a value with `: ` or ` #` in double quotes",
    });
    return undefined;
  }
  const root = parsed.document?.contents;
  if (parsed.document === null || !isMap(root)) {
    problems.error(firstLine, {
      code: "yaml_invalid",
      message: "The front matter is not a list of settings",
      fix: "Write `name: ...` and `description: ...`, each on a line of its own",
    });
    return undefined;
  }
  const at = (offset: number) => firstLine + parsed.lines.linePos(offset).line - 1;
  return readEntries(root, { document: parsed.document, at, depth: 0, line: firstLine });
}

type Failure = { line: number; message: string };
type Parsed = { document: Document | null; lines: LineCounter; failure: Failure | null };

function parseYaml(yaml: string): Parsed {
  const lines = new LineCounter();
  try {
    const document = parseDocument(yaml, {
      lineCounter: lines,
      schema: "core",
      merge: false,
      prettyErrors: false,
      logLevel: "silent",
    });
    const fault = document.errors[0] ?? document.warnings[0];
    if (fault)
      return { document, lines, failure: { line: lines.linePos(fault.pos[0]).line, message: fault.message } };
    const isBomb = countAliases(document) > MOST_ALIASES;
    return {
      document,
      lines,
      failure: isBomb ? { line: 1, message: `it has more than ${MOST_ALIASES} aliases` } : null,
    };
  } catch (error) {
    // Thousands of nested brackets exhaust the parser's stack.
    const message = error instanceof RangeError ? "it is nested too deeply" : "it cannot be read";
    return { document: null, lines, failure: { line: 1, message } };
  }
}

function countAliases(document: Document): number {
  let count = 0;
  visit(document, { Alias: () => void count++ });
  return count;
}

/** Puts values that need it in quotes, line by line, as long as that makes the file readable. */
function repair(yaml: string, firstLine: number, broken: Parsed, problems: ProblemLog): Parsed {
  const lines = yaml.split("\n");
  const repaired = new Map<number, string>();
  let parsed = broken;
  while (parsed.failure !== null && repaired.size < MOST_REPAIRS) {
    const index = parsed.failure.line - 1;
    const parts = /^(\s*(?:[\p{L}\p{N}_-]+)):\s+(\S.*)$/u.exec(lines[index] ?? "");
    if (parts === null || repaired.has(index)) return broken;
    const line = `${parts[1]}: ${JSON.stringify(parts[2]?.trim())}`;
    lines[index] = line;
    repaired.set(index, line);
    parsed = parseYaml(lines.join("\n"));
  }
  if (parsed.failure !== null) return broken;
  for (const [index, line] of repaired) {
    problems.warning(firstLine + index, {
      code: "yaml_repaired",
      message: "This line is not valid YAML; it was read as if its value stood in quotes",
      fix: `Write \`${line.trim()}\``,
    });
  }
  return parsed;
}

type Place = { document: Document; at: (offset: number) => number; depth: number; line: number };

function readEntries(map: unknown, place: Place): FrontEntry[] {
  if (!isMap(map)) return [];
  return map.items.map((pair) => {
    const keyNode = pair.key;
    const range = isScalar(keyNode) ? keyNode.range : null;
    const line = range ? place.at(range[0]) : place.line;
    const key = isScalar(keyNode) ? String(keyNode.value) : "?";
    return { key, line, value: readValue(pair.value, { ...place, line }) };
  });
}

function readValue(node: unknown, place: Place): FrontValue {
  const value = isAlias(node) ? node.resolve(place.document) : node;
  const empty: FrontValue = { text: null, list: null, entries: null, isText: false, comment: null };
  const inner = { ...place, depth: place.depth + 1 };
  if (value === null || value === undefined) return { ...empty, text: "", isText: true };
  if (isScalar(value)) {
    const isText = typeof value.value === "string" || value.value === null;
    const text =
      typeof value.value === "string" ? value.value : value.value === null ? "" : (value.source ?? "");
    const comment = value.type === "PLAIN" && typeof value.comment === "string" ? value.comment : null;
    return { ...empty, text, isText, comment };
  }
  if (place.depth >= DEEPEST) return { ...empty, entries: [] };
  if (isSeq(value)) {
    const items = value.items.map((item) => readValue(item, inner).text);
    return items.every((item) => item !== null) ? { ...empty, list: items } : { ...empty, entries: [] };
  }
  return { ...empty, entries: readEntries(value, inner) };
}
