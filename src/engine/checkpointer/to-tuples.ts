import type {
  Checkpoint,
  CheckpointMetadata,
  CheckpointPendingWrite,
  CheckpointTuple,
  SerializerProtocol,
} from "@langchain/langgraph-checkpoint";
import { AppError } from "../../domain/errors.ts";
import { toConfig } from "./address.ts";
import type { KnownTexts, Segment } from "./known-texts.ts";
import type { StoredRow } from "./read-checkpoints.ts";
import { fromStoredJson, fromStoredValue } from "./stored-value.ts";

type CheckpointRow = Extract<StoredRow, { kind: "checkpoint" }>;
type BlobRow = Extract<StoredRow, { kind: "blob" }>;
type WriteRow = Extract<StoredRow, { kind: "write" }>;

/** The rows of one answer, in the order in which the checkpoints came, ready to be revived one by one. */
export type StoredCheckpoint = {
  row: CheckpointRow;
  writes: WriteRow[];
  blobs: ReadonlyMap<string, BlobRow>;
};

export function groupRows(rows: StoredRow[]): StoredCheckpoint[] {
  const blobs = new Map<string, BlobRow>();
  const writes = new Map<string, WriteRow[]>();
  const checkpoints: CheckpointRow[] = [];
  for (const row of rows) {
    if (row.kind === "checkpoint") checkpoints.push(row);
    else if (row.kind === "blob") blobs.set(toPlace(row, row.checkpoint_ns, row.channel, row.version), row);
    else append(writes, toPlace(row, row.checkpoint_ns, row.checkpoint_id), row);
  }
  return checkpoints.map((row) => ({
    row,
    blobs,
    writes: writes.get(toPlace(row, row.checkpoint_ns, row.checkpoint_id)) ?? [],
  }));
}

/**
 * Revives a checkpoint; values are parsed anew for each, so that two tuples never share an object. The large ones are
 * remembered in `texts`.
 */
export async function toTuple(
  serde: SerializerProtocol,
  stored: StoredCheckpoint,
  texts: KnownTexts | null,
): Promise<CheckpointTuple> {
  const { thread_id, checkpoint_ns, checkpoint_id, parent_id, metadata } = stored.row;
  const tuple: CheckpointTuple = {
    config: toConfig(thread_id, checkpoint_ns, checkpoint_id),
    checkpoint: await toCheckpoint(serde, stored, texts),
    metadata: (await fromStoredJson(serde, metadata)) as CheckpointMetadata,
    pendingWrites: await Promise.all(
      stored.writes.map((write) => toPendingWrite(serde, write, stored.blobs)),
    ),
  };
  if (parent_id !== null) tuple.parentConfig = toConfig(thread_id, checkpoint_ns, parent_id);
  return tuple;
}

async function toCheckpoint(
  serde: SerializerProtocol,
  { row, blobs }: StoredCheckpoint,
  texts: KnownTexts | null,
): Promise<Checkpoint> {
  const checkpoint = (await fromStoredJson(serde, row.value)) as Checkpoint;
  const { thread_id: threadId, checkpoint_ns: checkpointNs } = row;
  const large = await Promise.all(
    Object.entries(row.blob_versions).map(async ([channel, version]) => {
      const blob = blobs.get(toPlace(row, checkpointNs, channel, version));
      if (blob === undefined) return [];
      const { text, segments } = joinText(blob, blobs);
      if (blob.type === "json" && segments !== null)
        texts?.remember({ threadId, checkpointNs, channel }, version, text, segments);
      return [[channel, await fromStoredValue(serde, { type: blob.type, value: text })] as const];
    }),
  );
  return {
    ...checkpoint,
    channel_values: { ...checkpoint.channel_values, ...Object.fromEntries(large.flat()) },
  };
}

async function toPendingWrite(
  serde: SerializerProtocol,
  write: WriteRow,
  blobs: ReadonlyMap<string, BlobRow>,
): Promise<CheckpointPendingWrite> {
  const value = joinText(write, blobs).text;
  return [write.task_id, write.channel, await fromStoredValue(serde, { type: write.type, value })];
}

/**
 * The whole value of a row, from the row down to the first it builds on. `segments` are those of its bases, in their
 * order; null when the row begins with something of its own. Throws `internal` when a base is gone.
 */
function joinText(
  row: BlobRow | WriteRow,
  blobs: ReadonlyMap<string, BlobRow>,
): { text: string; segments: Segment[] | null } {
  if (row.base_version === null) return { text: row.value, segments: [] };
  const at = row.base_at ?? 0;
  const parts: string[] = [];
  const segments: Segment[] = [];
  let end = row.base_length ?? 0;
  for (let base = findBase(row, blobs); ; base = findBase(base, blobs)) {
    const start = base.base_version === null ? 0 : (base.base_length ?? 0);
    if (end > start) {
      parts.push(base.value.slice(0, end - start));
      segments.push({ ns: base.checkpoint_ns, channel: base.channel, version: base.version, start, end });
      end = start;
    }
    if (base.base_version === null) break;
  }
  const text = row.value.slice(0, at) + parts.toReversed().join("") + row.value.slice(at);
  return { text, segments: at === 0 ? segments.toReversed() : null };
}

function findBase(row: BlobRow | WriteRow, blobs: ReadonlyMap<string, BlobRow>): BlobRow {
  const base = blobs.get(toPlace(row, row.base_ns ?? "", row.base_channel ?? "", row.base_version ?? ""));
  if (base !== undefined) return base;
  throw new AppError(
    "internal",
    `Version ${row.base_version} of ${row.base_channel} is gone, which others build on`,
  );
}

/** The parts cannot hold U+0000 in Postgres, so it separates them. */
function toPlace(row: StoredRow, ...parts: string[]): string {
  return [row.thread_id, ...parts].join("\0");
}

function append<T>(groups: Map<string, T[]>, key: string, item: T): void {
  const group = groups.get(key);
  if (group === undefined) groups.set(key, [item]);
  else group.push(item);
}
