import type { Foundation } from "../../domain/foundation.ts";
import type { SkillProblem } from "../../domain/skill.ts";
import type { Call, Page } from "./call.ts";

export type FoundationVerbs = {
  get(call: Call<Record<string, never>>): Promise<Foundation | null>;
  put(call: Call<Foundation>): Promise<Foundation>;
};

export type KnowledgeVerbs = {
  addDocument(call: Call<{ filename: string; content: string }>): Promise<object>;
  /** Newest first. */
  list(call: Call<{ limit: number; offset: number }>): Promise<Page<object>>;
};

export type SkillReportRow = {
  id: string;
  path: string;
  status: "ok" | "warning" | "refused";
  problems: readonly SkillProblem[];
};

export type SkillVerbs = {
  list(call: Call<Record<string, never>>): Promise<readonly SkillReportRow[]> | readonly SkillReportRow[];
};
