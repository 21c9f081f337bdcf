import type { RunCreate } from "./run.ts";

/** What becomes of the thread that a fire has made, once its run is over. */
export type OnRunCompleted = "delete" | "keep";

/** A schedule that creates runs, on the wire (PROTOCOL 2.8). */
export type Cron = {
  cron_id: string;
  assistant_id: string;
  /** null: each fire makes a thread of its own. */
  thread_id: string | null;
  /** null with a thread of its own. */
  on_run_completed: OnRunCompleted | null;
  schedule: string;
  /** IANA name of the zone in which the schedule is read. */
  timezone: string;
  /** No slot after it fires. */
  end_time: string | null;
  /** The slot that fires next; null when none will. */
  next_run_date: string | null;
  enabled: boolean;
  created_at: string;
  updated_at: string;
  /** The identity as which its runs act. */
  user_id: string | null;
  /** The body of its runs. */
  payload: RunCreate;
  metadata: Record<string, unknown>;
};

export const CRON_SORT_FIELDS = [
  "cron_id",
  "assistant_id",
  "thread_id",
  "next_run_date",
  "end_time",
  "created_at",
  "updated_at",
] as const;
export type CronSortField = (typeof CRON_SORT_FIELDS)[number];

export type CronFilter = {
  /** A UUID, or a graph's id for its default assistant. */
  assistant_id?: string | null | undefined;
  thread_id?: string | null | undefined;
  enabled?: boolean | null | undefined;
  metadata?: Record<string, unknown> | null | undefined;
};

/** What a cron is, beside the body of its runs. */
export type CronTerms = {
  schedule: string;
  timezone: string;
  endTime: string | null;
  enabled: boolean;
};
