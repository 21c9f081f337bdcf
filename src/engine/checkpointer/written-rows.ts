import type { Base } from "./known-texts.ts";
import type { StoredValue } from "./stored-value.ts";

type Place = { threadId: string; checkpointNs: string };

type CheckpointRow = Place & {
  checkpointId: string;
  parentId: string | null;
  /** Serialised, with the small values inline. */
  body: string;
  /** JSON text: channel to version of the values that stand in rows of their own. */
  blobVersions: string;
  /** JSON text. */
  metadata: string;
};
/** A serialised value without its base. */
export type ShortValue = StoredValue & { base: Base | null };
type BlobRow = Place & ShortValue & { channel: string; version: string };
type WriteRow = Place & ShortValue & { checkpointId: string; taskId: string; idx: number; channel: string };

/** What one or several calls of LangGraph come to. */
export type WrittenRows = { checkpoints: CheckpointRow[]; blobs: BlobRow[]; writes: WriteRow[] };

/**
 * Joins what several calls wrote. A statement must not touch a row twice: of two states of a checkpoint the later one
 * counts; a task's write stands once written, but its errors, interrupts and answers (negative `idx`) are replaced.
 */
export function joinRows(parts: WrittenRows[]): WrittenRows {
  const checkpoints = new Map<string, CheckpointRow>();
  const writes = new Map<string, WriteRow>();
  for (const part of parts) {
    for (const row of part.checkpoints) checkpoints.set(toKey(row, row.checkpointId), row);
    for (const row of part.writes) {
      const key = toKey(row, row.checkpointId, row.taskId, String(row.idx));
      if (row.idx < 0 || !writes.has(key)) writes.set(key, row);
    }
  }
  return {
    checkpoints: [...checkpoints.values()],
    blobs: parts.flatMap(({ blobs }) => blobs),
    writes: [...writes.values()],
  };
}

function toKey({ threadId, checkpointNs }: Place, ...parts: string[]): string {
  return [threadId, checkpointNs, ...parts].join("\0");
}
