import { createRunRenderer } from "./render-run.ts";
import type { TapeRenderer, Wants } from "./tape-event.ts";

/** Feed it a thread's rows in their order, beginning with the first of a run. */
export function createTapeRenderer(wants: Wants): TapeRenderer {
  let run: { id: string; render: TapeRenderer } | null = null;
  return function renderRow(row) {
    if (run?.id !== row.runId) run = { id: row.runId, render: createRunRenderer(wants) };
    return run.render(row);
  };
}
