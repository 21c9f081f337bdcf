import { createHash } from "node:crypto";
import path from "node:path";
import type { CompiledSkill, Field, SkillProblem } from "../domain/skill.ts";
import { readAllowedTools, type ToolNames } from "./allowed-tools.ts";
import { readContractSection } from "./contract-section.ts";
import { readFrontMatter, type FrontEntry } from "./front-matter.ts";
import { readIdentity } from "./identity.ts";
import { readChecks, readExamples } from "./list-sections.ts";
import { readMarkdownBody, toText, type BodySection, type MarkdownBody } from "./markdown-body.ts";
import { createProblemLog, type ProblemLog } from "./problem-log.ts";
import { readSettings } from "./settings.ts";
import { splitFile, toPlainLines } from "./split-file.ts";

export const LARGEST_FILE_BYTES = 1_000_000;
const MOST_BODY_LINES = 500;

/** What a skill without an `## Output` answers: one text. */
export const TEXT_OUTPUT: readonly Field[] = [
  { name: "answer", type: { kind: "string" }, required: true, description: "The whole answer" },
];

export type CompileInput = {
  source: string;
  /** Path of the file; its folder's name is what `name` is held against. */
  path: string;
  id: string;
} & ToolNames;

export type CompileOutcome = { ok: true; skill: CompiledSkill } | { ok: false; problems: SkillProblem[] };

/**
 * A Markdown skill file as data: parsed, checked and hashed, never executed. Warnings and notes stand in the skill's
 * `problems`; with one error the file is refused, and `problems` says all that is wrong at once.
 */
export function compileSkill(input: CompileInput): CompileOutcome {
  const problems = createProblemLog();
  const parts = readParts(input, problems);
  if (parts === undefined || problems.countErrors() > 0) return { ok: false, problems: problems.all() };
  const hash = createHash("sha256").update(input.source).digest("hex");
  return {
    ok: true,
    skill: { ...parts, id: input.id, hash, source: input.source, path: input.path, problems: problems.all() },
  };
}

type Parts = Omit<CompiledSkill, "id" | "hash" | "source" | "path" | "problems">;

function readParts(input: CompileInput, problems: ProblemLog): Parts | undefined {
  if (!isReadable(input.source, problems)) return undefined;
  const file = splitFile(toPlainLines(input.source), problems);
  const entries = file && readFrontMatter(file.yaml, file.yamlLine, problems);
  if (file === undefined || entries === undefined) return undefined;
  const folder = path.basename(path.dirname(path.resolve(input.path)));
  const identity = readIdentity(entries, { folder, line: file.yamlLine }, problems);
  const settings = readSettings(toMetadata(entries, problems), problems);
  const tools = readAllowedTools(findEntry(entries, "allowed-tools"), input, problems);
  const body = readMarkdownBody(file.body, file.bodyLine);
  reportBody(file.body, file.bodyLine, problems);
  const content = readContent(body, problems);
  if (identity === undefined) return undefined;
  return { ...identity, title: body.title ?? identity.name, settings, tools, role: body.role, ...content };
}

type Content = Pick<Parts, "inputs" | "output" | "checks" | "examples" | "sections">;

/** Contracts first, because checks name their fields. */
function readContent(body: MarkdownBody, problems: ProblemLog): Content {
  const prose = new Map<BodySection, string>();
  const inputs: Field[] = [];
  const output: Field[] = [];
  const errorsBefore = problems.countErrors();
  for (const section of body.sections) {
    const kind = toSectionKind(section);
    if (kind !== "inputs" && kind !== "output") continue;
    const reading = readContractSection(section, kind, problems);
    (kind === "inputs" ? inputs : output).push(...reading.fields);
    prose.set(section, reading.prose);
  }
  const contracts = { inputs, output, isWhole: problems.countErrors() === errorsBefore };
  const content: Content = {
    inputs,
    output: output.length > 0 ? output : [...TEXT_OUTPUT],
    checks: [],
    examples: [],
    sections: [],
  };
  for (const section of body.sections) {
    const kind = toSectionKind(section);
    if (kind === "checks") {
      const reading = readChecks(section, contracts, problems);
      content.checks.push(...reading.checks);
      prose.set(section, reading.prose);
    } else if (kind === "examples") {
      const reading = readExamples(section, problems);
      content.examples.push(...reading.examples);
      prose.set(section, reading.prose);
    }
    // What stands beside a table or a list is not lost: it reaches the prompt as a section.
    const text = prose.get(section) ?? toText(section.lines);
    if (kind === null || text !== "") content.sections.push({ heading: section.heading, body: text });
  }
  return content;
}

function toSectionKind(section: BodySection): "inputs" | "output" | "checks" | "examples" | null {
  const word = section.heading.toLowerCase().replace(/:$/, "");
  if (word === "inputs" || word === "input") return "inputs";
  if (word === "output" || word === "outputs") return "output";
  if (word === "checks" || word === "examples") return word;
  return null;
}

function isReadable(source: string, problems: ProblemLog): boolean {
  if (Buffer.byteLength(source) > LARGEST_FILE_BYTES) {
    problems.error(1, {
      code: "file_too_large",
      message: `The file has more than ${LARGEST_FILE_BYTES.toLocaleString("en")} bytes`,
      fix: "Move long material into files under references/",
    });
    return false;
  }
  const zero = source.indexOf("\0");
  if (zero === -1) return true;
  problems.error(source.slice(0, zero).split("\n").length, {
    code: "file_not_text",
    message: "The file holds a zero byte, so it is not a text",
    fix: "Save it as UTF-8 text",
  });
  return false;
}

function toMetadata(entries: FrontEntry[], problems: ProblemLog): FrontEntry[] {
  const entry = findEntry(entries, "metadata");
  if (entry === undefined || entry.value.text === "") return [];
  if (entry.value.entries !== null) return entry.value.entries;
  problems.warning(entry.line, {
    code: "metadata_not_flat",
    message: "metadata is not a list of settings, so it has no effect",
    fix: 'Write each setting on an indented line: `tier: "mini"`',
  });
  return [];
}

function findEntry(entries: FrontEntry[], key: string): FrontEntry | undefined {
  return entries.find((entry) => entry.key === key);
}

function reportBody(body: string, firstLine: number, problems: ProblemLog): void {
  const lines = body.trimEnd().split("\n").length;
  if (body.trim() === "") {
    problems.warning(firstLine, {
      code: "body_empty",
      message: "The skill has no text, so nothing tells how the work is done",
      fix: "Add a title, a role and a `## Method`",
    });
  } else if (lines > MOST_BODY_LINES) {
    problems.warning(firstLine + MOST_BODY_LINES, {
      code: "body_too_long",
      message: `The text has ${lines} lines; ${MOST_BODY_LINES} is what clients are asked to read at once`,
      fix: "Move details into files under references/ and link them",
    });
  }
}
