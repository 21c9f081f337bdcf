import type { Case } from "../../../src/agents/critic/issue.ts";
import type { Passage } from "../../../src/domain/answer.ts";
import type { Fact } from "../../../src/domain/brief.ts";
import { toSkill } from "./skills.ts";

export const PRICES: Passage = {
  id: "p1",
  document_id: "d1",
  title: "Price list 2026",
  heading: "Gift boxes",
  text: "A box of 500 g costs 450 rupees. Corporate orders above 50 boxes get 10% off.",
  score: 0.8,
};

export const CALENDAR: Fact = {
  label: "festival",
  text: "Diwali 2026 is on 2026-11-08.",
  source: { id: "tool.festival-calendar", title: "Festival calendar", kind: "tool" },
};

const MEMO = `---
name: memo
description: Writes a memo.
metadata:
  min-quality: "75"
---

# Memo

You write memos.

## Inputs

| name | type | required | description |
|---|---|---|---|
| competitors | string[] | no | Who to look at |
| budget | money | no | What may be spent |
| city | string | no | Where |

## Output

| field | type | description |
|---|---|---|
| summary | string, at most 200 characters | The answer |
| comparison | table {competitor, first_year_cost, offer, source} | One row each |
| moves | string[], 2..3 items | What to do |

## Checks

- \`cites: comparison.source\` Every fact has a source.
- \`currency: *cost*\` Every price has a currency.
- \`count: moves >= 2\` At least two moves.
- \`mentions: inputs.competitors\` Everyone asked for is named.
- Each move names a number.
`;

type Draft = { summary?: string; comparison?: Record<string, string>[]; moves?: string[] };

const GOOD: Required<Draft> = {
  summary: "A box costs 450 rupees. [S1]",
  comparison: [{ competitor: "Haldiram", first_year_cost: "₹450", offer: "boxes", source: "[S1]" }],
  moves: ["Call 10 offices by Friday", "Print 20 boxes"],
};

/** A good memo about one competitor, but for what is changed. */
export function toCase({
  draft = {},
  text,
  ...rest
}: Partial<Case> & { draft?: Draft; text?: string } = {}): Case {
  const output: Record<string, unknown> = { ...GOOD, ...draft };
  for (const [name, value] of Object.entries(output)) if (value === undefined) delete output[name];
  const rows = (draft.comparison ?? GOOD.comparison).map((row) => `| ${Object.values(row).join(" | ")} |`);
  const moves = (draft.moves ?? GOOD.moves).map((move) => `- ${move}`);
  const written = `## Summary\n\n${draft.summary ?? GOOD.summary}\n\n## Comparison\n\n| competitor | first_year_cost | offer | source |\n|---|---|---|---|\n${rows.join("\n")}\n\n## Moves\n\n${moves.join("\n")}`;
  return {
    skill: toSkill("desk.memo", MEMO),
    answer: { skill: "desk.memo", output, text: text ?? written, sources: [] },
    inputs: { competitors: ["Haldiram"] },
    request: "Compare us with Haldiram",
    foundation: null,
    passages: [PRICES],
    facts: [],
    revisions: 0,
    ...rest,
  };
}
