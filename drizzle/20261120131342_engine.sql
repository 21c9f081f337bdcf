ALTER TABLE "runs" ADD COLUMN "caller" jsonb;--> statement-breakpoint
ALTER TABLE "threads" ADD COLUMN "active_runs" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
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
