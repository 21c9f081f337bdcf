import { z } from "zod";
import type { Interrupt } from "./interrupt.ts";

export const THREAD_STATUSES = ["idle", "busy", "interrupted", "error"] as const;
export type ThreadStatus = (typeof THREAD_STATUSES)[number];

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
};

export const ThreadCreate = z.object({
  thread_id: z.guid().nullish(),
  metadata: z.record(z.string(), z.unknown()).nullish(),
  if_exists: z.enum(["raise", "do_nothing"]).nullish(),
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
