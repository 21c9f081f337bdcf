-- Applied before the generated migrations, whenever this file or after.sql changes. Must bear repetition.
create extension if not exists vector;
create schema if not exists raptorflow_migrations;
create table if not exists raptorflow_migrations.journal (
  name text primary key,
  hash text not null,
  applied_at timestamptz not null default now()
);

-- raptorflow_app: the service works as this role; it owns nothing and cannot bypass row-level security.
-- raptorflow_platform: owns the definer functions, the only code that looks across tenants.
-- raptorflow_jobs: the job queue works as this role, in the schema of the same name, which is all it may touch.
do $$
declare role_name text;
begin
  foreach role_name in array array['raptorflow_app', 'raptorflow_platform', 'raptorflow_jobs'] loop
    begin
      execute format('create role %I nologin nosuperuser nobypassrls', role_name);
    exception when duplicate_object or unique_violation then null;
    end;
    -- From Postgres 16 on who makes a role is a member of it without the right to become it.
    if not pg_has_role(current_user, role_name, case when current_setting('server_version_num')::int < 160000 then 'member' else 'set' end) then
      execute format('grant %I to current_user', role_name);
    end if;
  end loop;
end $$;
create schema if not exists raptorflow_jobs authorization raptorflow_jobs;
