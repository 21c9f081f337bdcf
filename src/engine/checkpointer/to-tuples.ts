import type {
  Checkpoint,
  CheckpointMetadata,
  CheckpointPendingWrite,
  CheckpointTuple,
  SerializerProtocol,
} from "@langchain/langgraph-checkpoint";
import { toConfig } from "./address.ts";
import type { StoredRow } from "./read-checkpoints.ts";
import { fromStoredJson, fromStoredValue } from "./stored-value.ts";

type CheckpointRow = Extract<StoredRow, { kind: "checkpoint" }>;
type BlobRow = Extract<StoredRow, { kind: "blob" }>;
type WriteRow = Extract<StoredRow, { kind: "write" }>;

/** The rows of one answer, in the order in which the checkpoints came, ready to be revived one by one. */
export type StoredCheckpoint = { row: CheckpointRow; blobs: BlobRow[]; writes: WriteRow[] };

export function groupRows(rows: StoredRow[]): StoredCheckpoint[] {
  const blobs = new Map<string, BlobRow>();
  const writes = new Map<string, WriteRow[]>();
  const checkpoints: CheckpointRow[] = [];
  for (const row of rows) {
    if (row.kind === "checkpoint") checkpoints.push(row);
    else if (row.kind === "blob") blobs.set(toPlace(row, row.channel, row.version), row);
    else append(writes, toPlace(row, row.checkpoint_id), row);
  }
  return checkpoints.map((row) => ({
    row,
    blobs: Object.entries(row.blob_versions).flatMap(
      ([channel, version]) => blobs.get(toPlace(row, channel, version)) ?? [],
    ),
    writes: writes.get(toPlace(row, row.checkpoint_id)) ?? [],
  }));
}

/** Revives a checkpoint; values are parsed anew for each, so that two tuples never share an object. */
export async function toTuple(serde: SerializerProtocol, stored: StoredCheckpoint): Promise<CheckpointTuple> {
  const { thread_id, checkpoint_ns, checkpoint_id, parent_id, metadata } = stored.row;
  const tuple: CheckpointTuple = {
    config: toConfig(thread_id, checkpoint_ns, checkpoint_id),
    checkpoint: await toCheckpoint(serde, stored),
    metadata: (await fromStoredJson(serde, metadata)) as CheckpointMetadata,
    pendingWrites: await Promise.all(stored.writes.map((write) => toPendingWrite(serde, write))),
  };
  if (parent_id !== null) tuple.parentConfig = toConfig(thread_id, checkpoint_ns, parent_id);
  return tuple;
}

async function toCheckpoint(
  serde: SerializerProtocol,
  { row, blobs }: StoredCheckpoint,
): Promise<Checkpoint> {
  const checkpoint = (await fromStoredJson(serde, row.value)) as Checkpoint;
  const large = await Promise.all(
    blobs.map(async (blob) => [blob.channel, await fromStoredValue(serde, blob)] as const),
  );
  return { ...checkpoint, channel_values: { ...checkpoint.channel_values, ...Object.fromEntries(large) } };
}

async function toPendingWrite(serde: SerializerProtocol, write: WriteRow): Promise<CheckpointPendingWrite> {
  return [write.task_id, write.channel, await fromStoredValue(serde, write)];
}

/** The parts cannot hold U+0000 in Postgres, so it separates them. */
function toPlace(row: StoredRow, ...parts: string[]): string {
  return [row.thread_id, row.checkpoint_ns, ...parts].join("\0");
}

function append<T>(groups: Map<string, T[]>, key: string, item: T): void {
  const group = groups.get(key);
  if (group === undefined) groups.set(key, [item]);
  else group.push(item);
}
