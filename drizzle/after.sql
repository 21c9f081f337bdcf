-- Applied after the generated migrations, whenever this file or before.sql changes. Must bear repetition.

-- The wall: every table with tenant_id obeys its policy, for its owner too.
do $$
declare walled record;
begin
  for walled in
    select table_name from information_schema.columns
    where table_schema = 'public' and column_name = 'tenant_id'
  loop
    execute format('alter table public.%I enable row level security', walled.table_name);
    execute format('alter table public.%I force row level security', walled.table_name);
    execute format('grant select, insert, update, delete on public.%I to raptorflow_app', walled.table_name);
  end loop;
end $$;
revoke create on schema public from public;
grant usage on schema public to raptorflow_app;

-- A list counts its threads in an index, which goes without the rows only where vacuum has been since they changed.
alter table threads set (autovacuum_vacuum_scale_factor = 0.02, autovacuum_vacuum_insert_scale_factor = 0.02);

-- What must look across tenants: the run queue and the sweep. These functions return ids only.
drop policy if exists platform_sweep on threads;
create policy platform_sweep on threads for select to raptorflow_platform using (true);
grant select on threads to raptorflow_platform;
drop policy if exists platform_queue on runs;
create policy platform_queue on runs for all to raptorflow_platform using (true) with check (true);
grant select, update on runs to raptorflow_platform;
grant usage, create on schema public to raptorflow_platform;

-- A tenant's due runs in their order: the first of each thread on which nothing runs. Walks along the index and stops when
-- it has enough, however much waits behind, and however much of one thread waits before.
create or replace function rf_due_of_tenant(p_tenant uuid, p_limit integer)
  returns table (thread_id uuid, run_id uuid, due_at timestamptz, created_at timestamptz)
  language plpgsql stable set search_path = public set enable_sort = off set enable_bitmapscan = off as $$
#variable_conflict use_column
declare
  candidate record;
  seen uuid[] := '{}';
  number integer := 0;
begin
  if p_limit <= 0 then return; end if;
  for candidate in
    select r.thread_id, r.run_id, r.due_at, r.created_at from runs r
    where r.tenant_id = p_tenant and r.status = 'pending' and r.due_at <= now()
    order by r.due_at, r.created_at, r.run_id
  loop
    continue when candidate.thread_id = any (seen);
    seen := seen || candidate.thread_id;
    continue when exists (
      select 1 from runs busy
      where busy.tenant_id = p_tenant and busy.thread_id = candidate.thread_id and busy.status = 'running'
    );
    continue when not exists (
      select 1 from threads t where t.tenant_id = p_tenant and t.thread_id = candidate.thread_id
    );
    thread_id := candidate.thread_id;
    run_id := candidate.run_id;
    due_at := candidate.due_at;
    created_at := candidate.created_at;
    return next;
    number := number + 1;
    exit when number >= p_limit;
  end loop;
end $$;

-- Runs to claim, in turn between the tenants: whoever has the fewest runs under way comes first. Looks at some tenants at
-- a time, beginning behind p_behind, and says how far it came. A limited tenant gets no more than it has places for. The
-- claim itself happens inside the tenant.
drop function if exists rf_due_runs(integer);
drop function if exists rf_next_due_ms();
create or replace function rf_due_runs(p_limit integer, p_tenant_limit integer, p_behind uuid)
  returns table (tenant_id uuid, thread_id uuid, run_id uuid, seen_to uuid)
  language plpgsql security definer set search_path = public as $$
#variable_conflict use_column
begin
  return query
  with recursive upper as (
    select first.tenant_id, 1 as place from (
      select r.tenant_id from runs r
      where r.status = 'pending' and r.tenant_id > p_behind order by r.tenant_id limit 1
    ) as first
    union all
    select next.tenant_id, upper.place + 1 from upper, lateral (
      select r.tenant_id from runs r
      where r.status = 'pending' and r.tenant_id > upper.tenant_id order by r.tenant_id limit 1
    ) as next
    where upper.place < 64
  ), lower as (
    select first.tenant_id, 65 as place from (
      select r.tenant_id from runs r
      where r.status = 'pending' and r.tenant_id <= p_behind order by r.tenant_id limit 1
    ) as first
    union all
    select next.tenant_id, lower.place + 1 from lower, lateral (
      select r.tenant_id from runs r
      where r.status = 'pending' and r.tenant_id > lower.tenant_id and r.tenant_id <= p_behind
      order by r.tenant_id limit 1
    ) as next
    where lower.place < 128
  ), tenants as (
    select near.tenant_id, near.place, (
      select count(*)::int from runs busy where busy.tenant_id = near.tenant_id and busy.status = 'running'
    ) as under_way
    from (select * from upper union all select * from lower order by place limit 64) as near
  ), due as (
    select t.tenant_id, first.thread_id, first.run_id, first.due_at, first.created_at, t.under_way + row_number() over (
      partition by t.tenant_id order by first.due_at, first.created_at, first.run_id
    ) as turn
    from tenants t, lateral rf_due_of_tenant(t.tenant_id, least(p_limit, p_tenant_limit - t.under_way)) as first
  ), chosen as (
    select * from due order by turn, due_at, created_at limit p_limit
  )
  select chosen.tenant_id, chosen.thread_id, chosen.run_id, seen.to_tenant
  from (select tenants.tenant_id as to_tenant from tenants order by place desc limit 1) as seen
  left join chosen on true
  order by chosen.turn, chosen.due_at, chosen.created_at;
end $$;

-- One beat for all runs of a worker: prolongs the leases that have begun to run down, tells which runs are still held
-- and what was asked of them. A run whose row somebody holds locked is prolonged at a later beat; the others do not wait
-- for it.
drop function if exists rf_renew_leases(text, integer, uuid[], bigint[]);
create or replace function rf_renew_leases(p_worker text, p_lease_ms integer, p_runs uuid[], p_fences bigint[])
  returns table (run_id uuid, cancel_action text, prolonged boolean)
  language sql security definer set search_path = public as $$
  with held as (
    select r.tenant_id, r.run_id, r.cancel_action,
      r.lease_until < now() + p_lease_ms * interval '0.8 milliseconds' as runs_down
    from runs r join unnest(p_runs, p_fences) as named (run_id, fence) on r.run_id = named.run_id and r.fence = named.fence
    where r.worker = p_worker and r.status = 'running'
  ), free as (
    select r.tenant_id, r.run_id
    from runs r join held on r.tenant_id = held.tenant_id and r.run_id = held.run_id
    where held.runs_down and r.worker = p_worker and r.status = 'running'
    for no key update of r skip locked
  ), renewed as (
    update runs r set lease_until = now() + p_lease_ms * interval '1 millisecond'
    from free where r.tenant_id = free.tenant_id and r.run_id = free.run_id
    returning r.run_id
  )
  select held.run_id, held.cancel_action, not held.runs_down or renewed.run_id is not null
  from held left join renewed on renewed.run_id = held.run_id
$$;

-- Runs whose worker is gone.
drop function if exists rf_lapsed_runs(integer);
create or replace function rf_lapsed_runs(p_limit integer, p_except uuid[])
  returns table (tenant_id uuid, thread_id uuid, run_id uuid)
  language sql security definer set search_path = public as $$
  select r.tenant_id, r.thread_id, r.run_id from runs r
  where r.status = 'running' and r.lease_until < now() and r.run_id <> all (p_except)
  order by r.lease_until
  limit p_limit
$$;

-- What has changed about threads that somebody waits for, in one question: the newest event and the newest word about the
-- thread, as a text that is to be compared with the last one.
drop policy if exists platform_lookout on thread_events;
create policy platform_lookout on thread_events for select to raptorflow_platform using (true);
grant select on thread_events to raptorflow_platform;
create or replace function rf_thread_versions(p_tenants uuid[], p_threads uuid[])
  returns table (place bigint, version text)
  language sql security definer set search_path = public as $$
  select watched.place, concat_ws(' ', t.updated_at, (
    select e.seq from thread_events e
    where e.tenant_id = watched.tenant_id and e.thread_id = watched.thread_id order by e.seq desc limit 1
  ))
  from unnest(p_tenants, p_threads) with ordinality as watched (tenant_id, thread_id, place)
    left join threads t on t.tenant_id = watched.tenant_id and t.thread_id = watched.thread_id
$$;

-- The embedded database has one process: at its start no lease can be alive.
create or replace function rf_release_leases()
  returns table (released bigint)
  language sql security definer set search_path = public as $$
  with freed as (update runs set lease_until = now() - interval '1 second' where status = 'running' returning 1)
  select count(*) from freed
$$;

-- Threads that lived for one run and whose stream nobody can join any more; they are deleted inside their tenant.
create or replace function rf_expired_threads(p_limit integer)
  returns table (tenant_id uuid, thread_id uuid)
  language sql security definer set search_path = public as $$
  select t.tenant_id, t.thread_id from threads t where t.delete_after < now() order by t.delete_after limit p_limit
$$;

-- Webhooks whose time has come. Whoever is told of one has it for a while; should that process die, another is told.
drop policy if exists platform_outbox on webhook_deliveries;
create policy platform_outbox on webhook_deliveries for all to raptorflow_platform using (true) with check (true);
grant select, update on webhook_deliveries to raptorflow_platform;
create or replace function rf_take_due_deliveries(p_limit integer)
  returns table (tenant_id uuid, delivery_id uuid, attempts integer)
  language sql security definer set search_path = public as $$
  update webhook_deliveries d set next_at = now() + interval '15 seconds'
  from (
    select w.tenant_id, w.delivery_id from webhook_deliveries w
    where w.status = 'pending' and w.next_at <= now()
    order by w.next_at
    limit p_limit
    for no key update skip locked
  ) due
  where d.tenant_id = due.tenant_id and d.delivery_id = due.delivery_id
  returning d.tenant_id, d.delivery_id, d.attempts
$$;

-- Deliveries that nobody will ask about any more; they are deleted inside their tenant.
create or replace function rf_old_deliveries(p_limit integer)
  returns table (tenant_id uuid, delivery_id uuid)
  language sql security definer set search_path = public as $$
  select d.tenant_id, d.delivery_id from webhook_deliveries d
  where d.status <> 'pending'
    and d.created_at < now() - case d.status when 'delivered' then interval '3 days' else interval '30 days' end
  order by d.created_at
  limit p_limit
$$;

-- Tasks that have ended, or wait for an answer, and whose watchers do not know it yet. A task is a run and those that went
-- on with it.
drop policy if exists platform_pushes on task_pushes;
create policy platform_pushes on task_pushes for select to raptorflow_platform using (true);
grant select on task_pushes to raptorflow_platform;
create or replace function rf_due_pushes(p_limit integer)
  returns table (tenant_id uuid, task_id uuid, push_id text, run_id uuid)
  language sql security definer set search_path = public as $$
  select p.tenant_id, p.task_id, p.push_id, newest.run_id
  from task_pushes p left join lateral (
    select r.run_id, r.status from runs r
    where r.tenant_id = p.tenant_id and r.thread_id = p.thread_id
      and coalesce(r.metadata ->> 'a2a_task', r.run_id::text) = p.task_id::text
    order by r.created_at desc, r.run_id desc
    limit 1
  ) newest on true
  where p.open and (newest.run_id is null
    or (newest.run_id is distinct from p.told_run and newest.status not in ('pending', 'running')))
  order by p.created_at
  limit p_limit
$$;

-- Crons with a slot that has come; who moves one on inside its tenant has the slot.
drop policy if exists platform_clock on crons;
create policy platform_clock on crons for select to raptorflow_platform using (true);
grant select on crons to raptorflow_platform;
create or replace function rf_due_crons(p_limit integer)
  returns table (tenant_id uuid, cron_id uuid)
  language sql security definer set search_path = public as $$
  select c.tenant_id, c.cron_id from crons c
  where c.enabled and c.next_run_date is not null and c.next_run_date <= now()
  order by c.next_run_date
  limit p_limit
$$;

-- Export reads one tenant after the other and has to know them.
do $$
declare walled record;
begin
  for walled in
    select table_name from information_schema.columns
    where table_schema = 'public' and column_name = 'tenant_id'
  loop
    execute format('drop policy if exists platform_tenants on public.%I', walled.table_name);
    execute format(
      'create policy platform_tenants on public.%I for select to raptorflow_platform using (true)', walled.table_name
    );
    execute format('grant select (tenant_id) on public.%I to raptorflow_platform', walled.table_name);
  end loop;
end $$;
create or replace function rf_tenants()
  returns table (tenant_id uuid)
  language plpgsql security definer set search_path = public as $$
declare statement text;
begin
  select string_agg(format('select t.tenant_id from public.%I t', c.table_name), ' union ') into statement
  from information_schema.columns c where c.table_schema = 'public' and c.column_name = 'tenant_id';
  return query execute statement;
end
$$;

-- Tenants that hold store items of which the time is over; they are deleted inside their tenant.
drop policy if exists platform_store on store_items;
create policy platform_store on store_items for select to raptorflow_platform using (true);
grant select (tenant_id, expires_at) on store_items to raptorflow_platform;
create or replace function rf_tenants_with_expired_items(p_limit integer)
  returns table (tenant_id uuid)
  language sql security definer set search_path = public as $$
  select distinct i.tenant_id from store_items i where i.expires_at < now() limit p_limit
$$;

-- Threads whose time to live is over and on which nothing runs.
create or replace function rf_lapsed_threads(p_limit integer)
  returns table (tenant_id uuid, thread_id uuid)
  language sql security definer set search_path = public as $$
  select t.tenant_id, t.thread_id from threads t
  where t.expires_at < timezone('UTC', now()) and t.active_runs = 0 and t.delete_after is null
  order by t.expires_at
  limit p_limit
$$;

do $$
declare definer text;
begin
  foreach definer in array array[
    'rf_due_runs(integer, integer, uuid)', 'rf_thread_versions(uuid[], uuid[])', 'rf_renew_leases(text, integer, uuid[], bigint[])',
    'rf_lapsed_runs(integer, uuid[])', 'rf_release_leases()', 'rf_expired_threads(integer)',
    'rf_lapsed_threads(integer)', 'rf_take_due_deliveries(integer)',
    'rf_old_deliveries(integer)', 'rf_due_pushes(integer)', 'rf_due_crons(integer)', 'rf_tenants()', 'rf_tenants_with_expired_items(integer)'
  ] loop
    execute format('alter function %s owner to raptorflow_platform', definer);
    execute format('revoke all on function %s from public', definer);
    execute format('grant execute on function %s to raptorflow_app', definer);
  end loop;
end $$;
