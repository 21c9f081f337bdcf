import type { SkillProblem } from "../domain/skill.ts";

/** Everything the compiler can say about a file; tools and tests rely on the words. */
export type SkillProblemCode =
  | "alias_taken"
  | "bound_invalid"
  | "body_empty"
  | "body_too_long"
  | "capabilities_not_five"
  | "column_unknown"
  | "default_invalid"
  | "description_missing"
  | "description_too_long"
  | "duplicate_id"
  | "field_name_invalid"
  | "field_twice"
  | "file_not_text"
  | "file_too_large"
  | "file_unreadable"
  | "frontmatter_missing"
  | "frontmatter_too_long"
  | "frontmatter_unclosed"
  | "key_unknown"
  | "link_outside"
  | "metadata_not_flat"
  | "metadata_not_text"
  | "name_differs"
  | "name_invalid"
  | "name_missing"
  | "more_problems"
  | "not_a_list"
  | "required_invalid"
  | "required_with_default"
  | "rule_invalid"
  | "rule_path_unknown"
  | "rule_unknown"
  | "section_not_read"
  | "setting_invalid"
  | "setting_unknown"
  | "skill_unknown"
  | "slice_unknown"
  | "source_missing"
  | "table_row_invalid"
  | "tool_not_installed"
  | "tool_unknown"
  | "type_invalid"
  | "yaml_comment"
  | "yaml_invalid"
  | "yaml_repaired";

/** What to say; the place comes from the caller. */
export type Complaint = { code: SkillProblemCode; message: string; fix: string };

export type ProblemLog = {
  error(line: number, complaint: Complaint): void;
  warning(line: number, complaint: Complaint): void;
  note(line: number, complaint: Complaint): void;
  /** In the order of the file. */
  all(): SkillProblem[];
  countErrors(): number;
};

const MOST_PROBLEMS = 100;

export function createProblemLog(): ProblemLog {
  const problems: SkillProblem[] = [];
  let errors = 0;
  let unlisted = 0;
  const add = (severity: SkillProblem["severity"]) => (line: number, complaint: Complaint) => {
    if (severity === "error") errors++;
    if (problems.length >= MOST_PROBLEMS) {
      unlisted++;
      return;
    }
    const { code, message, fix } = complaint;
    problems.push({ severity, line, code, message: toBriefText(message), fix: toBriefText(fix) });
  };
  return {
    error: add("error"),
    warning: add("warning"),
    note: add("note"),
    all() {
      const listed = problems.toSorted((left, right) => left.line - right.line);
      return unlisted === 0 ? listed : [...listed, toRest(unlisted, errors > 0)];
    },
    countErrors: () => errors,
  };
}

function toRest(count: number, isRefused: boolean): SkillProblem {
  const message = `There are ${count} more problems that are not listed`;
  const fix = "Mend those above first";
  return { severity: isRefused ? "error" : "warning", code: "more_problems", line: 1, message, fix };
}

const LONGEST_TEXT = 600;

/** A complaint quotes the file, and a file can hold anything. */
function toBriefText(text: string): string {
  return text.length > LONGEST_TEXT ? `${text.slice(0, LONGEST_TEXT)} ...` : text;
}
