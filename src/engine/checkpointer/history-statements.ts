/** `$1` is the tenant, `$2` the thread. */
const HERE = "tenant_id = $1::uuid and thread_id = $2";
const BASE = "base_ns, base_channel, base_version, base_length, base_at";

/** Everything of a thread. */
const deleteAll = `
  with gone as (delete from checkpoints where ${HERE}),
    gone_blobs as (delete from checkpoint_blobs where ${HERE})
  delete from checkpoint_writes where ${HERE}`;

/** Everything, under the thread `$3`; no run owns the copies. What a step did outside is not done again in a copy. */
const copy = `
  with copied as (
    insert into checkpoints (tenant_id, thread_id, checkpoint_ns, checkpoint_id, parent_checkpoint_id, checkpoint,
      blob_versions, metadata)
    select tenant_id, $3, checkpoint_ns, checkpoint_id, parent_checkpoint_id, checkpoint, blob_versions, metadata
    from checkpoints where ${HERE}
  ), copied_blobs as (
    insert into checkpoint_blobs (tenant_id, thread_id, checkpoint_ns, channel, version, type, value, ${BASE})
    select tenant_id, $3, checkpoint_ns, channel, version, type, value, ${BASE}
    from checkpoint_blobs where ${HERE}
  ), copied_effects as (
    insert into effects (tenant_id, thread_id, key, name, status, result, attempt, started_at, done_at)
    select tenant_id, $3, key, name, status, result, attempt, started_at, done_at from effects where ${HERE}
  )
  insert into checkpoint_writes (tenant_id, thread_id, checkpoint_ns, checkpoint_id, task_id, idx, channel, type, value,
    ${BASE})
  select tenant_id, $3, checkpoint_ns, checkpoint_id, task_id, idx, channel, type, value, ${BASE}
  from checkpoint_writes where ${HERE}`;

/** What the run `$3` wrote, but for the values, which others may build on. */
const takeBack = `
  with gone as (
    delete from checkpoints where ${HERE} and run_id = $3::uuid returning checkpoint_ns, checkpoint_id
  )
  delete from checkpoint_writes
  where ${HERE}
    and (run_id = $3::uuid or (checkpoint_ns, checkpoint_id) in (select checkpoint_ns, checkpoint_id from gone))`;

/**
 * The oldest root checkpoint that is kept: number `$3`, counted from the newest as 0, if there is one with number `$4`.
 * None when a channel keeps only its changes: it needs all that came before.
 */
const findCut = `
  with roots as (
    select checkpoint_id from checkpoints where ${HERE} and checkpoint_ns = ''
    order by checkpoint_id desc limit $4::int + 1
  )
  select checkpoint_id from roots
  where (select count(*) from roots) > $4::int
    and not exists (
      select 1 from checkpoints
      where ${HERE} and checkpoint_id >= (select min(checkpoint_id) from roots)
        and metadata ? 'counters_since_delta_snapshot'
    )
  order by checkpoint_id desc offset $3::int limit 1`;

/**
 * What is older than the root checkpoint `$3`. Ids tell the time, in all namespaces alike. A subgraph that keeps a
 * memory of its own (its namespace names no task, which stands behind a colon) keeps its latest checkpoint.
 */
const cut = `
  with newest as (
    select distinct on (checkpoint_ns) checkpoint_ns, checkpoint_id from checkpoints
    where ${HERE} and checkpoint_ns <> '' and checkpoint_ns !~ ':[^|]*$'
    order by checkpoint_ns, checkpoint_id desc
  ), gone as (
    delete from checkpoints
    where ${HERE} and checkpoint_id < $3
      and (checkpoint_ns, checkpoint_id) not in (select checkpoint_ns, checkpoint_id from newest)
    returning checkpoint_ns, checkpoint_id
  )
  delete from checkpoint_writes
  where ${HERE} and (checkpoint_ns, checkpoint_id) in (select checkpoint_ns, checkpoint_id from gone)`;

/** Values that neither a checkpoint nor a write needs, not even as a base. */
const sweepBlobs = `
  with recursive live as (
    (
      select checkpoint_ns, entry.key collate "C" as channel, entry.value collate "C" as version
      from checkpoints, jsonb_each_text(blob_versions) as entry where ${HERE}
      union
      select base_ns, base_channel, base_version from checkpoint_writes where ${HERE} and base_version is not null
    )
    union
    select base.* from live, lateral (
      select base_ns, base_channel, base_version from checkpoint_blobs as stored
      where ${HERE} and stored.checkpoint_ns = live.checkpoint_ns and stored.channel = live.channel
        and stored.version = live.version
      limit 1
    ) as base
    where base_version is not null
  )
  delete from checkpoint_blobs
  where ${HERE} and (checkpoint_ns, channel, version) not in (select checkpoint_ns, channel, version from live)`;

/** Statements about the history of a thread. */
export const HISTORY = { deleteAll, copy, takeBack, findCut, cut, sweepBlobs } as const;
