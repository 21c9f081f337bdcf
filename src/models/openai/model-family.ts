type FamilyFields = {
  temperature?: number;
  reasoning?: { effort: "none" | "minimal" };
};

/**
 * What the families of models accept on Chat Completions: the first reasoning models know no temperature, later
 * ones take it (and tools) only when they are told not to reason; everything else takes a plain temperature.
 */
export function toFamilyFields(model: string, temperature: number | undefined): FamilyFields {
  if (/^o\d/.test(model)) return {};
  if (/^gpt-5(?![.\d]|-chat)/.test(model)) return { reasoning: { effort: "minimal" } };
  if (/^gpt-(?:5\.\d|[6-9])(?!-chat)/.test(model)) return { temperature, reasoning: { effort: "none" } };
  return { temperature };
}
