import type { Passage } from "../../src/domain/answer.ts";
import type { Microusd } from "../../src/domain/money.ts";
import type { CompiledSkill } from "../../src/domain/skill.ts";
import type { GraphDeps } from "../deps.ts";

/** What the skill's own text, the foundation and the instructions take, in tokens. */
const CONTEXT_TOKENS = 2_000;
const CHARACTERS_PER_TOKEN = 4;

/** The expected price of one step: what is sent, and half of what the skill may write. */
export function createEstimate({ models }: Pick<GraphDeps, "models">) {
  return function estimate(skill: CompiledSkill, text: string, passages: Passage[]): Microusd {
    const characters = text.length + passages.reduce((sum, passage) => sum + passage.text.length, 0);
    const input = Math.ceil(characters / CHARACTERS_PER_TOKEN) + CONTEXT_TOKENS;
    const output = Math.ceil(skill.settings.maxOutputTokens / 2);
    return models.estimate(skill.settings.tier, { input, output });
  };
}
