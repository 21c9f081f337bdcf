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

-- What must look across tenants: the run queue and the sweep. These functions return ids only.
drop policy if exists platform_sweep on threads;
create policy platform_sweep on threads for select to raptorflow_platform using (true);
grant select on threads to raptorflow_platform;
drop policy if exists platform_queue on runs;
create policy platform_queue on runs for all to raptorflow_platform using (true) with check (true);
grant select, update on runs to raptorflow_platform;
grant usage, create on schema public to raptorflow_platform;

-- The first due run of each thread on which nothing runs; the claim itself happens inside the tenant.
create or replace function rf_due_runs(p_limit integer)
  returns table (tenant_id uuid, thread_id uuid, run_id uuid)
  language sql security definer set search_path = public as $$
  select first.tenant_id, first.thread_id, first.run_id
  from (
    select distinct on (r.tenant_id, r.thread_id) r.tenant_id, r.thread_id, r.run_id, r.due_at, r.created_at
    from runs r
    where r.status = 'pending' and r.due_at <= now()
    order by r.tenant_id, r.thread_id, r.due_at, r.created_at, r.run_id
  ) as first
  where not exists (
      select 1 from runs busy
      where busy.tenant_id = first.tenant_id and busy.thread_id = first.thread_id and busy.status = 'running'
    )
    and exists (select 1 from threads t where t.tenant_id = first.tenant_id and t.thread_id = first.thread_id)
  order by first.due_at, first.created_at
  limit p_limit
$$;

-- Milliseconds until the next delayed run is due; null when none waits.
create or replace function rf_next_due_ms()
  returns table (wait_ms double precision)
  language sql security definer set search_path = public as $$
  select extract(epoch from min(due_at) - now()) * 1000 from runs where status = 'pending' and due_at > now()
$$;

-- One beat for all runs of a worker: prolongs the leases still held, tells which are, and what was asked of them. A run
-- whose row somebody holds locked is prolonged at the next beat; the others do not wait for it.
create or replace function rf_renew_leases(p_worker text, p_lease_ms integer, p_runs uuid[], p_fences bigint[])
  returns table (run_id uuid, cancel_action text)
  language sql security definer set search_path = public as $$
  with held as (
    select r.tenant_id, r.run_id, r.cancel_action
    from runs r join unnest(p_runs, p_fences) as named (run_id, fence) on r.run_id = named.run_id and r.fence = named.fence
    where r.worker = p_worker and r.status = 'running'
  ), free as (
    select r.tenant_id, r.run_id
    from runs r join unnest(p_runs, p_fences) as named (run_id, fence) on r.run_id = named.run_id and r.fence = named.fence
    where r.worker = p_worker and r.status = 'running'
    for no key update of r skip locked
  ), renewed as (
    update runs r set lease_until = now() + p_lease_ms * interval '1 millisecond'
    from free where r.tenant_id = free.tenant_id and r.run_id = free.run_id
  )
  select held.run_id, held.cancel_action from held
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

do $$
declare definer text;
begin
  foreach definer in array array[
    'rf_due_runs(integer)', 'rf_next_due_ms()', 'rf_renew_leases(text, integer, uuid[], bigint[])',
    'rf_lapsed_runs(integer, uuid[])', 'rf_release_leases()', 'rf_expired_threads(integer)'
  ] loop
    execute format('alter function %s owner to raptorflow_platform', definer);
    execute format('revoke all on function %s from public', definer);
    execute format('grant execute on function %s to raptorflow_app', definer);
  end loop;
end $$;
