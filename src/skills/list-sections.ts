import type { SkillCheck } from "../domain/skill.ts";
import { readRule, type Contracts } from "./check-rule.ts";
import { toText, type BodyLine, type BodySection } from "./markdown-body.ts";
import type { ProblemLog } from "./problem-log.ts";

type Item = { line: number; text: string };

/** One check for each list item; code in backticks at its beginning may be a rule. */
export function readChecks(
  section: BodySection,
  contracts: Contracts,
  problems: ProblemLog,
): { checks: SkillCheck[]; prose: string } {
  const { items, prose } = splitItems(section.lines, /^ {0,3}(?:[-*+]|\d+[.)])\s+(.*)$/, /^\s+(\S.*)$/);
  if (items.length === 0) warnUnread(section, "list items", "- Every price has a currency", problems);
  return { checks: items.map((item) => readCheck(item, contracts, problems)), prose };
}

/** One request for each block quote; a quote over several lines is one request. */
export function readExamples(
  section: BodySection,
  problems: ProblemLog,
): { examples: string[]; prose: string } {
  const { items, prose } = splitItems(section.lines, /^ {0,3}>\s?(.*)$/, /^ {0,3}>\s?(.*)$/);
  if (items.length === 0) warnUnread(section, "block quotes", "> Compare us with Zoho on price", problems);
  return { examples: items.map((item) => item.text), prose };
}

function readCheck(item: Item, contracts: Contracts, problems: ProblemLog): SkillCheck {
  const [, code, words] = /^`([^`]+)`\s*(.*)$/s.exec(item.text) ?? [];
  const reading = code === undefined ? undefined : readRule(code, contracts);
  if (reading === undefined) return { text: item.text };
  if ("rule" in reading)
    return { text: words === undefined || words === "" ? (code ?? "") : words, rule: reading.rule };
  if ("unknown" in reading) problems.warning(item.line, reading.unknown);
  else if (contracts.isWhole || reading.invalid.code === "rule_invalid")
    problems.error(item.line, reading.invalid);
  return { text: item.text };
}

/** `next` takes a further line of the item before it. */
function splitItems(lines: BodyLine[], begin: RegExp, next: RegExp): { items: Item[]; prose: string } {
  const items: Item[] = [];
  const rest: BodyLine[] = [];
  let open: Item | null = null;
  for (const line of lines) {
    const more: string | undefined = open === null || line.isCode ? undefined : next.exec(line.text)?.[1];
    const first = line.isCode ? undefined : begin.exec(line.text)?.[1];
    if (open !== null && more !== undefined) open.text = `${open.text} ${more.trim()}`.trim();
    else if (first !== undefined) items.push((open = { line: line.line, text: first.trim() }));
    else {
      open = null;
      rest.push(line);
    }
  }
  return { items: items.filter((item) => item.text !== ""), prose: toText(rest) };
}

function warnUnread(section: BodySection, wanted: string, example: string, problems: ProblemLog): void {
  problems.warning(section.line, {
    code: "section_not_read",
    message: `The section "${section.heading}" has no ${wanted}, so it is read as plain text`,
    fix: `Write each as \`${example}\``,
  });
}
