import type { Run } from "../domain/run.ts";

export type RunRow = Run;

export const RUN_COLUMNS =
  "run_id, thread_id, assistant_id, created_at, updated_at, status, metadata, kwargs, multitask_strategy, cancel_reason";

export function toRun(row: RunRow): Run {
  const { configurable = {}, ...config } = row.kwargs.config;
  const shown = Object.entries(configurable).filter(
    ([key]) => !key.startsWith("__") && !key.startsWith("langgraph_auth"),
  );
  return {
    ...row,
    kwargs: { ...row.kwargs, config: { ...config, configurable: Object.fromEntries(shown) } },
  };
}
