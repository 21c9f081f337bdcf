import type { z } from "zod";
import type { Passage } from "../domain/answer.ts";
import type { Fact } from "../domain/brief.ts";
import type { Clock } from "../domain/clock.ts";

export type ToolContext = {
  tenantId: string;
  clock: Clock;
  signal?: AbortSignal;
  /** For tools that act outside: the same whenever the same call is made again. */
  idempotencyKey?: string;
};

/** What an answer may draw on and cite. */
export type ToolFindings = { facts: Fact[]; passages: Passage[] };

/** A tool as the registry keeps it: `run` and `toFacts` check what they are given, so hand them what came, unparsed. */
export type Tool = {
  name: string;
  /** For the model: what it does and when to use it. */
  description: string;
  /** Whether it changes something outside; a person must agree first. */
  destructive: boolean;
  /** "external": it acts outside, so it is run through the ledger, once for each call. */
  effect?: "none" | "external";
  input: z.ZodType;
  output: z.ZodType;
  run(context: ToolContext, input: unknown): Promise<unknown>;
  toFacts(output: unknown): ToolFindings;
};

type ToolDefinition<Input extends z.ZodType, Output extends z.ZodType> = {
  name: string;
  description: string;
  destructive: boolean;
  effect?: Tool["effect"];
  input: Input;
  output: Output;
  run(context: ToolContext, input: z.output<Input>): Promise<z.input<Output>>;
  toFacts(output: z.output<Output>): ToolFindings;
};

/** Gives a typed definition the shape that all tools share. */
export function defineTool<Input extends z.ZodType, Output extends z.ZodType>(
  definition: ToolDefinition<Input, Output>,
): Tool {
  return {
    ...definition,
    run: (context, input) => definition.run(context, definition.input.parse(input)),
    toFacts: (output) => definition.toFacts(definition.output.parse(output)),
  };
}
