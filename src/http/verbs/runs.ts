import type { Run, RunCreate, RunStatus } from "../../domain/run.ts";
import type { Call, FrameBatch } from "./call.ts";

type RunRef = { threadId: string; runId: string };

export type RunVerbs = {
  /** `threadId` null: a stateless run, whose thread the verb makes. `headers`: lower-case, without credentials. */
  create(
    call: Call<{ threadId: string | null; body: RunCreate; headers: Record<string, string> }>,
  ): Promise<Run>;
  /**
   * Ends after the `end` frame; on shutdown it may end without one. A run that is missing rejects before anything
   * is handed out. `threadId` null: a run that was created without a thread. `lastEventId`: "start" is from the
   * first frame, null from now on, an id what came after it. `signal` aborts when the reader has gone.
   */
  stream(
    call: Call<{
      threadId: string | null;
      runId: string;
      lastEventId: string | null;
      modes?: string[];
      namespaces?: string[];
      checkpointId?: string;
      signal?: AbortSignal;
    }>,
  ): AsyncIterable<FrameBatch> | Promise<AsyncIterable<FrameBatch>>;
  /** Resolves when the run is over. */
  output(call: Call<RunRef & { signal?: AbortSignal }>): Promise<Record<string, unknown>>;
  list(
    call: Call<{
      threadId: string;
      limit: number;
      offset: number;
      status?: RunStatus;
      metadata?: Record<string, unknown>;
    }>,
  ): Promise<Run[]>;
  get(call: Call<RunRef>): Promise<Run>;
  /** With `wait` it resolves when the run has ended. */
  cancel(
    call: Call<
      { threadId: string | null; runId: string } & {
        wait: boolean;
        action: "interrupt" | "rollback";
        reason: CancelReason;
      }
    >,
  ): Promise<void>;
  delete(call: Call<RunRef>): Promise<void>;
};

export type CancelReason = "api" | "disconnect" | "taken";
