import { stripTypeScriptTypes } from "node:module";
import { describe, expect, test } from "vitest";
import { elideImports } from "../../src/hosting/modules/elide-imports.ts";
import { maskCode } from "../../src/hosting/modules/mask-code.ts";

const elide = (source: string): string => elideImports(source, stripTypeScriptTypes(source));

/** What an import statement is left with, without blanks and last commas. */
const importsOf = (code: string): string =>
  code
    .split(/[;\n]/)
    .filter((line) => line.includes("import"))
    .join(";")
    .replace(/\s+/g, " ")
    .replace(/,? ?([{}]) ?/g, "$1")
    .trim();

describe("what only types use goes out of imports", () => {
  test.each([
    ["all of it", 'import { A } from "a"; let x: A;', ""],
    ["one of two", 'import { A, b } from "a"; let x: A = b;', 'import{b}from "a"'],
    ["the last of two", 'import { a, B } from "a"; let x: B = a;', 'import{a}from "a"'],
    ["a default", 'import A, { b } from "a"; let x: A = b;', 'import{b}from "a"'],
    ["all names beside a default", 'import a, { B } from "a"; let x: B = a;', 'import a from "a"'],
    ["under another name", 'import { A as B } from "a"; let x: B;', ""],
    ["a namespace", 'import * as A from "a"; let x: A.B;', ""],
    [
      "beside a type that says so",
      'import { type A, B, c } from "a"; let x: A | B = c;',
      'import{c}from "a"',
    ],
    ["nothing at all uses it", 'import { A } from "a"; let x = 1;', ""],
    [
      "only a comment names it, and a type",
      '// A\nimport { A } from "a"; let x: A; /* A */ let y = "A";',
      "",
    ],
    ["a property of the same name", 'import { A } from "a"; let x: A; x.A = { b: 1 }.A;', ""],
    ["after a regular expression", "import { A } from 'a'; const r = /['\"`]/; let x: A;", ""],
  ])("%s", (_, source, left) => {
    expect(importsOf(elide(source))).toBe(left);
  });
});

describe("what code uses stays", () => {
  test.each([
    ["a value", 'import { a } from "a"; console.log(a);'],
    ["a type that is a value too", 'import { A } from "a"; let x: A = new A();'],
    ["instanceof", 'import { A } from "a"; const is = (x: unknown): x is A => x instanceof A;'],
    ["a shorthand", 'import { a } from "a"; const x: { a: number } = { a };'],
    ["spread", 'import { a } from "a"; const x = [...a];'],
    ["inside a template", 'import { a } from "a"; const x = `text ${a} text`;'],
    ["inside templates in each other", 'import { a } from "a"; const x = `1 ${`2 ${a}`} 3`;'],
    ["exported again", 'import { a } from "a"; export { a };'],
    ["extended", 'import { A } from "a"; class B extends A {}'],
    ["after a division", 'import { a } from "a"; const x = 4 / 2; const y = a / 2;'],
    ["for its effect", 'import "a";'],
    ["a dynamic import", 'const { a } = await import("a"); console.log(a);'],
    ["a name with a dollar", 'import { $a } from "a"; $a();'],
  ])("%s", (_, source) => {
    expect(elide(source)).toBe(stripTypeScriptTypes(source));
  });
});

test("lines stay where they were", () => {
  const source = 'import {\n  A,\n  b,\n  C,\n} from "a";\n\nlet x: A | C = b;\nthrow x;\n';
  const code = elide(source);
  expect(code.split("\n")).toHaveLength(source.split("\n").length);
  expect(code.split("\n")[7]).toBe("throw x;");
});

test("a mask is as long as its source, and leaves only code", () => {
  const source = 'const a = "b"; // c\n/* d */ const e = `f ${g} h`; const i = /j[/"]k/.test(l) / 2;';
  const masked = maskCode(source);
  expect(masked).toHaveLength(source.length);
  for (const name of ["const", "e", "g", "i", "test", "l"]) expect(masked).toContain(name);
  for (const text of ["b", "c\n", "d", "f ", " h", "j", "k"])
    expect(masked.replaceAll("const", "")).not.toContain(text);
});
