import type { CompiledSkill, SkillProblem } from "../../src/domain/skill.ts";
import { compileSkill, type CompileOutcome } from "../../src/skills/compile-skill.ts";

const INSTALLED = ["knowledge-search", "festival-calendar"];
const PUBLISHED = [...INSTALLED, "web-search", "web-page", "table-math"];

export const TOOLS = {
  isToolInstalled: (name: string) => INSTALLED.includes(name),
  isToolPublished: (name: string) => PUBLISHED.includes(name),
};

/** The text of a skill whose body begins on line 7. */
export function toSource(body: string, metadata = 'version: "1.0.0"'): string {
  return `---\nname: rival\ndescription: Compares rivals. Use when someone asks what they charge.\nmetadata:\n  ${metadata}\n---\n${body}`;
}

export function compile(source: string, path = "/skills/research/rival/SKILL.md"): CompileOutcome {
  return compileSkill({ source, path, id: "research.rival", ...TOOLS });
}

export function compileGood(source: string): CompiledSkill {
  const outcome = compile(source);
  if (!outcome.ok) throw new Error(JSON.stringify(outcome.problems));
  return outcome.skill;
}

export function listProblems(outcome: CompileOutcome): SkillProblem[] {
  return outcome.ok ? outcome.skill.problems : outcome.problems;
}

/** `line severity code` of each problem, in order. */
export function toLines(problems: SkillProblem[]): string[] {
  return problems.map(({ line, severity, code }) => `${line} ${severity} ${code}`);
}
