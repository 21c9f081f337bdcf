import type { RunnableConfig } from "@langchain/core/runnables";
import type {
  ChannelVersions,
  Checkpoint,
  CheckpointMetadata,
  SerializerProtocol,
} from "@langchain/langgraph-checkpoint";
import { toJsonbText, toPlainText } from "../../store/jsonb-text.ts";
import type { CheckpointAddress } from "./address.ts";
import { toMetadataText } from "./metadata.ts";
import type { KnownTexts, TextPlace } from "./known-texts.ts";
import { toStoredValue, type StoredValue } from "./stored-value.ts";
import type { ShortValue, WrittenRows } from "./written-rows.ts";

/** Strings up to this length travel with the checkpoint instead of in a row of their own. */
const INLINE_CHARACTERS = 256;

type Put = {
  /** Where the checkpoint goes; its `checkpointId` is the parent's. */
  at: CheckpointAddress;
  config: RunnableConfig;
  checkpoint: Checkpoint;
  metadata: CheckpointMetadata;
  newVersions: ChannelVersions;
};

/** A checkpoint and the large values that are new in it. */
export async function toCheckpointRows(
  serde: SerializerProtocol,
  put: Put,
  texts: KnownTexts | null,
): Promise<WrittenRows> {
  const { checkpoint } = put;
  const { threadId, checkpointNs, checkpointId: parentId } = put.at;
  const split = splitValues(put);
  const body = await toStoredValue(serde, { ...checkpoint, channel_values: split.inline });
  const row = {
    threadId,
    checkpointNs,
    checkpointId: checkpoint.id,
    parentId: parentId ?? null,
    body: body.value,
    blobVersions: toJsonbText(JSON.stringify(split.references)),
    metadata: await toMetadataText(serde, put.config, put.metadata),
  };
  const blobs = split.blobs.map(async ({ channel, version, value }) => {
    const stored = await toStoredValue(serde, value);
    const place = { threadId, checkpointNs, channel };
    return {
      ...place,
      version,
      ...(texts === null ? { ...stored, base: null } : shorten(texts, place, version, stored)),
    };
  });
  return { checkpoints: [row], blobs: await Promise.all(blobs), writes: [] };
}

/** The value without what the database has already; what is stored from its first character on is remembered. */
function shorten(texts: KnownTexts, place: TextPlace, version: string, stored: StoredValue): ShortValue {
  if (stored.type !== "json") return { ...stored, base: null };
  const { value, base, segments } = texts.shorten(place, stored.value);
  if (base === null || base.at === 0) texts.remember(place, version, stored.value, segments);
  return { type: stored.type, value, base };
}

type NewBlob = { channel: string; version: string; value: unknown };
type SplitValues = { inline: Record<string, unknown>; references: Record<string, string>; blobs: NewBlob[] };

/**
 * Small values stay inline, in every checkpoint again; large ones become blobs that later checkpoints refer to by
 * version. A checkpoint without parent keeps all of its values as blobs: `newVersions` says which are new, and an old
 * one can only be found by its version.
 */
function splitValues({ at, checkpoint, newVersions }: Put): SplitValues {
  const split: SplitValues = { inline: {}, references: {}, blobs: [] };
  for (const [channel, value] of Object.entries(checkpoint.channel_values)) {
    const version = checkpoint.channel_versions[channel];
    if (version === undefined || (at.checkpointId !== undefined && isSmall(value))) {
      split.inline[channel] = value;
      continue;
    }
    const name = toPlainText(channel);
    split.references[name] = String(version);
    if (channel in newVersions) split.blobs.push({ channel: name, version: String(version), value });
  }
  return split;
}

function isSmall(value: unknown): boolean {
  if (typeof value === "string") return value.length <= INLINE_CHARACTERS;
  if (Array.isArray(value)) return value.length === 0;
  return value === null || (typeof value !== "object" && typeof value !== "function");
}
