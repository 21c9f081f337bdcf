import { MODEL_TIERS, type ModelTier } from "../domain/skill.ts";

/** OpenAI models of November 2026 that speak Chat Completions with tools; the settings override each. */
const DEFAULT_MODELS: Record<ModelTier, string> = {
  nano: "gpt-6-luna",
  mini: "gpt-5.4-mini",
  full: "gpt-6-sol",
};

/** The model of every tier: what is configured, else the default. */
export function toTierModels(
  configured: Partial<Record<ModelTier, string | null>>,
): Record<ModelTier, string> {
  const models = { ...DEFAULT_MODELS };
  for (const tier of MODEL_TIERS) models[tier] = configured[tier] ?? DEFAULT_MODELS[tier];
  return models;
}
