import type { EventRow } from "./event-row.ts";
import { readNote } from "./row-note.ts";

export type RunEnd = {
  /** The run's status. */
  status: string;
  /** How what was still under way ended with it: a run that waits for an answer, or was cancelled, is interrupted. */
  ended: "completed" | "failed" | "interrupted";
  /** Ids of the interrupts that stand in the thread's row. */
  interrupts: readonly string[];
};

/** What an `end` row says. */
export function readRunEnd({ json, note }: Pick<EventRow, "json" | "note">): RunEnd {
  const { status } = JSON.parse(json) as { status: string };
  const { waiting = false, interrupts = [] } = readNote(note);
  return { status, ended: toEnded(status, waiting), interrupts };
}

function toEnded(status: string, waiting: boolean): RunEnd["ended"] {
  if (status === "error" || status === "timeout") return "failed";
  return status === "success" && !waiting ? "completed" : "interrupted";
}
