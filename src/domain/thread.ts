import { z } from "zod";
import type { Interrupt } from "./interrupt.ts";
import { RunCommand } from "./run.ts";

export const THREAD_STATUSES = ["idle", "busy", "interrupted", "error"] as const;
export type ThreadStatus = (typeof THREAD_STATUSES)[number];

export const TTL_STRATEGIES = ["delete", "keep_latest"] as const;
export type TtlStrategy = (typeof TTL_STRATEGIES)[number];

/** How long a thread lives after its last change, and what happens then. */
export type ThreadTtl = { strategy: TtlStrategy; ttl_minutes: number };

/** What the configuration says of threads that are created without a time to live; times in minutes. */
export type ThreadTtlDefault = {
  strategy: TtlStrategy;
  /** null: only threads that were given a time of their own expire. */
  defaultTtlMinutes: number | null;
  sweepIntervalMinutes: number;
  /** Threads that one sweep looks after. */
  sweepLimit: number;
};

/** A thread on the wire (PROTOCOL 2.3). */
export type Thread = {
  thread_id: string;
  created_at: string;
  updated_at: string;
  state_updated_at: string;
  metadata: Record<string, unknown>;
  status: ThreadStatus;
  config: Record<string, unknown>;
  values: Record<string, unknown> | null;
  interrupts: Record<string, Interrupt[]>;
  error: unknown;
  /** `metadata.title`, else how the first human message begins. */
  title: string | null;
  /** Only when it was asked for; null when the thread does not expire. */
  ttl?: (ThreadTtl & { expires_at: string }) | null;
};

/** A hundred years: what is longer than that has no end. */
const MOST_MINUTES = 52_560_000;
const minutes = z.number().positive().max(MOST_MINUTES);

/** A number of minutes, with or without what happens then. */
export const TtlRequest = z.union([
  minutes,
  z.object({ ttl: minutes, strategy: z.enum(TTL_STRATEGIES).nullish() }),
]);
export type TtlRequest = z.infer<typeof TtlRequest>;

const Superstep = z.object({
  updates: z
    .array(
      z.object({
        values: z.record(z.string(), z.unknown()).nullish(),
        command: RunCommand.nullish(),
        as_node: z.string(),
      }),
    )
    .min(1),
});
export type Superstep = z.infer<typeof Superstep>;

export const ThreadCreate = z.object({
  thread_id: z.guid().nullish(),
  metadata: z.record(z.string(), z.unknown()).nullish(),
  if_exists: z.enum(["raise", "do_nothing"]).nullish(),
  supersteps: z
    .array(Superstep)
    .nullish()
    .describe("A history to begin with, one checkpoint each; needs metadata.graph_id"),
  ttl: TtlRequest.nullish().describe("Minutes after its last change, and what happens then"),
});
export type ThreadCreate = z.infer<typeof ThreadCreate>;

const sortable = ["thread_id", "status", "created_at", "updated_at", "state_updated_at"] as const;

export const ThreadSearch = z.object({
  metadata: z.record(z.string(), z.unknown()).nullish(),
  ids: z.array(z.guid()).nullish(),
  status: z.enum(THREAD_STATUSES).nullish(),
  values: z.record(z.string(), z.unknown()).nullish(),
  limit: z.number().int().min(1).max(1000).nullish(),
  offset: z.number().int().min(0).nullish(),
  sort_by: z.enum(sortable).nullish(),
  sort_order: z.enum(["asc", "desc"]).nullish(),
  select: z.array(z.string()).nullish(),
});
export type ThreadSearch = z.infer<typeof ThreadSearch>;

export const ThreadPrune = z.object({
  thread_ids: z.array(z.guid()).max(1000),
  strategy: z.enum(TTL_STRATEGIES).nullish(),
});

type Amount = { count: number; bytes: number };

/** What a thread takes up in the database; bytes as they are stored, compressed where the database does so. */
export type ThreadStorage = {
  thread_id: string;
  total_bytes: number;
  checkpoints: Amount;
  channel_values: Amount & { by_channel: Record<string, { versions: number; bytes: number }> };
  pending_writes: Amount;
};

type CheckpointRef = {
  thread_id: string;
  checkpoint_ns: string;
  checkpoint_id: string;
  checkpoint_map: Record<string, unknown> | null;
};

export type ThreadTask = {
  id: string;
  name: string;
  path: unknown[];
  error: string | null;
  interrupts: Interrupt[];
  checkpoint: Record<string, unknown> | null;
  state: ThreadState | null;
  result: unknown;
};

export type ThreadState = {
  values: Record<string, unknown>;
  next: string[];
  tasks: ThreadTask[];
  metadata: Record<string, unknown>;
  created_at: string | null;
  checkpoint: CheckpointRef | null;
  parent_checkpoint: CheckpointRef | null;
  interrupts: Interrupt[];
};
