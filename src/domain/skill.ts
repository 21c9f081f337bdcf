/** The compiled form of one Markdown skill file; `src/skills` makes it, everybody else reads it. */

export const MODEL_TIERS = ["nano", "mini", "full"] as const;
export type ModelTier = (typeof MODEL_TIERS)[number];

export type ScalarKind = "string" | "number" | "integer" | "boolean" | "date" | "money" | "url";

export type FieldType =
  | { kind: ScalarKind }
  | { kind: "enum"; values: string[] }
  | { kind: "object"; fields: Field[] }
  /** `presentation: "table"` was written `table {…}`; items of a table are objects. */
  | { kind: "list"; of: FieldType; presentation: "table" | "list" };

/** Inclusive limits: on the value of a number, the characters of a string, the items of a list. */
export type FieldBounds = { min?: number; max?: number; unit: "value" | "characters" | "items" };

export type Field = {
  name: string;
  type: FieldType;
  required: boolean;
  description: string;
  bounds?: FieldBounds;
  default?: unknown;
};

/** A rule that code decides; an item of `## Checks` without one is judged by a model only. */
export type CheckRule =
  | { kind: "cites"; path: string }
  | { kind: "count"; path: string; op: "=" | ">=" | "<=" | ">" | "<"; value: number }
  | { kind: "currency"; path: string }
  | { kind: "mentions"; path: string };

export type SkillCheck = { text: string; rule?: CheckRule };

export type SkillProblem = {
  severity: "error" | "warning" | "note";
  code: string;
  line: number;
  message: string;
  /** What to write instead. */
  fix: string;
};

export type SkillSettings = {
  version: string;
  lord: string | null;
  tier: ModelTier;
  capabilities: string[];
  tags: string[];
  aliases: string[];
  /** Slices of the foundation that are put into the prompt. */
  foundation: string[];
  /** Skill ids it may call. */
  skills: string[];
  /** Why a person must agree before the skill runs; null when nobody must. */
  approval: string | null;
  temperature: number;
  maxOutputTokens: number;
  reasoning: "low" | "medium" | "high" | null;
  maxCostMicrousd: number;
  maxTokens: number;
  timeoutSeconds: number;
  maxToolCalls: number;
  retries: number;
  minQuality: number;
  outputFormat: "structured_json" | "markdown_table" | "chart_data" | "summary_text";
  cache: boolean;
};

/** A skill as a run remembers it. */
export type SkillRef = { id: string; hash: string };

export type CompiledSkill = SkillRef & {
  /** First level-one heading, else the name. */
  title: string;
  name: string;
  description: string;
  /** The file's whole text; `skill_versions` keeps it. */
  source: string;
  /** Path of the file, for people. */
  path: string;
  settings: SkillSettings;
  tools: string[];
  inputs: Field[];
  output: Field[];
  checks: SkillCheck[];
  examples: string[];
  /** The role paragraph(s) between the title and the first section. */
  role: string;
  /** Sections other than Inputs, Output, Checks and Examples, in order (Method, and what the author added). */
  sections: { heading: string; body: string }[];
  problems: SkillProblem[];
};

/** One version of the whole set; never changes, is replaced as a whole. */
export type SkillSet = {
  version: number;
  skills: readonly CompiledSkill[];
  /** Exact id, then alias, then `lord.agent.capability`; `_` is `-`, case is ignored. */
  find(reference: string): CompiledSkill | undefined;
};
