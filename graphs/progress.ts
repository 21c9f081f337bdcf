import type { LangGraphRunnableConfig } from "@langchain/langgraph";
import type { ProgressEvent } from "../src/domain/progress.ts";

/** Writes to the `custom` stream mode; a graph that nobody streams has no writer. */
export function emit(config: LangGraphRunnableConfig, event: ProgressEvent): void {
  config.writer?.(event);
}

export function emitProgress(config: LangGraphRunnableConfig, percent: number, step: string): void {
  emit(config, { type: "progress", percent_complete: Math.round(percent), current_step: step });
}

/** How far the whole is when a stage begins or ends; the numbers only grow along the way of a request. */
export const PERCENT = {
  perceived: 5,
  recalled: 10,
  routed: 15,
  planned: 20,
  dispatched: 25,
  executed: 80,
  judged: 85,
  revised: 90,
  released: 95,
  done: 100,
} as const;

/** The part of the whole that one step fills; absent when steps run side by side, whose numbers would interleave. */
export type ProgressShare = { from: number; to: number };

export function emitShare(
  config: LangGraphRunnableConfig,
  share: ProgressShare | null,
  part: number,
  step: string,
): void {
  if (share === null) return;
  emitProgress(config, share.from + (share.to - share.from) * part, step);
}
