import type { Database } from "../../db/database.ts";
import { toJsonbText } from "../../store/jsonb-text.ts";
import type { CheckpointAddress, PartialAddress } from "./address.ts";

type Place = { thread_id: string; checkpoint_ns: string };

/** One row of the answer: a checkpoint, a large value that some of them share, or a write after one of them. */
export type StoredRow = Place &
  (
    | {
        kind: "checkpoint";
        checkpoint_id: string;
        parent_id: string | null;
        value: string;
        metadata: string;
        /** Channel to version of the values that stand in rows of their own. */
        blob_versions: Record<string, string>;
      }
    | ({ kind: "blob"; channel: string; version: string } & StoredPart)
    | ({ kind: "write"; checkpoint_id: string; task_id: string; channel: string } & StoredPart)
  );

/** A serialised value as its row has it: what stands in a base is left out. */
export type StoredPart = {
  type: string;
  value: string;
  base_ns: string | null;
  base_channel: string | null;
  base_version: string | null;
  base_length: number | null;
  base_at: number | null;
};

export type ListQuery = PartialAddress & {
  /** Only checkpoints older than this id. */
  before: string | undefined;
  /** Metadata that a checkpoint must contain. */
  filter: Record<string, unknown> | undefined;
  /** The last checkpoint of the page before. */
  after: CheckpointAddress | undefined;
  limit: number;
};

/** The named checkpoint, or the latest of its thread and namespace. */
export function readOne(db: Database, tenantId: string, at: CheckpointAddress): Promise<StoredRow[]> {
  const byId = at.checkpointId === undefined ? "" : "and checkpoint_id = $4";
  const where = `where tenant_id = $1::uuid and thread_id = $2 and checkpoint_ns = $3 ${byId}`;
  const values = [
    tenantId,
    at.threadId,
    at.checkpointNs,
    ...(at.checkpointId === undefined ? [] : [at.checkpointId]),
  ];
  return db.run<StoredRow>(tenantId, toReadStatement(`${where} order by checkpoint_id desc limit 1`), values);
}

/** A page of checkpoints, newest first. */
export function readPage(db: Database, tenantId: string, query: ListQuery): Promise<StoredRow[]> {
  const values: unknown[] = [tenantId];
  const bind = (value: unknown): string => `$${values.push(value)}`;
  const conditions = ["tenant_id = $1::uuid"];
  if (query.threadId !== undefined) conditions.push(`thread_id = ${bind(query.threadId)}`);
  if (query.checkpointNs !== undefined) conditions.push(`checkpoint_ns = ${bind(query.checkpointNs)}`);
  if (query.checkpointId !== undefined) conditions.push(`checkpoint_id = ${bind(query.checkpointId)}`);
  if (query.before !== undefined) conditions.push(`checkpoint_id < ${bind(query.before)}`);
  if (query.filter !== undefined) {
    conditions.push(`metadata @> ${bind(toJsonbText(JSON.stringify(query.filter)))}::jsonb`);
  }
  if (query.after !== undefined) {
    const { checkpointId, threadId, checkpointNs } = query.after;
    const last = [checkpointId, threadId, checkpointNs].map(bind).join(", ");
    conditions.push(`(checkpoint_id, thread_id, checkpoint_ns) < (${last})`);
  }
  const order = "order by checkpoint_id desc, thread_id desc, checkpoint_ns desc";
  const where = `where ${conditions.join(" and ")} ${order} limit ${bind(query.limit)}`;
  return db.run<StoredRow>(tenantId, toReadStatement(where), values);
}

/**
 * Checkpoints with their values, the bases of these, and writes in one round trip, a value that several share only
 * once. The lateral subqueries with `limit` and `order by` hold the planner to one index look-up per key: joined
 * plainly it reads all values the thread ever had.
 */
function toReadStatement(where: string): string {
  const base = "base_ns, base_channel, base_version, base_length, base_at";
  const toBlob = (ns: string, channel: string, version: string): string => `
    select thread_id, checkpoint_ns, channel, version, type, value, ${base} from checkpoint_blobs as stored
    where stored.tenant_id = named.tenant_id and stored.thread_id = named.thread_id
      and stored.checkpoint_ns = ${ns} and stored.channel = ${channel} and stored.version = ${version}
    limit 1`;
  return `
    with recursive head as (
      select tenant_id, thread_id, checkpoint_ns, checkpoint_id, parent_checkpoint_id, checkpoint, blob_versions, metadata
      from checkpoints ${where}
    ), written as (
      select head.tenant_id, head.thread_id, head.checkpoint_ns, head.checkpoint_id, task_id, channel, type, value, ${base}
      from head, lateral (
        select task_id, channel, type, value, ${base} from checkpoint_writes as stored
        where stored.tenant_id = head.tenant_id and stored.thread_id = head.thread_id
          and stored.checkpoint_ns = head.checkpoint_ns and stored.checkpoint_id = head.checkpoint_id
        order by task_id, idx
      ) as stored
    ), reference as (
      select tenant_id, thread_id, checkpoint_ns, entry.key collate "C" as channel,
        entry.value collate "C" as version
      from head, jsonb_each_text(blob_versions) as entry
      union
      select tenant_id, thread_id, base_ns, base_channel, base_version from written where base_version is not null
    ), blob as (
      select named.tenant_id, stored.*
      from reference as named, lateral (${toBlob("named.checkpoint_ns", "named.channel", "named.version")}) as stored
      union
      select named.tenant_id, stored.*
      from blob as named, lateral (${toBlob("named.base_ns", "named.base_channel", "named.base_version")}) as stored
    )
    select 'checkpoint' as kind, thread_id, checkpoint_ns, checkpoint_id, parent_checkpoint_id as parent_id,
      null as task_id, null as channel, null as version, null as type, checkpoint as value,
      metadata::text as metadata, blob_versions, null as base_ns, null as base_channel, null as base_version,
      null::int as base_length, null::int as base_at
    from head
    union all
    select 'blob', thread_id, checkpoint_ns, null, null, null, channel, version, type, value, null, null, ${base}
    from blob
    union all
    select 'write', thread_id, checkpoint_ns, checkpoint_id, null, task_id, channel, null, type, value, null, null, ${base}
    from written`;
}
