import { z } from "zod";

/** What a caller, or an assistant of the Queen, decides in place of the router: the skill, and what is known for it. */
export const QueenContext = z.object({
  skill: z.string().nullish().describe("Id of the skill that answers; without it the Queen chooses"),
  inputs: z.record(z.string(), z.unknown()).nullish().describe("Values for the inputs of that skill"),
});

export type QueenContext = z.infer<typeof QueenContext>;

export type Choice = { skill: string; inputs: Record<string, unknown> };

/** null when the Queen is to choose. */
export function toChoice({ context }: { context?: unknown }): Choice | null {
  const { skill, inputs } = QueenContext.catch({}).parse(context ?? {});
  return skill === null || skill === undefined || skill === "" ? null : { skill, inputs: inputs ?? {} };
}
