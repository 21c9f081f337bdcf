import { z } from "zod";
import type { Assistant } from "../domain/assistant.ts";
import { RUN_STATUSES, type Run, type RunKwargs } from "../domain/run.ts";
import type { StoreItem } from "../domain/store.ts";
import {
  THREAD_STATUSES,
  TTL_STRATEGIES,
  type Thread,
  type ThreadState,
  type ThreadStorage,
  type ThreadTask,
} from "../domain/thread.ts";

// Replies for the API description; `satisfies` keeps them in step with the rows that verbs return.

const object = z.record(z.string(), z.unknown());
const date = z.string().describe("ISO 8601, UTC, with milliseconds");
const Interrupt = z.object({ id: z.string(), value: z.unknown() });

export const AssistantShape = z.object({
  assistant_id: z.string(),
  graph_id: z.string(),
  config: object,
  context: object,
  metadata: object,
  name: z.string(),
  description: z.string().nullable(),
  version: z.number(),
  created_at: date,
  updated_at: date,
}) satisfies z.ZodType<Assistant>;

export const StoreItemShape = z.object({
  namespace: z.array(z.string()),
  key: z.string(),
  value: object,
  created_at: date,
  updated_at: date,
  score: z.number().optional().describe("How well it fits the query: by meaning -1 to 1, by words from 0"),
}) satisfies z.ZodType<StoreItem>;

export const ThreadShape = z.object({
  thread_id: z.string(),
  created_at: date,
  updated_at: date,
  state_updated_at: date,
  metadata: object,
  status: z.enum(THREAD_STATUSES),
  config: object,
  values: object.nullable().describe("The full root state; null before the first checkpoint"),
  interrupts: z.record(z.string(), z.array(Interrupt)).describe("By task"),
  error: z.unknown(),
  title: z.string().nullable().describe("metadata.title, else how the first human message begins"),
  ttl: z
    .object({ strategy: z.enum(TTL_STRATEGIES), ttl_minutes: z.number(), expires_at: date })
    .nullable()
    .optional()
    .describe("Only when asked for; null when the thread does not expire"),
}) satisfies z.ZodType<Thread>;

const Amount = z.object({ count: z.int(), bytes: z.int() });

export const ThreadStorageShape = z.object({
  thread_id: z.string(),
  total_bytes: z.int(),
  checkpoints: Amount,
  channel_values: Amount.extend({
    by_channel: z.record(z.string(), z.object({ versions: z.int(), bytes: z.int() })),
  }),
  pending_writes: Amount,
}) satisfies z.ZodType<ThreadStorage>;

const CheckpointShape = z.object({
  thread_id: z.string(),
  checkpoint_ns: z.string(),
  checkpoint_id: z.string(),
  checkpoint_map: object.nullable(),
});

export const ThreadStateShape = z.object({
  values: object,
  next: z.array(z.string()).describe("Nodes that run next"),
  tasks: z.array(z.custom<ThreadTask>()),
  metadata: object,
  created_at: date.nullable(),
  checkpoint: CheckpointShape.nullable(),
  parent_checkpoint: CheckpointShape.nullable(),
  interrupts: z.array(Interrupt),
}) satisfies z.ZodType<ThreadState>;

export const RunShape = z.object({
  run_id: z.string(),
  thread_id: z.string(),
  assistant_id: z.string(),
  created_at: date,
  updated_at: date,
  status: z.enum(RUN_STATUSES),
  metadata: object,
  kwargs: z.custom<RunKwargs>().describe("What was asked for"),
  multitask_strategy: z.enum(["enqueue", "reject", "interrupt", "rollback"]),
  cancel_reason: z.string().nullable(),
}) satisfies z.ZodType<Run>;

export const RunOutputShape = object.describe(
  "The last root state; with __interrupt__ when it was stopped, or only __error__ when it failed",
);
