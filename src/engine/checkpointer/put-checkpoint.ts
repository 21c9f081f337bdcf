import type { RunnableConfig } from "@langchain/core/runnables";
import type {
  ChannelVersions,
  Checkpoint,
  CheckpointMetadata,
  SerializerProtocol,
} from "@langchain/langgraph-checkpoint";
import type { Database } from "../../db/database.ts";
import type { RunContext } from "../../domain/run-context.ts";
import { eventRowsFrom, toEventColumns } from "../../log/store-rows.ts";
import type { TakenRows } from "../../log/writer.ts";
import { toPlainText } from "../../store/jsonb-text.ts";
import type { CheckpointAddress } from "./address.ts";
import { HELD, refuseLostClaim, toClaimClause, type HeldRow } from "./fence.ts";
import { toMetadataText } from "./metadata.ts";
import { toStoredValue } from "./stored-value.ts";

/** Strings up to this length travel with the checkpoint instead of in a row of their own. */
const INLINE_CHARACTERS = 256;

/** Where the events of the run wait to be stored. */
export type Journal = { take(): Promise<TakenRows> };

type PutDeps = { db: Database; serde: SerializerProtocol; context: RunContext; journal: Journal | undefined };
type Put = {
  /** Where the checkpoint goes; its `checkpointId` is the parent's. */
  at: CheckpointAddress;
  config: RunnableConfig;
  checkpoint: Checkpoint;
  metadata: CheckpointMetadata;
  newVersions: ChannelVersions;
};

/** Writes a checkpoint, the large values that are new in it and the events that led to it, in one statement. */
export async function putCheckpoint({ db, serde, context, journal }: PutDeps, put: Put): Promise<void> {
  const { at, checkpoint } = put;
  const split = splitValues(put);
  const blobs = await Promise.all(
    split.blobs.map(async ({ channel, version, value }) => ({
      channel,
      version,
      ...(await toStoredValue(serde, value)),
    })),
  );
  const body = await toStoredValue(serde, { ...checkpoint, channel_values: split.inline });
  const metadata = await toMetadataText(serde, put.config, put.metadata);
  const claim = toClaimClause(context, 14);
  const events = context.claim === undefined ? undefined : await journal?.take();
  const withEvents = events !== undefined && events.rows.length > 0;
  const values = [
    context.tenantId,
    at.threadId,
    at.checkpointNs,
    checkpoint.id,
    at.checkpointId ?? null,
    context.claim?.runId ?? null,
    body.value,
    JSON.stringify(split.references),
    metadata,
    blobs.map(({ channel }) => channel),
    blobs.map(({ version }) => version),
    blobs.map(({ type }) => type),
    blobs.map(({ value }) => value),
    ...claim.values,
    ...(withEvents ? toEventColumns(events.rows) : []),
  ];
  try {
    const rows = await db.run<HeldRow>(context.tenantId, toPutStatement(claim.sql, withEvents), values);
    refuseLostClaim(rows, context);
    events?.stored();
  } catch (error) {
    events?.failed();
    throw error;
  }
}

const PUT_EVENTS = `, put_events as (
      insert into thread_events (tenant_id, thread_id, run_id, seq, run_seq, attempt, ns, mode, data, at)
      select $1::uuid, $2::uuid, $6::uuid, e.* from claim, ${eventRowsFrom(16)}
    )`;

function toPutStatement(claim: string, withEvents: boolean): string {
  return `
    with ${claim}, put_checkpoint as (
      insert into checkpoints (tenant_id, thread_id, checkpoint_ns, checkpoint_id, parent_checkpoint_id, run_id,
        checkpoint, blob_versions, metadata)
      select $1::uuid, $2, $3, $4, $5, $6::uuid, $7, $8::jsonb, $9::jsonb from claim
      on conflict (tenant_id, thread_id, checkpoint_ns, checkpoint_id) do update set
        parent_checkpoint_id = excluded.parent_checkpoint_id, run_id = excluded.run_id,
        checkpoint = excluded.checkpoint, blob_versions = excluded.blob_versions, metadata = excluded.metadata
    ), put_blobs as (
      insert into checkpoint_blobs (tenant_id, thread_id, checkpoint_ns, channel, version, type, value)
      select $1::uuid, $2, $3, blob.*
      from claim, unnest($10::text[], $11::text[], $12::text[], $13::text[]) as blob
      on conflict do nothing
    )${withEvents ? PUT_EVENTS : ""}
    ${HELD}`;
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
