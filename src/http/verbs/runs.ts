import type { Run, RunCreate, RunStatus } from "../../domain/run.ts";
import type { Call, FrameBatch } from "./call.ts";

type RunRef = { threadId: string; runId: string };
/** `threadId` null: a run that is addressed without its thread. */
type LooseRunRef = { threadId: string | null; runId: string };

/** `threadId` null: a stateless run, whose thread the verb makes. `headers`: lower-case, without credentials. */
export type RunRequest = { threadId: string | null; body: RunCreate; headers: Record<string, string> };

/** A request that comes again under its key creates nothing more and gets the first answer; `route` says which way. */
export type Repeatable = { idempotencyKey?: string | null; route?: string };

export type CancelAction = "interrupt" | "rollback";
/** "disconnect": asked for on a connection that is gone now; it was authorized when that was opened. */
export type CancelReason = "api" | "disconnect" | "taken";

export type RunVerbs = {
  create(call: Call<RunRequest & Repeatable>): Promise<Run>;
  /** All or none, in order. */
  createMany(call: Call<{ requests: RunRequest[] } & Repeatable>): Promise<Run[]>;
  /** Creates a run and tells the last number of its thread's log before it. */
  place(call: Call<RunRequest & Repeatable>): Promise<{ run: Run; appliedThroughSeq: number }>;
  /**
   * Ends after the `end` frame; on shutdown it may end without one. A run that is missing rejects before anything
   * is handed out. `lastEventId`: "start" is from the first frame, null from now on, an id what came after it.
   * `signal` aborts when the reader has gone. `cancels`: the reader wants the run to end with the connection and must
   * be allowed to. `created`: the run as this caller has just created it, which need not be looked for.
   */
  stream(
    call: Call<
      LooseRunRef & {
        lastEventId: string | null;
        modes?: string[];
        namespaces?: string[];
        checkpointId?: string;
        signal?: AbortSignal;
        cancels?: boolean;
        created?: Run;
      }
    >,
  ): AsyncIterable<FrameBatch> | Promise<AsyncIterable<FrameBatch>>;
  /** Resolves when the run is over. */
  output(call: Call<RunRef & { signal?: AbortSignal; created?: Run }>): Promise<Record<string, unknown>>;
  list(
    call: Call<{
      threadId: string;
      limit: number;
      offset: number;
      status?: RunStatus;
      metadata?: Record<string, unknown>;
    }>,
  ): Promise<Run[]>;
  /** `cancels`: also asks whether the caller may cancel it. */
  get(call: Call<RunRef & { cancels?: boolean }>): Promise<Run>;
  /** With `wait` it resolves when the run has ended. */
  cancel(
    call: Call<LooseRunRef & { wait: boolean; action: CancelAction; reason: CancelReason }>,
  ): Promise<void>;
  /** Those that are active; rejects when there is none. */
  cancelMany(
    call: Call<{
      runs: { threadId: string; runIds: string[] } | { status: "pending" | "running" | "all" };
      action: CancelAction;
    }>,
  ): Promise<void>;
  delete(call: Call<RunRef>): Promise<void>;
};
