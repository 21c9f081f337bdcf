import type { Brief } from "../../src/domain/brief.ts";
import type { Field, FieldBounds, FieldType } from "../../src/domain/skill.ts";

type More = { bounds?: FieldBounds; description?: string; default?: unknown };

export function field(
  name: string,
  type: FieldType | "string" | "integer" | "money" | "date",
  more: More = {},
): Field {
  const { description = "", ...rest } = more;
  return {
    name,
    type: typeof type === "string" ? { kind: type } : type,
    required: true,
    description,
    ...rest,
  };
}

export function table(name: string, columns: Field[], more: More = {}): Field {
  return field(name, { kind: "list", of: { kind: "object", fields: columns }, presentation: "table" }, more);
}

export function texts(name: string, more: More = {}): Field {
  return field(name, { kind: "list", of: { kind: "string" }, presentation: "list" }, more);
}

export function items(min: number, max: number): FieldBounds {
  return { min, max, unit: "items" };
}

/** A brief about nothing but a request; parts of it can be given. */
export function brief(
  request: string,
  parts: Partial<Omit<Brief, "skill">> & { skill?: Partial<Brief["skill"]> } = {},
): Brief {
  const { skill, ...rest } = parts;
  return {
    request,
    language: "en",
    inputs: {},
    facts: [],
    passages: [],
    issues: [],
    ...rest,
    skill: {
      id: "test.skill",
      title: "Test skill",
      role: "",
      sections: [],
      output: [],
      checks: [],
      ...skill,
    },
  };
}

export function ownFact(label: string, text: string): Brief["facts"][number] {
  return { label, text, source: { id: "foundation", title: "Foundation", kind: "foundation" } };
}

export function toolFact(label: string, text: string): Brief["facts"][number] {
  return { label, text, source: { id: `tool:${label}`, title: label, kind: "tool" } };
}

export function passage(document: string, heading: string, text: string): Brief["passages"][number] {
  return {
    id: `${document}#${heading}`,
    document_id: document,
    title: `${document}.md`,
    heading,
    text,
    score: 1,
  };
}

/** The body of one section of an answer. */
export function section(markdown: string, label: string): string {
  const parts = markdown.split(/^## /m).map((part) => part.trim());
  return (
    parts
      .find((part) => part.startsWith(`${label}\n`))
      ?.slice(label.length)
      .trim() ?? ""
  );
}

/** A festival campaign with everything that arithmetic needs: a budget, percentages, a date, offsets. */
export function diwaliBrief(budgetPaise: number, city: string): Brief {
  const method = [
    "1. **Fix the date.** Look the festival date up in the calendar, never guess it.",
    "2. **Split the budget.** Spend 40% on Meta ads, 25% on WhatsApp, 20% on shop displays and 15% on samples.",
    "3. **Write three offers.** One for families, one for corporate gifting, one for neighbours.",
    "4. **Measure.** Count orders by channel each evening.",
  ].join("\n");
  const timeline =
    "| when | phase | action |\n|---|---|---|\n| T-30 | Teaser | Show the kitchen |\n| T-3 | Last orders | Pick-up only |";
  const columns = [field("phase", "string"), field("starts", "date"), field("action", "string")];
  return brief(`Plan a Diwali campaign for my sweet shop in ${city}`, {
    inputs: { business: "sweet shop", city, festival: "diwali", budget: budgetPaise },
    facts: [
      ownFact("company_name", "Chitale Sweets"),
      ownFact("business_description", "Family sweet shop that makes bakarwadi fresh every morning."),
      toolFact("Diwali 2026", "Diwali is on 2026-11-08."),
      toolFact("Diwali 2027", "Diwali is on 2027-10-29."),
    ],
    passages: [passage("last-year", "Results", "Corporate orders came mostly through WhatsApp.")],
    skill: {
      sections: [
        { heading: "Method", body: method },
        { heading: "Timeline", body: timeline },
      ],
      output: [
        field("summary", "string", { bounds: { max: 900, unit: "characters" } }),
        field("festival_date", "date"),
        table("budget_split", [
          field("channel", "string"),
          field("share_percent", "integer"),
          field("amount", "money"),
        ]),
        table("timeline", columns),
        table("offers", [field("offer", "string"), field("why", "string")], { bounds: items(3, 3) }),
        texts("headlines", { description: "At most 30 characters each", bounds: items(2, 4) }),
        texts("next_steps"),
        texts("unknowns"),
      ],
    },
  });
}
