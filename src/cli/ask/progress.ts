import type { Paint } from "../paint.ts";
import { isProgressEvent, toProgressLine } from "./progress-line.ts";

/** What the queen tells about her work: lines that stay, and one that passes while a person waits. */
export type Progress = {
  /** The lines to print for a custom event; "" is nothing. */
  take(data: unknown): string;
  status(): string;
  /** What was told last has passed. */
  clearStatus(): void;
};

export function createProgress({ paint }: { paint: Paint }): Progress {
  let steps = 0;
  let status = "";
  return {
    status: () => status,
    clearStatus() {
      status = "";
    },
    take(data) {
      if (!isProgressEvent(data)) return "";
      if (data.type === "progress") status = `${Math.round(data.percent_complete)} % ${data.current_step}`;
      if (data.type === "plan-made") steps = data.plan.steps.length;
      // Of a plan with one step everything else tells; of a resumed one only the later steps are seen.
      const isPlain = data.type === "step-start" || (data.type === "step-end" && data.ok);
      return isPlain && steps <= 1 ? "" : toProgressLine(data, paint);
    },
  };
}
