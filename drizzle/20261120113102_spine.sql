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
CREATE TABLE "checkpoint_blobs" (
	"tenant_id" uuid NOT NULL,
	"thread_id" text COLLATE "C" NOT NULL,
	"checkpoint_ns" text COLLATE "C" NOT NULL,
	"channel" text COLLATE "C" NOT NULL,
	"version" text COLLATE "C" NOT NULL,
	"type" text NOT NULL,
	"value" text NOT NULL,
	CONSTRAINT "checkpoint_blobs_pk" PRIMARY KEY("tenant_id","thread_id","checkpoint_ns","channel","version")
);
--> statement-breakpoint
ALTER TABLE "checkpoint_blobs" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "checkpoint_writes" (
	"tenant_id" uuid NOT NULL,
	"thread_id" text COLLATE "C" NOT NULL,
	"checkpoint_ns" text COLLATE "C" NOT NULL,
	"checkpoint_id" text COLLATE "C" NOT NULL,
	"task_id" text COLLATE "C" NOT NULL,
	"idx" integer NOT NULL,
	"channel" text COLLATE "C" NOT NULL,
	"run_id" uuid,
	"type" text NOT NULL,
	"value" text NOT NULL,
	CONSTRAINT "checkpoint_writes_pk" PRIMARY KEY("tenant_id","thread_id","checkpoint_ns","checkpoint_id","task_id","idx")
);
--> statement-breakpoint
ALTER TABLE "checkpoint_writes" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "checkpoints" (
	"tenant_id" uuid NOT NULL,
	"thread_id" text COLLATE "C" NOT NULL,
	"checkpoint_ns" text COLLATE "C" NOT NULL,
	"checkpoint_id" text COLLATE "C" NOT NULL,
	"parent_checkpoint_id" text COLLATE "C",
	"run_id" uuid,
	"checkpoint" text NOT NULL,
	"blob_versions" jsonb NOT NULL,
	"metadata" jsonb NOT NULL,
	CONSTRAINT "checkpoints_pk" PRIMARY KEY("tenant_id","thread_id","checkpoint_ns","checkpoint_id")
);
--> statement-breakpoint
ALTER TABLE "checkpoints" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "episodic_memory" (
	"tenant_id" uuid NOT NULL,
	"episode_id" uuid NOT NULL,
	"thread_id" uuid,
	"kind" text NOT NULL,
	"summary" text NOT NULL,
	"importance" real NOT NULL,
	"terms" "tsvector" NOT NULL,
	"created_at" timestamp(3) with time zone NOT NULL,
	"expires_at" timestamp(3) with time zone NOT NULL,
	CONSTRAINT "episodic_memory_tenant_id_episode_id_pk" PRIMARY KEY("tenant_id","episode_id")
);
--> statement-breakpoint
ALTER TABLE "episodic_memory" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "foundations" (
	"tenant_id" uuid NOT NULL,
	"data" jsonb NOT NULL,
	"updated_at" timestamp(3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "foundations_tenant_id_pk" PRIMARY KEY("tenant_id")
);
--> statement-breakpoint
ALTER TABLE "foundations" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "knowledge_chunks" (
	"tenant_id" uuid NOT NULL,
	"chunk_id" uuid NOT NULL,
	"document_id" uuid NOT NULL,
	"position" integer NOT NULL,
	"heading" text NOT NULL,
	"content" text NOT NULL,
	"terms" "tsvector" NOT NULL,
	CONSTRAINT "knowledge_chunks_tenant_id_chunk_id_pk" PRIMARY KEY("tenant_id","chunk_id")
);
--> statement-breakpoint
ALTER TABLE "knowledge_chunks" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "knowledge_documents" (
	"tenant_id" uuid NOT NULL,
	"document_id" uuid NOT NULL,
	"filename" text NOT NULL,
	"title" text NOT NULL,
	"content_type" text NOT NULL,
	"tags" text[] DEFAULT '{}' NOT NULL,
	"version" integer DEFAULT 1 NOT NULL,
	"content_hash" text NOT NULL,
	"characters" integer NOT NULL,
	"chunks" integer NOT NULL,
	"created_at" timestamp(3) with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp(3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "knowledge_documents_tenant_id_document_id_pk" PRIMARY KEY("tenant_id","document_id")
);
--> statement-breakpoint
ALTER TABLE "knowledge_documents" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
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
CREATE TABLE "skill_versions" (
	"tenant_id" uuid NOT NULL,
	"skill_id" text NOT NULL,
	"hash" text NOT NULL,
	"source" text NOT NULL,
	"path" text NOT NULL,
	"created_at" timestamp(3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "skill_versions_tenant_id_skill_id_hash_pk" PRIMARY KEY("tenant_id","skill_id","hash")
);
--> statement-breakpoint
ALTER TABLE "skill_versions" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE TABLE "store_items" (
	"tenant_id" uuid NOT NULL,
	"namespace" text COLLATE "C" NOT NULL,
	"key" text COLLATE "C" NOT NULL,
	"value" jsonb NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "store_items_pk" PRIMARY KEY("tenant_id","namespace","key")
);
--> statement-breakpoint
ALTER TABLE "store_items" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
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
	"delete_after" timestamp(3) with time zone,
	"created_at" timestamp(3) with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp(3) with time zone DEFAULT now() NOT NULL,
	"state_updated_at" timestamp(3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "threads_tenant_id_thread_id_pk" PRIMARY KEY("tenant_id","thread_id")
);
--> statement-breakpoint
ALTER TABLE "threads" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE "knowledge_chunks" ADD CONSTRAINT "knowledge_chunks_document" FOREIGN KEY ("tenant_id","document_id") REFERENCES "public"."knowledge_documents"("tenant_id","document_id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "assistants_created" ON "assistants" USING btree ("tenant_id","created_at" DESC NULLS FIRST);--> statement-breakpoint
CREATE INDEX "episodic_memory_created" ON "episodic_memory" USING btree ("tenant_id","created_at" DESC NULLS FIRST);--> statement-breakpoint
CREATE INDEX "episodic_memory_expires" ON "episodic_memory" USING btree ("tenant_id","expires_at");--> statement-breakpoint
CREATE INDEX "episodic_memory_terms" ON "episodic_memory" USING gin ("terms");--> statement-breakpoint
CREATE INDEX "knowledge_chunks_position" ON "knowledge_chunks" USING btree ("tenant_id","document_id","position");--> statement-breakpoint
CREATE INDEX "knowledge_chunks_terms" ON "knowledge_chunks" USING gin ("terms");--> statement-breakpoint
CREATE UNIQUE INDEX "knowledge_documents_filename" ON "knowledge_documents" USING btree ("tenant_id","filename");--> statement-breakpoint
CREATE UNIQUE INDEX "knowledge_documents_content" ON "knowledge_documents" USING btree ("tenant_id","content_hash");--> statement-breakpoint
CREATE INDEX "knowledge_documents_created" ON "knowledge_documents" USING btree ("tenant_id","created_at" DESC NULLS FIRST);--> statement-breakpoint
CREATE UNIQUE INDEX "runs_one_running_per_thread" ON "runs" USING btree ("tenant_id","thread_id") WHERE status = 'running';--> statement-breakpoint
CREATE INDEX "runs_pending" ON "runs" USING btree ("due_at","created_at") WHERE status = 'pending';--> statement-breakpoint
CREATE INDEX "runs_leases" ON "runs" USING btree ("lease_until") WHERE status = 'running';--> statement-breakpoint
CREATE INDEX "runs_of_thread" ON "runs" USING btree ("tenant_id","thread_id","created_at" DESC NULLS FIRST);--> statement-breakpoint
CREATE INDEX "store_items_updated" ON "store_items" USING btree ("tenant_id","updated_at");--> statement-breakpoint
CREATE INDEX "threads_created" ON "threads" USING btree ("tenant_id","created_at" DESC NULLS FIRST);--> statement-breakpoint
CREATE INDEX "threads_updated" ON "threads" USING btree ("tenant_id","updated_at" DESC NULLS FIRST);--> statement-breakpoint
CREATE INDEX "threads_deleted" ON "threads" USING btree ("delete_after") WHERE delete_after is not null;--> statement-breakpoint
CREATE INDEX "threads_metadata" ON "threads" USING gin ("metadata" jsonb_path_ops);--> statement-breakpoint
CREATE POLICY "tenant_isolation" ON "assistants" AS PERMISSIVE FOR ALL TO "raptorflow_app" USING (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid)) WITH CHECK (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "tenant_isolation" ON "checkpoint_blobs" AS PERMISSIVE FOR ALL TO "raptorflow_app" USING (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid)) WITH CHECK (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "tenant_isolation" ON "checkpoint_writes" AS PERMISSIVE FOR ALL TO "raptorflow_app" USING (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid)) WITH CHECK (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "tenant_isolation" ON "checkpoints" AS PERMISSIVE FOR ALL TO "raptorflow_app" USING (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid)) WITH CHECK (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "tenant_isolation" ON "episodic_memory" AS PERMISSIVE FOR ALL TO "raptorflow_app" USING (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid)) WITH CHECK (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "tenant_isolation" ON "foundations" AS PERMISSIVE FOR ALL TO "raptorflow_app" USING (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid)) WITH CHECK (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "tenant_isolation" ON "knowledge_chunks" AS PERMISSIVE FOR ALL TO "raptorflow_app" USING (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid)) WITH CHECK (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "tenant_isolation" ON "knowledge_documents" AS PERMISSIVE FOR ALL TO "raptorflow_app" USING (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid)) WITH CHECK (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "tenant_isolation" ON "runs" AS PERMISSIVE FOR ALL TO "raptorflow_app" USING (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid)) WITH CHECK (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "tenant_isolation" ON "skill_versions" AS PERMISSIVE FOR ALL TO "raptorflow_app" USING (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid)) WITH CHECK (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "tenant_isolation" ON "store_items" AS PERMISSIVE FOR ALL TO "raptorflow_app" USING (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid)) WITH CHECK (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "tenant_isolation" ON "thread_events" AS PERMISSIVE FOR ALL TO "raptorflow_app" USING (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid)) WITH CHECK (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid));--> statement-breakpoint
CREATE POLICY "tenant_isolation" ON "threads" AS PERMISSIVE FOR ALL TO "raptorflow_app" USING (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid)) WITH CHECK (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid));