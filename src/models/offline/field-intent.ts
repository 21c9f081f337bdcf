import type { Field } from "../../domain/skill.ts";

/** What a field wants, as far as its name tells. */
export type FieldIntent =
  | "unknowns"
  | "sources"
  | "summary"
  | "budget"
  | "timeline"
  | "actions"
  | "guidance"
  | "copy"
  | "evidence";

const INTENTS: [FieldIntent, RegExp][] = [
  ["unknowns", /unknown|gap|missing|open_question|questions_to|assumption|not_found|needed/],
  ["sources", /^(?:sources?|references?|citations?)$/],
  ["budget", /budget|allocation|spend|media_(?:plan|mix)|cost_plan/],
  ["timeline", /timeline|schedule|calendar|milestone|phases?$|weeks?$|key_dates|countdown/],
  [
    "guidance",
    /measure|metric|kpi|before_|first_hour|first_week|rules?$|tips|guideline|to_watch|stop_|guardrail|caution|reasoning|rationale|^why/,
  ],
  ["actions", /step|action|move|task|checklist|todo|recommend|tactic|activit|experiment|next|mitigation/],
  ["summary", /summary|overview|answer|verdict|conclusion|brief$|strategy|big_idea|approach|situation/],
  [
    "copy",
    /headline|hook|caption|subject|body|posts?$|tweet|copy|title|cta|call_to|script|message|slogan|tagline|lines?$|article|content|hashtag|slide|emails?$|opening|closing|description|variant|draft|sms|whatsapp|text$/,
  ],
];

/** Words that a skill's text uses for what such a field asks. */
const EXPANSIONS: [RegExp, string][] = [
  [/measure|metric|kpi|to_watch/, "measure number watch rate cost order click reply view stop pause spent"],
  [/before_|checklist|caution/, "before check consent agree proof deliver unsubscribe confirm approve"],
  [/reasoning|rationale|why/, "because margin reason"],
];

/** Further words to look for when a field's own stand nowhere. */
export function toExpansion({ name }: Pick<Field, "name">): string {
  return EXPANSIONS.filter(([pattern]) => pattern.test(name))
    .map(([, words]) => words)
    .join(" ");
}

export function toIntent(field: Pick<Field, "name">): FieldIntent {
  const name = field.name.toLowerCase().replaceAll("-", "_");
  return INTENTS.find(([, pattern]) => pattern.test(name))?.[0] ?? "evidence";
}
