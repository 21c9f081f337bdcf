import type { ProblemLog } from "./problem-log.ts";

const LONGEST_YAML = 64_000;

/** Line numbers count from 1 in the whole file. */
export type SplitFile = { yaml: string; yamlLine: number; body: string; bodyLine: number };

/** Line ends become `\n` and a byte order mark goes; the number of lines stays. */
export function toPlainLines(source: string): string {
  return source.replace(/^\uFEFF/, "").replace(/\r\n?/g, "\n");
}

/** Cuts a file at the two `---` lines. The front matter is never evaluated, only handed to the YAML parser. */
export function splitFile(text: string, problems: ProblemLog): SplitFile | undefined {
  const lines = text.split("\n");
  const open = lines.findIndex((line) => line.trim() !== "");
  if (open === -1 || lines[open]?.trimEnd() !== "---") {
    problems.error(Math.max(open, 0) + 1, {
      code: "frontmatter_missing",
      message: "The file does not begin with front matter",
      fix: "Begin the file with the lines `---`, `name: ...`, `description: ...` and `---`",
    });
    return undefined;
  }
  const close = lines.findIndex((line, index) => index > open && line.trimEnd() === "---");
  if (close === -1) {
    problems.error(open + 1, {
      code: "frontmatter_unclosed",
      message: "The front matter that begins here has no end",
      fix: "Put a line `---` between the last setting and the text",
    });
    return undefined;
  }
  const yaml = lines.slice(open + 1, close).join("\n");
  if (yaml.length > LONGEST_YAML) {
    problems.error(open + 1, {
      code: "frontmatter_too_long",
      message: `The front matter has more than ${LONGEST_YAML.toLocaleString("en")} characters`,
      fix: "Keep settings there and move text below the second `---`",
    });
    return undefined;
  }
  return {
    yaml,
    yamlLine: open + 2,
    body: lines.slice(close + 1).join("\n"),
    bodyLine: close + 2,
  };
}
