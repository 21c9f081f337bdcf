import { describe, expect, it } from "vitest";
import { TEXT_OUTPUT } from "../../src/skills/compile-skill.ts";
import { compile, compileGood, listProblems, toLines, toSource } from "./skill-source.ts";

const BODY = `# Rival analysis

You are the analyst.

You say how sure you are.

## Inputs

| name | type | required | description |
|---|---|---|---|
| rivals | string[], 1..10 items | yes | Names \\| sites |
| \`region\` | string | no | Where |

## Method

1. Look.

### Deeper

\`\`\`
## not a heading
\`\`\`

## Output

Written as a memo.

| field | type | description |
|---|---|---|
| summary | string, at most 900 characters | The answer |
| moves | object[] {move, cost} | What to do |

## Checks

- \`count: moves = 3\` Three moves,
  each with a cost.
- Honest.

## Examples

> What does Zoho charge?

> compare us
> with Boat
`;

describe("a skill file", () => {
  it("becomes contracts, checks, examples and sections", () => {
    const skill = compileGood(toSource(BODY));
    expect(skill).toMatchObject({
      id: "research.rival",
      name: "rival",
      title: "Rival analysis",
      role: "You are the analyst.\n\nYou say how sure you are.",
      problems: [],
      examples: ["What does Zoho charge?", "compare us with Boat"],
      checks: [
        { text: "Three moves, each with a cost.", rule: { kind: "count", path: "moves", op: "=", value: 3 } },
        { text: "Honest." },
      ],
    });
    expect(skill.inputs.map(({ name, required, description }) => ({ name, required, description }))).toEqual([
      { name: "rivals", required: true, description: "Names | sites" },
      { name: "region", required: false, description: "Where" },
    ]);
    expect(skill.output.map(({ name, required }) => [name, required])).toEqual([
      ["summary", true],
      ["moves", true],
    ]);
    expect(skill.sections).toEqual([
      { heading: "Method", body: "1. Look.\n\n### Deeper\n\n```\n## not a heading\n```" },
      { heading: "Output", body: "Written as a memo." },
    ]);
  });

  it("needs a name and a description only", () => {
    const skill = compileGood("---\nname: rival\ndescription: Compares rivals.\n---\nDo it well.\n");
    expect(skill).toMatchObject({
      title: "rival",
      role: "Do it well.",
      inputs: [],
      tools: [],
      checks: [],
      problems: [],
    });
    expect(skill.output).toEqual(TEXT_OUTPUT);
    expect(skill.settings).toMatchObject({
      tier: "mini",
      retries: 2,
      minQuality: 70,
      maxCostMicrousd: 100_000,
    });
  });

  it("reads Windows line ends and a byte order mark, and hashes the file as it is", () => {
    const plain = compileGood(toSource(BODY));
    const windows = compileGood(`\uFEFF${toSource(BODY).replaceAll("\n", "\r\n")}`);
    const { hash, source, ...rest } = windows;
    expect(rest).toEqual({ ...plain, hash: undefined, source: undefined });
    expect(hash).not.toBe(plain.hash);
    expect(source.startsWith("\uFEFF---\r\n")).toBe(true);
  });

  it("keeps sections that only share a name with ours as text", () => {
    const skill = compileGood(
      toSource(
        "# T\n\n## Inputs\n\nJust ask.\n\n## Output\n\n| when | what |\n|---|---|\n| now | x |\n\n## Examples\n\nNone.\n",
      ),
    );
    expect(toLines(skill.problems)).toEqual([
      "9 warning section_not_read",
      "13 warning section_not_read",
      "19 warning section_not_read",
    ]);
    expect(skill.sections.map((section) => section.body)).toEqual([
      "Just ask.",
      "| when | what |\n|---|---|\n| now | x |",
      "None.",
    ]);
    expect(skill.output).toEqual(TEXT_OUTPUT);
  });

  it("reports everything that is wrong at once, each with its line and what to write", () => {
    const outcome = compile(
      toSource(
        BODY.replace("string[], 1..10 items | yes", "strings[] | maybe")
          .replace(
            "| `region` | string | no | Where |",
            "| Region | string | no | Where |\n| rivals | string | no | again |\n| rivals | string | no | x | y |",
          )
          .replace(
            "- Honest.",
            "- `cites: summry` Sources.\n- `count: summary > 2` No.\n- `sorts: moves` Sorted.\n- `mentions: moves` Named.\n- `count: moves many` Some.",
          ),
        "tier: huge\n  max_tokens: 20000\n  colour: red\n  temprature: 0.3",
      ),
    );
    expect(outcome.ok).toBe(false);
    const problems = listProblems(outcome);
    expect(toLines(problems)).toEqual([
      "5 error setting_invalid",
      "6 note metadata_not_text",
      "7 warning setting_unknown",
      "8 warning setting_unknown",
      "20 error type_invalid",
      "20 error required_invalid",
      "21 error field_name_invalid",
      "23 error table_row_invalid",
      "50 warning rule_unknown",
      "51 error rule_invalid",
      "52 error rule_invalid",
    ]);
    expect(problems[0]?.fix).toBe('Write `tier: "nano"`');
    expect(problems[3]?.fix).toBe("Did you mean `temperature`?");
    expect(problems[4]?.fix).toBe("Did you mean `string`?");
    expect(problems[6]?.fix).toContain("`region`");
    expect(problems[7]?.fix).toContain("`\\|`");
  });

  it("holds the paths of rules against the contracts once these are readable", () => {
    const outcome = compile(
      toSource(
        BODY.replace(
          "- Honest.",
          "- `cites: move.cost` A.\n- `count: summary > 2` B.\n- `mentions: inputs.rival` C.\n- `currency: *cost*` D.\n- `cite: moves` E.\n- `npm test` passes.",
        ),
      ),
    );
    const problems = listProblems(outcome);
    expect(toLines(problems)).toEqual([
      "43 error rule_path_unknown",
      "44 error not_a_list",
      "45 error rule_path_unknown",
      "47 warning rule_unknown",
    ]);
    expect(problems.map((problem) => problem.fix)).toEqual([
      "Did you mean `moves.cost`?",
      "Count a list, or make it one with `[]` or `table {...}`",
      "Did you mean `inputs.rivals`?",
      "Did you mean `cites: table.source`?",
    ]);
  });

  it("says when nobody will be asked for a required input", () => {
    const skill = compileGood(
      toSource("## Inputs\n| name | type | required |\n|---|---|---|\n| a | string, default x | yes |\n"),
    );
    expect(toLines(skill.problems)).toEqual(["10 warning required_with_default"]);
  });

  it("warns about a long or an empty text", () => {
    expect(toLines(compileGood(toSource("")).problems)).toEqual(["7 warning body_empty"]);
    expect(toLines(compileGood(toSource("a\n".repeat(501))).problems)).toEqual(["507 warning body_too_long"]);
  });

  it("lists a hundred problems and counts the rest", () => {
    const rows = "| A | string |\n".repeat(250);
    const problems = listProblems(compile(toSource(`## Inputs\n| name | type |\n|---|---|\n${rows}`)));
    expect(problems).toHaveLength(101);
    expect(problems.at(-1)).toMatchObject({ code: "more_problems", message: expect.stringContaining("150") });
  });

  it.each([
    ["more than a million bytes", toSource("a".repeat(1_000_001)), "1 error file_too_large"],
    ["a zero byte", toSource("a\n\0"), "8 error file_not_text"],
    ["nothing", "", "1 error frontmatter_missing"],
    ["no front matter", "\n# Hello\n", "2 error frontmatter_missing"],
    ["front matter without an end", "---\nname: a\n", "1 error frontmatter_unclosed"],
    [
      "too much front matter",
      `---\nname: a\ndescription: ${"a".repeat(64_001)}\n---\n`,
      "1 error frontmatter_too_long",
    ],
    ["front matter that is a list", "---\n- a\n---\n", "2 error yaml_invalid"],
    ["brackets without an end", "---\nname: a\nx:\n  - [\n---\n", "4 error yaml_invalid"],
    ["deep brackets", `---\nname:\n  ${"[".repeat(20_000)}\n---\n`, "3 error yaml_invalid"],
    ["many aliases", `---\nname: &a a\ndescription: [${"*a, ".repeat(21)}]\n---\n`, "2 error yaml_invalid"],
  ])("refuses %s", (_, source, line) => {
    const outcome = compile(source);
    expect(outcome.ok).toBe(false);
    expect(toLines(listProblems(outcome))).toContain(line);
  });

  it("asks for the name and the description that are missing", () => {
    const problems = listProblems(compile("---\nname:\n---\nText\n", "/skills/Price_Watch/SKILL.md"));
    expect(toLines(problems)).toEqual(["2 error name_missing", "2 error description_missing"]);
    expect(problems[0]?.fix).toBe("Add `name: price-watch`");
  });
});

describe("front matter from elsewhere", () => {
  it("is read although a value should stand in quotes, and the exact line is shown", () => {
    const skill = compileGood(
      '---\nname: rival\ndescription: Use when: someone asks "why"\nlicense: MIT\n---\nText\n',
    );
    expect(skill.description).toBe('Use when: someone asks "why"');
    expect(toLines(skill.problems)).toEqual(["3 warning yaml_repaired"]);
    expect(skill.problems[0]?.fix).toBe('Write `description: "Use when: someone asks \\"why\\""`');
  });

  it("is data, also where it asks for code", () => {
    const skill = compileGood(
      "---\nname: rival\ndescription: !!js/function 'function () { throw 1 }'\n---\nText\n",
    );
    expect(skill.description).toBe("!!js/function 'function () { throw 1 }'");
    expect(toLines(skill.problems)).toEqual(["3 warning yaml_repaired"]);
    expect(toLines(listProblems(compile("---js\nname: rival\n---\nText\n")))).toEqual([
      "1 error frontmatter_missing",
    ]);
  });

  it("says what it does not use, and understands lists and numbers in metadata", () => {
    const skill = compileGood(
      "---\nname: rival\ndescription: Compares. # all of them\nmodel: opus\nallowed-tools: [Read, web_search]\nmetadata:\n  version: 1.10\n  tags: [a, b]\n  author: me\n  openclaw:\n    emoji: x\n---\nText\n",
    );
    expect(skill.settings).toMatchObject({ version: "1.10", tags: ["a", "b"] });
    expect(skill.tools).toEqual(["read", "web-search"]);
    expect(toLines(skill.problems)).toEqual([
      "3 warning yaml_comment",
      "4 warning key_unknown",
      "5 warning tool_unknown",
      "5 note tool_not_installed",
      "7 note metadata_not_text",
      "8 note metadata_not_text",
      "10 warning setting_unknown",
    ]);
  });

  it("tells a name that other clients would not accept, and one that differs from its folder", () => {
    expect(toLines(compileGood("---\nname: Rival Watch\ndescription: x\n---\nText\n").problems)).toEqual([
      "2 warning name_invalid",
    ]);
    expect(toLines(compileGood("---\nname: other\ndescription: x\n---\nText\n").problems)).toEqual([
      "2 warning name_differs",
    ]);
    const long = compileGood(`---\nname: rival\ndescription: ${"a".repeat(1_025)}\n---\nText\n`);
    expect(toLines(long.problems)).toEqual(["3 warning description_too_long"]);
  });

  it("separates tools by spaces outside brackets", () => {
    const skill = compileGood(
      "---\nname: rival\ndescription: x\nallowed-tools: Bash(git add:*), Read knowledge_search\n---\nText\n",
    );
    expect(skill.tools).toEqual(["bash", "read", "knowledge-search"]);
  });
});
