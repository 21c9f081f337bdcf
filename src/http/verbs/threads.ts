import type { RunCommand } from "../../domain/run.ts";
import type {
  Thread,
  ThreadCreate,
  ThreadSearch,
  ThreadState,
  ThreadStorage,
  TtlRequest,
  TtlStrategy,
} from "../../domain/thread.ts";
import type { Call, Page } from "./call.ts";

type ThreadRef = { threadId: string };
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

export type ThreadVerbs = {
  create(call: Call<ThreadCreate>): Promise<Thread>;
  get(call: Call<ThreadRef & { withTtl?: boolean }>): Promise<Thread>;
  patch(
    call: Call<ThreadRef & { metadata: Record<string, unknown>; ttl?: TtlRequest | null }>,
  ): Promise<Thread>;
  delete(call: Call<ThreadRef>): Promise<void>;
  /** Answers how many were pruned. */
  prune(call: Call<{ threadIds: string[]; strategy: TtlStrategy }>): Promise<number>;
  copy(call: Call<ThreadRef>): Promise<Thread>;
  storage(call: Call<ThreadRef>): Promise<ThreadStorage>;
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
