import { isRecord, readText } from "../domain/record.ts";
import { listMessages } from "../http/conversation/open-thread.ts";

export type CompletionUsage = { prompt_tokens: number; completion_tokens: number; total_tokens: number };

/** Tokens of a run: what its state counts, else what its new messages do; zero when neither is known. */
export function toUsage(values: Record<string, unknown>, knownIds: ReadonlySet<string>): CompletionUsage {
  const [prompt, completion] = fromState(values) ?? fromMessages(values, knownIds);
  return { prompt_tokens: prompt, completion_tokens: completion, total_tokens: prompt + completion };
}

function fromState({ usage }: Record<string, unknown>): [input: number, output: number] | null {
  const tokens = isRecord(usage) ? usage["tokens"] : undefined;
  return isRecord(tokens) ? [toCount(tokens["input"]), toCount(tokens["output"])] : null;
}

function fromMessages(
  values: Record<string, unknown>,
  knownIds: ReadonlySet<string>,
): [input: number, output: number] {
  const counted = listMessages(values)
    .filter((message) => !knownIds.has(readText(message, "id") ?? ""))
    .map((message) => message["usage_metadata"])
    .filter(isRecord);
  const sum = (key: string): number => counted.reduce((total, usage) => total + toCount(usage[key]), 0);
  return [sum("input_tokens"), sum("output_tokens")];
}

function toCount(value: unknown): number {
  return typeof value === "number" ? value : 0;
}
