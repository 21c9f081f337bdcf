/** The light form of a checkpoint: where a run can be forked from. */
export type CheckpointEnvelope = {
  id: string;
  parent_id?: string;
  step: number;
  source: string;
};

/** What stands beside a row's data for those who read more than the legacy frames. Every part is there only when it says something. */
export type RowNote = {
  /** Of `values`: the checkpoint that holds them. */
  checkpoint?: CheckpointEnvelope;
  /** Of the first row of a graph inside a graph: the tool calls that started tasks on the way to it, by task id. */
  tool_calls?: Record<string, string>;
  /** Of `end`: the thread's head waits for an answer, or at a breakpoint. */
  waiting?: true;
  /** Of `end`: ids of the interrupts that stand in the thread's row. */
  interrupts?: string[];
};

const NOTHING: RowNote = {};

/** null when there is nothing to say. */
export function writeNote(note: RowNote): string | null {
  return Object.keys(note).length === 0 ? null : JSON.stringify(note);
}

/** Written by this service only, so it is taken as it is. */
export function readNote(text: string | null): RowNote {
  return text === null ? NOTHING : (JSON.parse(text) as RowNote);
}
