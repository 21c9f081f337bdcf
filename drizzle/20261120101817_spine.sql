CREATE TABLE "assistants" (
	"tenant_id" uuid NOT NULL,
	"assistant_id" uuid NOT NULL,
	"graph_id" text NOT NULL,
	"name" text NOT NULL,
	"description" text,
	"config" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"context" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"metadata" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"version" integer DEFAULT 1 NOT NULL,
	"created_at" timestamp(3) with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp(3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "assistants_tenant_id_assistant_id_pk" PRIMARY KEY("tenant_id","assistant_id")
);
--> statement-breakpoint
ALTER TABLE "assistants" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "runs" (
	"tenant_id" uuid NOT NULL,
	"run_id" uuid NOT NULL,
	"thread_id" uuid NOT NULL,
	"assistant_id" uuid NOT NULL,
	"graph_id" text NOT NULL,
	"status" text DEFAULT 'pending' NOT NULL,
	"kwargs" json NOT NULL,
	"metadata" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"multitask_strategy" text DEFAULT 'enqueue' NOT NULL,
	"cancel_action" text,
	"cancel_reason" text,
	"error" jsonb,
	"attempt" integer DEFAULT 0 NOT NULL,
	"fence" bigint DEFAULT 0 NOT NULL,
	"worker" text,
	"lease_until" timestamp(3) with time zone,
	"first_seq" bigint,
	"next_run_seq" integer DEFAULT 1 NOT NULL,
	"due_at" timestamp(3) with time zone DEFAULT now() NOT NULL,
	"created_at" timestamp(3) with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp(3) with time zone DEFAULT now() NOT NULL,
	"started_at" timestamp(3) with time zone,
	"ended_at" timestamp(3) with time zone,
	CONSTRAINT "runs_tenant_id_run_id_pk" PRIMARY KEY("tenant_id","run_id")
);
--> statement-breakpoint
ALTER TABLE "runs" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "thread_events" (
	"tenant_id" uuid NOT NULL,
	"thread_id" uuid NOT NULL,
	"seq" bigint NOT NULL,
	"run_id" uuid NOT NULL,
	"run_seq" integer NOT NULL,
	"attempt" integer NOT NULL,
	"ns" text NOT NULL,
	"mode" text NOT NULL,
	"data" text NOT NULL,
	"at" bigint NOT NULL,
	CONSTRAINT "thread_events_tenant_id_thread_id_seq_pk" PRIMARY KEY("tenant_id","thread_id","seq")
);
--> statement-breakpoint
ALTER TABLE "thread_events" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "threads" (
	"tenant_id" uuid NOT NULL,
	"thread_id" uuid NOT NULL,
	"status" text DEFAULT 'idle' NOT NULL,
	"metadata" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"config" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"values" jsonb,
	"interrupts" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"error" jsonb,
	"next_seq" bigint DEFAULT 1 NOT NULL,
	"created_at" timestamp(3) with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp(3) with time zone DEFAULT now() NOT NULL,
	"state_updated_at" timestamp(3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "threads_tenant_id_thread_id_pk" PRIMARY KEY("tenant_id","thread_id")
);
--> statement-breakpoint
ALTER TABLE "threads" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE INDEX "assistants_created" ON "assistants" USING btree ("tenant_id","created_at" DESC NULLS LAST);--> statement-breakpoint
CREATE UNIQUE INDEX "runs_one_running_per_thread" ON "runs" USING btree ("tenant_id","thread_id") WHERE status = 'running';--> statement-breakpoint
CREATE INDEX "runs_pending" ON "runs" USING btree ("due_at","created_at") WHERE status = 'pending';--> statement-breakpoint
CREATE INDEX "runs_leases" ON "runs" USING btree ("lease_until") WHERE status = 'running';--> statement-breakpoint
CREATE INDEX "runs_of_thread" ON "runs" USING btree ("tenant_id","thread_id","created_at" DESC NULLS LAST);--> statement-breakpoint
CREATE INDEX "threads_created" ON "threads" USING btree ("tenant_id","created_at" DESC NULLS LAST);--> statement-breakpoint
CREATE INDEX "threads_updated" ON "threads" USING btree ("tenant_id","updated_at" DESC NULLS LAST);--> statement-breakpoint
CREATE INDEX "threads_metadata" ON "threads" USING gin ("metadata" jsonb_path_ops);--> statement-breakpoint
CREATE POLICY "tenant_isolation" ON "assistants" AS PERMISSIVE FOR ALL TO "raptorflow_app" USING (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid)) WITH CHECK (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "tenant_isolation" ON "runs" AS PERMISSIVE FOR ALL TO "raptorflow_app" USING (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid)) WITH CHECK (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "tenant_isolation" ON "thread_events" AS PERMISSIVE FOR ALL TO "raptorflow_app" USING (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid)) WITH CHECK (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "tenant_isolation" ON "threads" AS PERMISSIVE FOR ALL TO "raptorflow_app" USING (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid)) WITH CHECK (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid));