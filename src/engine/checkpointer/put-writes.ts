import { WRITES_IDX_MAP, type PendingWrite, type SerializerProtocol } from "@langchain/langgraph-checkpoint";
import { toPlainText } from "../../store/jsonb-text.ts";
import type { CheckpointAddress } from "./address.ts";
import type { KnownTexts } from "./known-texts.ts";
import { toStoredValue } from "./stored-value.ts";
import type { ShortValue, WrittenRows } from "./written-rows.ts";

type Put = { at: CheckpointAddress & { checkpointId: string }; taskId: string; writes: PendingWrite[] };

/** What a task wrote after a checkpoint. A subgraph hands back what it was given, and some more. */
export async function toWriteRows(
  serde: SerializerProtocol,
  { at, taskId, writes }: Put,
  texts: KnownTexts | null,
): Promise<WrittenRows> {
  const rows = writes.map(async ([name, value], index) => {
    const channel = toPlainText(name);
    const stored = await toStoredValue(serde, value);
    const short: ShortValue =
      stored.type === "json" && texts !== null
        ? { type: stored.type, ...toShort(texts.shorten({ ...at, channel }, stored.value)) }
        : { ...stored, base: null };
    return { ...at, taskId: toPlainText(taskId), idx: WRITES_IDX_MAP[name] ?? index, channel, ...short };
  });
  return { checkpoints: [], blobs: [], writes: await Promise.all(rows) };
}

function toShort({ value, base }: Pick<ShortValue, "value" | "base">): Pick<ShortValue, "value" | "base"> {
  return { value, base };
}
