import type { Run, RunKwargs, RunStatus } from "../domain/run.ts";

export type RunRow = {
  run_id: string;
  thread_id: string;
  assistant_id: string;
  created_at: string;
  updated_at: string;
  status: RunStatus;
  metadata: Record<string, unknown>;
  kwargs: RunKwargs;
  multitask_strategy: Run["multitask_strategy"];
  cancel_reason: string | null;
};

export const RUN_COLUMNS =
  "run_id, thread_id, assistant_id, created_at, updated_at, status, metadata, kwargs, multitask_strategy, cancel_reason";

export function toRun(row: RunRow): Run {
  const { configurable = {}, ...config } = row.kwargs.config;
  const shown = Object.entries(configurable).filter(([key]) => !key.startsWith("__") && !key.startsWith("langgraph_auth"));
  return { ...row, kwargs: { ...row.kwargs, config: { ...config, configurable: Object.fromEntries(shown) } } };
}
