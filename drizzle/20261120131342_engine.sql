CREATE TABLE "assistant_versions" (
	"tenant_id" uuid NOT NULL,
	"assistant_id" uuid NOT NULL,
	"version" integer NOT NULL,
	"graph_id" text NOT NULL,
	"name" text NOT NULL,
	"description" text,
	"config" jsonb NOT NULL,
	"context" jsonb NOT NULL,
	"metadata" jsonb NOT NULL,
	"created_at" timestamp(3) with time zone NOT NULL,
	CONSTRAINT "assistant_versions_tenant_id_assistant_id_version_pk" PRIMARY KEY("tenant_id","assistant_id","version")
);
--> statement-breakpoint
ALTER TABLE "assistant_versions" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "crons" (
	"tenant_id" uuid NOT NULL,
	"cron_id" uuid NOT NULL,
	"assistant_id" uuid NOT NULL,
	"thread_id" uuid,
	"on_run_completed" text,
	"schedule" text NOT NULL,
	"timezone" text DEFAULT 'UTC' NOT NULL,
	"end_time" timestamp(3) with time zone,
	"enabled" boolean DEFAULT true NOT NULL,
	"next_run_date" timestamp(3) with time zone,
	"payload" json NOT NULL,
	"metadata" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"user_id" text,
	"caller" jsonb NOT NULL,
	"created_at" timestamp(3) with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp(3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "crons_tenant_id_cron_id_pk" PRIMARY KEY("tenant_id","cron_id")
);
--> statement-breakpoint
ALTER TABLE "crons" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "effects" (
	"tenant_id" uuid NOT NULL,
	"thread_id" text NOT NULL,
	"key" text NOT NULL,
	"name" text NOT NULL,
	"run_id" uuid,
	"status" text DEFAULT 'started' NOT NULL,
	"result" text,
	"attempt" integer DEFAULT 1 NOT NULL,
	"started_at" timestamp(3) with time zone DEFAULT now() NOT NULL,
	"done_at" timestamp(3) with time zone,
	CONSTRAINT "effects_tenant_id_thread_id_key_pk" PRIMARY KEY("tenant_id","thread_id","key")
);
--> statement-breakpoint
ALTER TABLE "effects" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "run_keys" (
	"tenant_id" uuid NOT NULL,
	"caller" text NOT NULL,
	"key" text NOT NULL,
	"fingerprint" text NOT NULL,
	"reply" json,
	"created_at" timestamp(3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "run_keys_tenant_id_caller_key_pk" PRIMARY KEY("tenant_id","caller","key")
);
--> statement-breakpoint
ALTER TABLE "run_keys" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "store_vectors" (
	"tenant_id" uuid NOT NULL,
	"namespace" text COLLATE "C" NOT NULL,
	"key" text COLLATE "C" NOT NULL,
	"path" text NOT NULL,
	"place" integer NOT NULL,
	"dims" integer NOT NULL,
	"embedding" vector NOT NULL,
	CONSTRAINT "store_vectors_pk" PRIMARY KEY("tenant_id","namespace","key","path","place")
);
--> statement-breakpoint
ALTER TABLE "store_vectors" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "task_pushes" (
	"tenant_id" uuid NOT NULL,
	"task_id" uuid NOT NULL,
	"push_id" text NOT NULL,
	"thread_id" uuid NOT NULL,
	"url" text NOT NULL,
	"token" text,
	"authorization" text,
	"protocol_version" text NOT NULL,
	"told_run" uuid,
	"open" boolean DEFAULT true NOT NULL,
	"created_at" timestamp(3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "task_pushes_tenant_id_task_id_push_id_pk" PRIMARY KEY("tenant_id","task_id","push_id")
);
--> statement-breakpoint
ALTER TABLE "task_pushes" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "webhook_deliveries" (
	"tenant_id" uuid NOT NULL,
	"delivery_id" uuid NOT NULL,
	"run_id" uuid NOT NULL,
	"thread_id" uuid NOT NULL,
	"url" text NOT NULL,
	"status" text DEFAULT 'pending' NOT NULL,
	"attempts" integer DEFAULT 0 NOT NULL,
	"next_at" timestamp(3) with time zone DEFAULT now() NOT NULL,
	"last_status" integer,
	"last_error" text,
	"run" json,
	"values" jsonb,
	"push" json,
	"created_at" timestamp(3) with time zone DEFAULT now() NOT NULL,
	"delivered_at" timestamp(3) with time zone,
	CONSTRAINT "webhook_deliveries_tenant_id_delivery_id_pk" PRIMARY KEY("tenant_id","delivery_id")
);
--> statement-breakpoint
ALTER TABLE "webhook_deliveries" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "webhook_secrets" (
	"tenant_id" uuid NOT NULL,
	"secret" text NOT NULL,
	"created_at" timestamp(3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "webhook_secrets_tenant_id_pk" PRIMARY KEY("tenant_id")
);
--> statement-breakpoint
ALTER TABLE "webhook_secrets" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
DROP INDEX "runs_pending";--> statement-breakpoint
DROP INDEX "threads_metadata";--> statement-breakpoint
DROP INDEX "runs_one_running_per_thread";--> statement-breakpoint
DROP INDEX "runs_of_thread";--> statement-breakpoint
DROP INDEX "threads_created";--> statement-breakpoint
DROP INDEX "threads_updated";--> statement-breakpoint
ALTER TABLE "runs" DROP CONSTRAINT "runs_tenant_id_run_id_pk";--> statement-breakpoint
ALTER TABLE "thread_events" DROP CONSTRAINT "thread_events_tenant_id_thread_id_seq_pk";--> statement-breakpoint
ALTER TABLE "threads" DROP CONSTRAINT "threads_tenant_id_thread_id_pk";--> statement-breakpoint
ALTER TABLE "runs" ADD CONSTRAINT "runs_run_id_tenant_id_pk" PRIMARY KEY("run_id","tenant_id");--> statement-breakpoint
ALTER TABLE "thread_events" ADD CONSTRAINT "thread_events_thread_id_seq_tenant_id_pk" PRIMARY KEY("thread_id","seq","tenant_id");--> statement-breakpoint
ALTER TABLE "threads" ADD CONSTRAINT "threads_thread_id_tenant_id_pk" PRIMARY KEY("thread_id","tenant_id");--> statement-breakpoint
ALTER TABLE "assistants" ADD COLUMN "highest_version" integer DEFAULT 1 NOT NULL;--> statement-breakpoint
ALTER TABLE "assistants" ADD COLUMN "defaults" jsonb;--> statement-breakpoint
ALTER TABLE "checkpoint_blobs" ADD COLUMN "base_ns" text COLLATE "C";--> statement-breakpoint
ALTER TABLE "checkpoint_blobs" ADD COLUMN "base_channel" text COLLATE "C";--> statement-breakpoint
ALTER TABLE "checkpoint_blobs" ADD COLUMN "base_version" text COLLATE "C";--> statement-breakpoint
ALTER TABLE "checkpoint_blobs" ADD COLUMN "base_length" integer;--> statement-breakpoint
ALTER TABLE "checkpoint_blobs" ADD COLUMN "base_at" integer;--> statement-breakpoint
ALTER TABLE "checkpoint_writes" ADD COLUMN "base_ns" text COLLATE "C";--> statement-breakpoint
ALTER TABLE "checkpoint_writes" ADD COLUMN "base_channel" text COLLATE "C";--> statement-breakpoint
ALTER TABLE "checkpoint_writes" ADD COLUMN "base_version" text COLLATE "C";--> statement-breakpoint
ALTER TABLE "checkpoint_writes" ADD COLUMN "base_length" integer;--> statement-breakpoint
ALTER TABLE "checkpoint_writes" ADD COLUMN "base_at" integer;--> statement-breakpoint
ALTER TABLE "runs" ADD COLUMN "caller" jsonb;--> statement-breakpoint
ALTER TABLE "runs" ADD COLUMN "tenant_slot" integer;--> statement-breakpoint
ALTER TABLE "store_items" ADD COLUMN "words" "tsvector";--> statement-breakpoint
ALTER TABLE "store_items" ADD COLUMN "ttl_minutes" double precision;--> statement-breakpoint
ALTER TABLE "store_items" ADD COLUMN "expires_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "thread_events" ADD COLUMN "note" text;--> statement-breakpoint
ALTER TABLE "threads" ADD COLUMN "active_runs" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "threads" ADD COLUMN "trims" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "threads" ADD COLUMN "ttl_minutes" double precision;--> statement-breakpoint
ALTER TABLE "threads" ADD COLUMN "ttl_strategy" text;--> statement-breakpoint
ALTER TABLE "threads" ADD COLUMN "pruned_at" timestamp(3) with time zone;--> statement-breakpoint
ALTER TABLE "threads" ADD COLUMN "expires_at" timestamp(3) GENERATED ALWAYS AS (case when pruned_at is null or pruned_at < updated_at then timezone('UTC', updated_at) + ttl_minutes * interval '1 minute' end) STORED;--> statement-breakpoint
ALTER TABLE "threads" ADD COLUMN "graph_id" text GENERATED ALWAYS AS (case when jsonb_typeof(metadata -> 'graph_id') = 'string' and octet_length(metadata ->> 'graph_id') <= 255 then metadata ->> 'graph_id' end) STORED;--> statement-breakpoint
ALTER TABLE "threads" ADD COLUMN "assistant_id" text GENERATED ALWAYS AS (case when jsonb_typeof(metadata -> 'assistant_id') = 'string' and octet_length(metadata ->> 'assistant_id') <= 255 then metadata ->> 'assistant_id' end) STORED;--> statement-breakpoint
ALTER TABLE "threads" ADD COLUMN "owner" text GENERATED ALWAYS AS (case when jsonb_typeof(metadata -> 'owner') = 'string' and octet_length(metadata ->> 'owner') <= 255 then metadata ->> 'owner' end) STORED;--> statement-breakpoint
CREATE INDEX "crons_due" ON "crons" USING btree ("next_run_date") WHERE enabled and next_run_date is not null;--> statement-breakpoint
CREATE INDEX "crons_created" ON "crons" USING btree ("tenant_id","created_at" DESC NULLS FIRST);--> statement-breakpoint
CREATE INDEX "crons_of_thread" ON "crons" USING btree ("tenant_id","thread_id");--> statement-breakpoint
CREATE INDEX "run_keys_created" ON "run_keys" USING btree ("tenant_id","created_at");--> statement-breakpoint
CREATE INDEX "task_pushes_open" ON "task_pushes" USING btree ("created_at") WHERE open;--> statement-breakpoint
CREATE INDEX "webhook_deliveries_due" ON "webhook_deliveries" USING btree ("next_at") WHERE status = 'pending';--> statement-breakpoint
CREATE INDEX "webhook_deliveries_created" ON "webhook_deliveries" USING btree ("tenant_id","created_at" DESC NULLS FIRST);--> statement-breakpoint
CREATE INDEX "webhook_deliveries_over" ON "webhook_deliveries" USING btree ("created_at") WHERE status <> 'pending';--> statement-breakpoint
CREATE UNIQUE INDEX "runs_tenant_slots" ON "runs" USING btree ("tenant_id","tenant_slot") WHERE status = 'running' and tenant_slot is not null;--> statement-breakpoint
CREATE INDEX "runs_due" ON "runs" USING btree ("tenant_id","due_at","created_at","run_id") WHERE status = 'pending';--> statement-breakpoint
CREATE INDEX "runs_waiting" ON "runs" USING btree ("thread_id","tenant_id","due_at","created_at","run_id") WHERE status = 'pending';--> statement-breakpoint
CREATE INDEX "store_items_expiring" ON "store_items" USING btree ("expires_at") WHERE expires_at is not null;--> statement-breakpoint
CREATE INDEX "threads_of_graph" ON "threads" USING btree ("tenant_id","graph_id","updated_at" DESC NULLS FIRST,"thread_id" DESC NULLS FIRST) WHERE coalesce(delete_after, 'infinity'::timestamptz) = 'infinity'::timestamptz;--> statement-breakpoint
CREATE INDEX "threads_of_owner" ON "threads" USING btree ("tenant_id","owner","updated_at" DESC NULLS FIRST,"thread_id" DESC NULLS FIRST) WHERE coalesce(delete_after, 'infinity'::timestamptz) = 'infinity'::timestamptz and owner is not null;--> statement-breakpoint
CREATE INDEX "threads_expired" ON "threads" USING btree ("expires_at") WHERE expires_at is not null;--> statement-breakpoint
CREATE UNIQUE INDEX "runs_one_running_per_thread" ON "runs" USING btree ("thread_id","tenant_id") WHERE status = 'running';--> statement-breakpoint
CREATE INDEX "runs_of_thread" ON "runs" USING btree ("thread_id","created_at" DESC NULLS FIRST);--> statement-breakpoint
CREATE INDEX "threads_created" ON "threads" USING btree ("tenant_id","created_at" DESC NULLS FIRST,"thread_id" DESC NULLS FIRST) WHERE coalesce(delete_after, 'infinity'::timestamptz) = 'infinity'::timestamptz;--> statement-breakpoint
CREATE INDEX "threads_updated" ON "threads" USING btree ("tenant_id","updated_at" DESC NULLS FIRST,"thread_id" DESC NULLS FIRST,"assistant_id","status") WHERE coalesce(delete_after, 'infinity'::timestamptz) = 'infinity'::timestamptz;--> statement-breakpoint
ALTER TABLE "checkpoint_blobs" DROP CONSTRAINT "checkpoint_blobs_pk";
--> statement-breakpoint
ALTER TABLE "checkpoint_blobs" ADD CONSTRAINT "checkpoint_blobs_pk" PRIMARY KEY("thread_id","checkpoint_ns","channel","version","tenant_id");--> statement-breakpoint
ALTER TABLE "checkpoint_writes" DROP CONSTRAINT "checkpoint_writes_pk";
--> statement-breakpoint
ALTER TABLE "checkpoint_writes" ADD CONSTRAINT "checkpoint_writes_pk" PRIMARY KEY("thread_id","checkpoint_ns","checkpoint_id","task_id","idx","tenant_id");--> statement-breakpoint
ALTER TABLE "checkpoints" DROP CONSTRAINT "checkpoints_pk";
--> statement-breakpoint
ALTER TABLE "checkpoints" ADD CONSTRAINT "checkpoints_pk" PRIMARY KEY("thread_id","checkpoint_ns","checkpoint_id","tenant_id");--> statement-breakpoint
CREATE POLICY "tenant_isolation" ON "assistant_versions" AS PERMISSIVE FOR ALL TO "raptorflow_app" USING (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid)) WITH CHECK (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "tenant_isolation" ON "crons" AS PERMISSIVE FOR ALL TO "raptorflow_app" USING (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid)) WITH CHECK (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "tenant_isolation" ON "effects" AS PERMISSIVE FOR ALL TO "raptorflow_app" USING (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid)) WITH CHECK (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "tenant_isolation" ON "run_keys" AS PERMISSIVE FOR ALL TO "raptorflow_app" USING (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid)) WITH CHECK (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "tenant_isolation" ON "store_vectors" AS PERMISSIVE FOR ALL TO "raptorflow_app" USING (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid)) WITH CHECK (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "tenant_isolation" ON "task_pushes" AS PERMISSIVE FOR ALL TO "raptorflow_app" USING (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid)) WITH CHECK (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "tenant_isolation" ON "webhook_deliveries" AS PERMISSIVE FOR ALL TO "raptorflow_app" USING (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid)) WITH CHECK (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "tenant_isolation" ON "webhook_secrets" AS PERMISSIVE FOR ALL TO "raptorflow_app" USING (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid)) WITH CHECK (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid));--> statement-breakpoint
-- Counts what older builds left active; for its owner the wall is lifted while that is done.
ALTER TABLE "threads" NO FORCE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE "runs" NO FORCE ROW LEVEL SECURITY;--> statement-breakpoint
UPDATE "threads" SET "active_runs" = "counted"."active" FROM (
  SELECT "tenant_id", "thread_id", count(*)::integer AS "active" FROM "runs"
  WHERE "status" IN ('pending', 'running') GROUP BY "tenant_id", "thread_id"
) AS "counted"
WHERE "threads"."tenant_id" = "counted"."tenant_id" AND "threads"."thread_id" = "counted"."thread_id";--> statement-breakpoint
ALTER TABLE "threads" FORCE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE "runs" FORCE ROW LEVEL SECURITY;
