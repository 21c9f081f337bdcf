import type { Assistant, AssistantSearch } from "../domain/assistant.ts";
import type { Frame } from "../domain/event.ts";
import type { Foundation } from "../domain/foundation.ts";
import type { CallContext } from "../domain/principal.ts";
import type { Run, RunCommand, RunCreate, RunStatus } from "../domain/run.ts";
import type { SkillProblem } from "../domain/skill.ts";
import type { Thread, ThreadCreate, ThreadSearch, ThreadState } from "../domain/thread.ts";

/** Every verb takes who calls and what is asked. */
export type Call<Input> = { ctx: CallContext; input: Input };

/** `total` counts every row that matches, not only this page. */
export type Page<Row> = { rows: Row[]; total: number };

/** A frame whose data is JSON text already, as the log keeps it: one line, written to the wire as it is. */
export type RawFrame = { id: string; event: string; json: string };

/** Frames that are ready together go out in one write. */
export type FrameBatch = readonly (RawFrame | Frame)[];

type AssistantRef = { assistantId: string };
type ThreadRef = { threadId: string };
type RunRef = ThreadRef & { runId: string };
type Superstep = {
  updates: {
    values?: Record<string, unknown> | null | undefined;
    command?: RunCommand | null | undefined;
    asNode?: string | undefined;
  }[];
};
type CheckpointSelector = {
  checkpoint_id?: string | null | undefined;
  checkpoint_ns?: string | null | undefined;
};

export type AssistantVerbs = {
  search(call: Call<AssistantSearch & { limit: number; offset: number }>): Promise<Page<Assistant>>;
  /** `assistantId` is a UUID or a graph id, here and below. */
  get(call: Call<AssistantRef>): Promise<Assistant>;
  /** `xray`: whether subgraphs are expanded, or how deep. */
  graph(call: Call<AssistantRef & { xray: boolean | number }>): Promise<object>;
  schemas(call: Call<AssistantRef>): Promise<object>;
  subgraphs(call: Call<AssistantRef & { namespace?: string; recurse: boolean }>): Promise<object>;
};

export type ThreadVerbs = {
  create(call: Call<ThreadCreate>): Promise<Thread>;
  get(call: Call<ThreadRef>): Promise<Thread>;
  patch(call: Call<ThreadRef & { metadata: Record<string, unknown> }>): Promise<Thread>;
  delete(call: Call<ThreadRef>): Promise<void>;
  /** Rows hold at least the selected fields, and `extracted` when paths are given by alias. */
  search(
    call: Call<ThreadSearch & { limit: number; offset: number; extract?: Record<string, string> | null }>,
  ): Promise<Page<Partial<Thread>>>;
  count(call: Call<Pick<ThreadSearch, "metadata" | "values" | "status">>): Promise<number>;
  state(
    call: Call<
      ThreadRef & {
        checkpointId?: string;
        checkpointNs?: string;
        subgraphs: boolean;
        select?: string[];
      }
    >,
  ): Promise<ThreadState>;
  history(
    call: Call<
      ThreadRef & {
        limit: number;
        /** Id of a checkpoint; only older ones are listed. */
        before: string | null;
        metadata?: Record<string, unknown>;
        checkpoint?: CheckpointSelector;
        select?: string[];
      }
    >,
  ): Promise<ThreadState[]>;
  updateState(
    call: Call<
      ThreadRef & {
        /** One checkpoint each. */
        supersteps: Superstep[];
        checkpoint?: CheckpointSelector;
        checkpointId?: string;
      }
    >,
  ): Promise<{ checkpoint: Record<string, unknown>; configurable: Record<string, unknown> }>;
};

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
    call: Call<
      ThreadRef & {
        limit: number;
        offset: number;
        status?: RunStatus;
        metadata?: Record<string, unknown>;
      }
    >,
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

export type FoundationVerbs = {
  get(call: Call<Record<string, never>>): Promise<Foundation | null>;
  put(call: Call<Foundation>): Promise<Foundation>;
};

export type KnowledgeVerbs = {
  addDocument(call: Call<{ filename: string; content: string }>): Promise<object>;
  /** Newest first. */
  list(call: Call<{ limit: number; offset: number }>): Promise<Page<object>>;
};

export type SkillReportRow = {
  id: string;
  path: string;
  status: "ok" | "warning" | "refused";
  problems: readonly SkillProblem[];
};

export type SkillVerbs = {
  list(call: Call<Record<string, never>>): Promise<readonly SkillReportRow[]> | readonly SkillReportRow[];
};

/** All that the HTTP room can ask for; the composition root hands it in. */
export type Verbs = {
  assistants: AssistantVerbs;
  threads: ThreadVerbs;
  runs: RunVerbs;
  foundation: FoundationVerbs;
  knowledge: KnowledgeVerbs;
  skills: SkillVerbs;
};
