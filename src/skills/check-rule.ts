import type { CheckRule, Field } from "../domain/skill.ts";
import { findFields, listPaths, type FieldMatch } from "./field-path.ts";
import { nearestWord } from "./nearest-word.ts";
import type { Complaint } from "./problem-log.ts";

/** `isWhole` is false when a row could not be read; then a missing field may be that row's. */
export type Contracts = { inputs: Field[]; output: Field[]; isWhole: boolean };

export type RuleReading =
  | { rule: CheckRule }
  /** The item stays, to be judged by a model only. */
  | { unknown: Complaint }
  | { invalid: Complaint };

const KINDS = ["cites", "count", "currency", "mentions"] as const;
type Kind = (typeof KINDS)[number];

const FORMS: Record<Kind, string> = {
  cites: "`cites: table.source`",
  count: "`count: moves = 3`",
  currency: "`currency: *cost*`",
  mentions: "`mentions: inputs.competitors`",
};

const PATH = /^[a-z0-9_*]+(\.[a-z0-9_*]+)*$/;

/** Undefined when the code in backticks is no rule at all, such as the name of a field. */
export function readRule(code: string, contracts: Contracts): RuleReading | undefined {
  const [, word, rest] = /^([A-Za-z][A-Za-z-]*)\s*:\s*(.*)$/.exec(code) ?? [];
  if (word === undefined || rest === undefined) return undefined;
  const kind = KINDS.find((known) => known === word);
  if (kind === undefined) return { unknown: toUnknown(word) };
  if (kind === "count") return readCount(rest, contracts);
  if (!PATH.test(rest)) return { invalid: toInvalid(kind, `"${rest}" is not the path of a field`) };
  return kind === "mentions" ? readMentions(rest, contracts) : readOutputRule(kind, rest, contracts);
}

function readCount(text: string, { output }: Contracts): RuleReading {
  const [, path = "", operator, number] = /^(\S+)\s*(=|>=|<=|>|<)\s*(\d+)$/.exec(text) ?? [];
  const op = (["=", ">=", "<=", ">", "<"] as const).find((known) => known === operator);
  if (op === undefined || !PATH.test(path))
    return { invalid: toInvalid("count", `"${text}" is not a comparison with a whole number`) };
  const matches = findFields(output, path);
  if (matches.length === 0) return { invalid: toUnknownPath(path, output, "output") };
  if (!matches.every(({ field }) => field.type.kind === "list")) return { invalid: toNotAList(path) };
  return { rule: { kind: "count", path, op, value: Number(number) } };
}

function readMentions(path: string, { inputs }: Contracts): RuleReading {
  if (!path.startsWith("inputs.")) {
    return {
      invalid: toInvalid(
        "mentions",
        `"${path}" is not an input; an answer can only be held against what was given`,
      ),
    };
  }
  const name = path.slice("inputs.".length);
  if (findFields(inputs, name).length === 0) return { invalid: toUnknownPath(name, inputs, "inputs") };
  return { rule: { kind: "mentions", path } };
}

function readOutputRule(kind: "cites" | "currency", path: string, { output }: Contracts): RuleReading {
  const matches = findFields(output, path);
  if (matches.length === 0) return { invalid: toUnknownPath(path, output, "output") };
  if (kind === "currency" && !matches.some(canHoldMoney)) {
    return { invalid: toInvalid(kind, `No field at "${path}" can hold an amount`) };
  }
  return { rule: { kind, path } };
}

function canHoldMoney({ field }: FieldMatch): boolean {
  const type = field.type.kind === "list" ? field.type.of : field.type;
  return type.kind === "string" || type.kind === "money";
}

function toUnknown(word: string): Complaint {
  const meant = nearestWord(word.toLowerCase(), KINDS);
  const kind = KINDS.find((known) => known === meant);
  return {
    code: "rule_unknown",
    message: `"${word}" is not a rule, so only a model will judge this check`,
    fix:
      kind === undefined
        ? `The rules are ${Object.values(FORMS).join(", ")}`
        : `Did you mean ${FORMS[kind]}?`,
  };
}

function toInvalid(kind: Kind, message: string): Complaint {
  return { code: "rule_invalid", message, fix: `Write it like ${FORMS[kind]}` };
}

function toNotAList(path: string): Complaint {
  return {
    code: "not_a_list",
    message: `"${path}" is not a list, so its items cannot be counted`,
    fix: `Count a list, or make it one with \`[]\` or \`table {...}\``,
  };
}

function toUnknownPath(path: string, fields: Field[], side: "inputs" | "output"): Complaint {
  const paths = listPaths(fields);
  const meant = nearestWord(path, paths);
  const prefix = side === "inputs" ? "inputs." : "";
  const section = side === "inputs" ? "Inputs" : "Output";
  return {
    code: "rule_path_unknown",
    message: `There is no field "${prefix}${path}" under ${section}`,
    fix:
      meant !== undefined
        ? `Did you mean \`${prefix}${meant}\`?`
        : paths.length > 0
          ? `The fields are ${paths.map((known) => prefix + known).join(", ")}`
          : `Add a table under \`## ${section}\` first`,
  };
}
