import { WRITES_IDX_MAP, type PendingWrite, type SerializerProtocol } from "@langchain/langgraph-checkpoint";
import { toPlainText } from "../../store/jsonb-text.ts";
import type { CheckpointAddress } from "./address.ts";
import { toStoredValue } from "./stored-value.ts";
import type { WrittenRows } from "./written-rows.ts";

type Put = { at: CheckpointAddress & { checkpointId: string }; taskId: string; writes: PendingWrite[] };

/** What a task wrote after a checkpoint. */
export async function toWriteRows(
  serde: SerializerProtocol,
  { at, taskId, writes }: Put,
): Promise<WrittenRows> {
  const rows = writes.map(async ([channel, value], index) => ({
    ...at,
    taskId: toPlainText(taskId),
    idx: WRITES_IDX_MAP[channel] ?? index,
    channel: toPlainText(channel),
    ...(await toStoredValue(serde, value)),
  }));
  return { checkpoints: [], blobs: [], writes: await Promise.all(rows) };
}
