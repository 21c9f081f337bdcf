import { z } from "zod";

export const RUN_STATUSES = ["pending", "running", "success", "error", "timeout", "interrupted"] as const;
export type RunStatus = (typeof RUN_STATUSES)[number];

export function isActive(status: RunStatus): boolean {
  return status === "pending" || status === "running";
}

export const STREAM_MODES = [
  "values",
  "updates",
  "messages",
  "messages-tuple",
  "custom",
  "tools",
  "tasks",
  "checkpoints",
  "debug",
  "events",
  "lifecycle",
] as const;
export type StreamMode = (typeof STREAM_MODES)[number];

const checkpointRef = z
  .object({
    checkpoint_id: z.string().nullish(),
    checkpoint_ns: z.string().nullish(),
    checkpoint_map: z.record(z.string(), z.unknown()).nullish(),
  })
  .loose();

export const RunConfig = z
  .object({
    tags: z.array(z.string()).optional(),
    recursion_limit: z.number().int().positive().optional(),
    configurable: z.record(z.string(), z.unknown()).optional(),
    metadata: z.record(z.string(), z.unknown()).optional(),
  })
  .loose();
export type RunConfig = z.infer<typeof RunConfig>;

const goto = z.union([z.string(), z.object({ node: z.string(), input: z.unknown().optional() })]);

export const RunCommand = z.object({
  resume: z.unknown().optional(),
  update: z.union([z.record(z.string(), z.unknown()), z.array(z.tuple([z.string(), z.unknown()]))]).nullish(),
  goto: z.union([goto, z.array(goto)]).nullish(),
});
export type RunCommand = z.infer<typeof RunCommand>;

const streamModes = z.preprocess(
  (value) => (typeof value === "string" ? [value] : value),
  z.array(
    z.enum(STREAM_MODES, {
      error: (issue) => `unknown mode ${JSON.stringify(issue.input)}; use ${STREAM_MODES.join(", ")}`,
    }),
  ),
);

/** The body of every route that creates a run (PROTOCOL 2.5); `null` means absent. */
export const RunCreate = z.object({
  assistant_id: z.string().min(1),
  input: z.unknown().optional(),
  command: RunCommand.nullish(),
  config: RunConfig.nullish(),
  context: z.unknown().optional(),
  metadata: z.record(z.string(), z.unknown()).nullish(),
  checkpoint: checkpointRef.nullish(),
  checkpoint_id: z.string().nullish(),
  stream_mode: streamModes.nullish(),
  stream_subgraphs: z.boolean().nullish(),
  stream_resumable: z.boolean().nullish(),
  interrupt_before: z.union([z.literal("*"), z.array(z.string())]).nullish(),
  interrupt_after: z.union([z.literal("*"), z.array(z.string())]).nullish(),
  multitask_strategy: z.enum(["enqueue", "reject", "interrupt", "rollback"]).nullish(),
  if_not_exists: z.enum(["reject", "create"]).nullish(),
  on_disconnect: z.enum(["continue", "cancel"]).nullish(),
  on_completion: z
    .preprocess(
      (value) => (value === "complete" ? "delete" : value === "continue" ? "keep" : value),
      z.enum(["delete", "keep"]).nullish(),
    )
    .optional(),
  after_seconds: z.number().min(0).nullish(),
  webhook: z.string().nullish(),
  durability: z.enum(["sync", "async", "exit"]).nullish(),
  checkpoint_during: z.boolean().nullish(),
  strict_resume: z.boolean().nullish().describe("End with an error when an answered interrupt does not wait"),
  timeout: z
    .number()
    .positive()
    .nullish()
    .describe("Seconds after which the run is stopped, counted from its first start"),
  feedback_keys: z.array(z.string()).nullish(),
});
export type RunCreate = z.infer<typeof RunCreate>;

/** What a run was asked to do; stored with its row, so that any process can execute it. */
export type RunKwargs = {
  input: unknown;
  command: RunCommand | null;
  config: RunConfig;
  context: unknown;
  stream_mode: StreamMode[];
  interrupt_before: "*" | string[] | null;
  interrupt_after: "*" | string[] | null;
  webhook: string | null;
  feedback_keys: string[] | null;
  subgraphs: boolean;
  resumable: boolean;
  /** The thread lives only for this run (stateless run with `on_completion: delete`). */
  temporary: boolean;
  checkpoint: {
    checkpoint_id: string;
    checkpoint_ns: string;
    checkpoint_map?: Record<string, unknown>;
  } | null;
  durability: "sync" | "async" | "exit";
  strict_resume: boolean;
  /** Seconds from its first start; null: as long as the service allows. */
  timeout: number | null;
};

/** Who created a run; its graph sees this, a client never does. */
export type RunCaller = {
  identity: string;
  permissions: readonly string[];
  /** All that `authenticate` said; null without custom auth. */
  user: Record<string, unknown> | null;
};

/** A run on the wire. */
export type Run = {
  run_id: string;
  thread_id: string;
  assistant_id: string;
  created_at: string;
  updated_at: string;
  status: RunStatus;
  metadata: Record<string, unknown>;
  kwargs: RunKwargs;
  multitask_strategy: "enqueue" | "reject" | "interrupt" | "rollback";
  cancel_reason: string | null;
};
