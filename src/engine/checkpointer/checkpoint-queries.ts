import type { Database } from "../../db/database.ts";

export type HeadSummary = {
  checkpointId: string;
  /** The run that wrote it; null for state written through the API. */
  runId: string | null;
  step: number;
  source: string;
};

/** What the server asks of checkpoints beside LangGraph; each is one statement. */
export type CheckpointQueries = {
  /** The latest checkpoint of the thread's root; null before the first. */
  headSummary(tenantId: string, threadId: string): Promise<HeadSummary | null>;
  /** The latest root checkpoint that the run wrote; null when it wrote none. */
  headOfRun(tenantId: string, threadId: string, runId: string): Promise<string | null>;
  /** Takes back what a run wrote: its checkpoints, what it wrote onto earlier ones, and values nobody else names. */
  deleteOfRun(tenantId: string, threadId: string, runId: string): Promise<void>;
  deleteThread(tenantId: string, threadId: string): Promise<void>;
  /** Copies everything under another thread; the copies belong to no run. */
  copyThread(tenantId: string, fromThreadId: string, toThreadId: string): Promise<void>;
};

export function createCheckpointQueries({ db }: { db: Database }): CheckpointQueries {
  return {
    async headSummary(tenantId, threadId) {
      const rows = await db.run<HeadSummary>(tenantId, HEAD_SUMMARY, [tenantId, threadId]);
      return rows[0] ?? null;
    },
    async headOfRun(tenantId, threadId, runId) {
      const rows = await db.run<{ checkpoint_id: string }>(tenantId, HEAD_OF_RUN, [
        tenantId,
        threadId,
        runId,
      ]);
      return rows[0]?.checkpoint_id ?? null;
    },
    async deleteOfRun(tenantId, threadId, runId) {
      await db.run(tenantId, DELETE_OF_RUN, [tenantId, threadId, runId]);
    },
    async deleteThread(tenantId, threadId) {
      await db.run(tenantId, DELETE_THREAD, [tenantId, threadId]);
    },
    async copyThread(tenantId, fromThreadId, toThreadId) {
      await db.run(tenantId, COPY_THREAD, [tenantId, fromThreadId, toThreadId]);
    },
  };
}

const HEAD_SUMMARY = `
  select checkpoint_id as "checkpointId", run_id as "runId", (metadata->>'step')::int as step,
    metadata->>'source' as source
  from checkpoints where tenant_id = $1::uuid and thread_id = $2 and checkpoint_ns = ''
  order by checkpoint_id desc limit 1`;

const HEAD_OF_RUN = `
  select checkpoint_id from checkpoints
  where tenant_id = $1::uuid and thread_id = $2 and checkpoint_ns = '' and run_id = $3::uuid
  order by checkpoint_id desc limit 1`;

const DELETE_OF_RUN = `
  with gone as (
    delete from checkpoints where tenant_id = $1::uuid and thread_id = $2 and run_id = $3::uuid
    returning checkpoint_ns, checkpoint_id, blob_versions
  ), gone_writes as (
    delete from checkpoint_writes
    where tenant_id = $1::uuid and thread_id = $2
      and (run_id = $3::uuid or (checkpoint_ns, checkpoint_id) in (select checkpoint_ns, checkpoint_id from gone))
  ), orphan as (
    select checkpoint_ns, entry.key as channel, entry.value as version
    from gone, jsonb_each_text(blob_versions) as entry
    except
    select checkpoint_ns, entry.key, entry.value
    from checkpoints, jsonb_each_text(blob_versions) as entry
    where tenant_id = $1::uuid and thread_id = $2 and run_id is distinct from $3::uuid
  )
  delete from checkpoint_blobs
  where tenant_id = $1::uuid and thread_id = $2
    and (checkpoint_ns, channel, version) in (select checkpoint_ns, channel, version from orphan)`;

const DELETE_THREAD = `
  with gone as (delete from checkpoints where tenant_id = $1::uuid and thread_id = $2),
    gone_blobs as (delete from checkpoint_blobs where tenant_id = $1::uuid and thread_id = $2)
  delete from checkpoint_writes where tenant_id = $1::uuid and thread_id = $2`;

const COPY_THREAD = `
  with copied as (
    insert into checkpoints (tenant_id, thread_id, checkpoint_ns, checkpoint_id, parent_checkpoint_id, checkpoint,
      blob_versions, metadata)
    select tenant_id, $3, checkpoint_ns, checkpoint_id, parent_checkpoint_id, checkpoint, blob_versions, metadata
    from checkpoints where tenant_id = $1::uuid and thread_id = $2
  ), copied_blobs as (
    insert into checkpoint_blobs (tenant_id, thread_id, checkpoint_ns, channel, version, type, value)
    select tenant_id, $3, checkpoint_ns, channel, version, type, value
    from checkpoint_blobs where tenant_id = $1::uuid and thread_id = $2
  )
  insert into checkpoint_writes (tenant_id, thread_id, checkpoint_ns, checkpoint_id, task_id, idx, channel, type, value)
  select tenant_id, $3, checkpoint_ns, checkpoint_id, task_id, idx, channel, type, value
  from checkpoint_writes where tenant_id = $1::uuid and thread_id = $2`;
