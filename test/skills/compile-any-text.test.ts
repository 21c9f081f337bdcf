import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";
import { toJsonSchema } from "../../src/skills/to-json-schema.ts";
import { compile, listProblems } from "./skill-source.ts";

const SOURCES = ["research/competitor", "campaign/diwali", "general/assistant"].map((place) =>
  readFileSync(fileURLToPath(new URL(`../../skills/${place}/SKILL.md`, import.meta.url)), "utf8"),
);
const PIECES = [
  "|",
  "---",
  "\n",
  "`",
  "{",
  "}",
  "[",
  "]",
  "(",
  ")",
  ":",
  "#",
  "> ",
  "- ",
  "\r",
  "\t",
  "*",
  "&a",
  "*a",
];
const LONGER_PIECES = [
  "!!js",
  "\0",
  "\u2028",
  "क्षि",
  "default ",
  "1..",
  "## Inputs\n",
  "| a | b |\n|---|---|\n",
  "__proto__",
];

/** The same numbers every time (a linear congruential generator). */
function createDice(seed: number): (sides: number) => number {
  let state = seed;
  return (sides) => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fff_ffff;
    return state % sides;
  };
}

it("whatever text comes in, it becomes a skill or a refusal with a line and a way out", () => {
  const roll = createDice(7);
  const pieces = [...PIECES, ...LONGER_PIECES];
  let refused = 0;
  for (let round = 0; round < 400; round++) {
    let source = SOURCES[roll(SOURCES.length)] ?? "";
    for (let edit = roll(8); edit >= 0; edit--) {
      const at = roll(source.length);
      const cut = roll(3) === 0 ? roll(200) : 0;
      source =
        source.slice(0, at) +
        (pieces[roll(pieces.length)] ?? "").repeat(1 + roll(3)) +
        source.slice(at + cut);
    }
    const outcome = compile(source);
    const lines = source.split(/\r\n|\r|\n/).length;
    for (const problem of listProblems(outcome)) {
      expect(problem.line).toBeGreaterThanOrEqual(1);
      expect(problem.line).toBeLessThanOrEqual(lines + 1);
      expect(problem.message && problem.fix && problem.code).toBeTruthy();
    }
    if (outcome.ok) expect(toJsonSchema(outcome.skill.output)).toMatchObject({ type: "object" });
    else refused += Number(outcome.problems.some(({ severity }) => severity === "error"));
    expect(outcome.ok || outcome.problems.some(({ severity }) => severity === "error")).toBe(true);
  }
  expect(refused).toBeGreaterThan(20);
});
