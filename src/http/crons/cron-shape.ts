import { z } from "zod";
import type { Cron } from "../../domain/cron.ts";
import type { RunCreate } from "../../domain/run.ts";

const date = z.string().describe("ISO 8601, UTC, with milliseconds");

/** The reply for the API description; `satisfies` keeps it in step with the row that verbs return. */
export const CronShape = z.object({
  cron_id: z.string(),
  assistant_id: z.string(),
  thread_id: z.string().nullable().describe("null: each fire makes a thread of its own"),
  on_run_completed: z.enum(["delete", "keep"]).nullable(),
  schedule: z.string(),
  timezone: z.string(),
  end_time: date.nullable(),
  next_run_date: date.nullable().describe("null: none will fire"),
  enabled: z.boolean(),
  created_at: date,
  updated_at: date,
  user_id: z.string().nullable(),
  payload: z.custom<RunCreate>().describe("The body of its runs"),
  metadata: z.record(z.string(), z.unknown()),
}) satisfies z.ZodType<Cron>;
