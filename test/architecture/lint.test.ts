import { beforeAll, describe, expect, test } from "vitest";
import { type Finding, lintProject } from "./lint-project.ts";

const value = "export const value = 1;\n";
const importing = (specifier: string) => `import { value } from "${specifier}";\nexport const own = value;\n`;
const importingType = (specifier: string) =>
  `import type { Own } from "${specifier}";\nexport type Mine = Own;\n`;
const lines = (count: number) => Array.from({ length: count }, (_, at) => `  take(${at});`).join("\n");

/** One file per rule that must be refused, and the rule that refuses it. */
const refused: [path: string, rule: string, text: string][] = [
  ["src/domain/reaches-up.ts", "raptorflow(room-table)", importing("../db/database.ts")],
  ["src/http/knows-the-database.ts", "raptorflow(room-table)", importing("../db/database.ts")],
  ["src/http/database-types.ts", "raptorflow(room-table)", importingType("../db/database.ts")],
  ["src/http/verb-values.ts", "raptorflow(room-table)", importing("../runs/start-run.ts")],
  [
    "src/agents/late-import.ts",
    "raptorflow(room-table)",
    'export const load = () => import("../engine/claim.ts");\n',
  ],
  [
    "src/models/passed-on.ts",
    "raptorflow(room-table)",
    'export { value } from "../budget/plan.ts";\nexport const own = 1;\n',
  ],
  [
    "src/models/type-position.ts",
    "raptorflow(room-table)",
    'export type Own = import("../budget/plan.ts").Plan;\n',
  ],
  ["src/skills/test-code.ts", "raptorflow(room-table)", importing("../../test/support/value.ts")],
  ["src/attic/new-folder.ts", "raptorflow(room-table)", value],
  ["src/loose-file.ts", "raptorflow(room-table)", value],
  [
    "graphs/queen/nodes/router.ts",
    "raptorflow(room-table)",
    importing("../../../src/db/pool/open.ts").replace("db/pool", "engine"),
  ],
  ["src/runtime.ts", "raptorflow(room-table)", importing("./cli/ask.ts")],
  [
    "src/threads/own-driver.ts",
    "raptorflow(room-table)",
    'import postgres from "postgres";\nexport const sql = postgres;\n',
  ],
  [
    "src/agents/with-langgraph.ts",
    "raptorflow(room-table)",
    'import { END } from "@langchain/langgraph";\nexport const end = END;\n',
  ],
  ["src/models/star.ts", "raptorflow(no-barrel)", 'export * from "./tier.ts";\n'],
  ["src/models/index.ts", "raptorflow(no-barrel)", 'export { tier } from "./tier.ts";\n'],
  ["src/models/environment.ts", "raptorflow(no-environment)", 'export const key = process.env["KEY"];\n'],
  ["src/models/taken-environment.ts", "raptorflow(no-environment)", "export const { env } = process;\n"],
  [
    "src/models/imported-environment.ts",
    "raptorflow(no-environment)",
    'import { env } from "node:process";\nexport const key = env.KEY;\n',
  ],
  ["src/models/text-utils.ts", "raptorflow(no-empty-name)", value],
  ["src/models/helpers/round.ts", "raptorflow(no-empty-name)", value],
  ["src/models/long-file.ts", "eslint(max-lines)", `${"// a line\n".repeat(301)}${value}`],
  [
    "src/models/long-function.ts",
    "eslint(max-lines-per-function)",
    `export function long(take: (at: number) => void): void {\n${lines(80)}\n}\n`,
  ],
  ["src/models/talks.ts", "eslint(no-console)", 'console.log("hello");\nexport {};\n'],
  [
    "src/models/first.ts",
    "import(no-cycle)",
    'import { second } from "./second.ts";\nexport const first = () => second();\n',
  ],
  ["src/models/Shouting.ts", "unicorn(filename-case)", value],
  [
    "src/models/floating.ts",
    "typescript(no-floating-promises)",
    "export function start(work: () => Promise<void>): void {\n  work();\n}\n",
  ],
  [
    "src/models/callback.ts",
    "typescript(no-misused-promises)",
    "export const all = (each: number[]): void => each.forEach(async (one) => console.error(await one));\n",
  ],
  [
    "src/models/open-switch.ts",
    "typescript(switch-exhaustiveness-check)",
    'export function price(tier: "a" | "b"): number {\n  switch (tier) {\n    case "a":\n      return 1;\n  }\n  return 0;\n}\n',
  ],
  ["src/models/anything.ts", "typescript(no-explicit-any)", "export const anything: any = 1;\n"],
  [
    "src/models/surely.ts",
    "typescript(no-non-null-assertion)",
    "export const surely = (each: number[]): number => each[0]!;\n",
  ],
];

const allowed: Record<string, string> = {
  "src/db/database.ts": `${value}export type Own = number;\n`,
  "src/db/row-types.ts": value,
  "src/domain/money.ts": `${value}export type Own = number;\n`,
  "src/budget/plan.ts": `${importing("../models/tier.ts")}${value}export type Plan = number;\n`,
  "src/engine/claim.ts": importing("../runs/start-run.ts"),
  "src/engine/open.ts": value,
  "src/runs/start-run.ts": `${importing("../db/database.ts")}${value}export type Own = number;\n`,
  "src/http/app.ts": importing("../domain/money.ts"),
  "src/http/routes.ts": 'import { Hono } from "hono";\nexport const routes = () => new Hono();\n',
  "src/config.ts": 'export const port = process.env["PORT"];\n',
  "src/cli/ask.ts": `console.log("hello");\n${value}`,
  "src/models/tier.ts": 'export const tier = 1;\nexport const value = 1;\nexport { own } from "./own.ts";\n',
  "src/models/own.ts": "export const own = 1;\n",
  "src/models/second.ts":
    'import { first } from "./first.ts";\nexport const second = (): unknown => first;\n',
  "graphs/queen/graph.ts": importing("../../src/agents/route.ts"),
  "graphs/deps.ts": value,
  "graphs/queen/nodes/guard.ts": importing("../../deps.ts"),
  "graphs/queen.ts": importing("./queen/graph.ts").replace("value }", "own as value }"),
  "src/agents/route.ts": value,
  "test/support/value.ts": `${value}export const home = process.env["HOME"];\n`,
  "bin/raptorflow.mjs": "console.log(process.env.HOME);\n",
};

let findings: Finding[];

beforeAll(async () => {
  const files = refused.map(([path, , text]) => [path, text]);
  findings = await lintProject({ ...allowed, ...Object.fromEntries(files) });
}, 60_000);

describe("the linter refuses", () => {
  test.each(refused)("%s by %s", (path, rule) => {
    const rules = findings.filter((finding) => finding.file === path).map((finding) => finding.rule);
    expect(rules).toContain(rule);
  });
});

test("what obeys the rules passes", () => {
  // second.ts stands in the cycle that first.ts is refused for.
  const passing = Object.keys(allowed).filter((path) => path !== "src/models/second.ts");
  expect(findings.filter((finding) => passing.includes(finding.file))).toEqual([]);
});

test("a complaint names the room, the target and what may be imported", () => {
  const finding = findings.find((each) => each.file === "src/http/knows-the-database.ts");
  expect(finding?.message).toContain('"http" may not import from "db"; it may import: domain, telemetry');
});
