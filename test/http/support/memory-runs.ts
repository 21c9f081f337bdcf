import { AppError } from "../../../src/domain/errors.ts";
import { newId, toAssistantId } from "../../../src/domain/ids.ts";
import type { Run, RunCreate } from "../../../src/domain/run.ts";
import type { Verbs } from "../../../src/http/verbs.ts";
import type { FrameBatch } from "../../../src/http/verbs/call.ts";

const NOW = "2026-11-20T09:00:00.000Z";

export type Script = {
  /** What `runs.stream` yields. */
  frames(input: { runId: string; signal?: AbortSignal }): AsyncIterable<FrameBatch>;
  /** What `runs.output` resolves to. */
  output(): Promise<Record<string, unknown>>;
  cancel(): Promise<void>;
};

export function createRunVerbs(
  record: (verb: string, input: object) => void,
  threads: ReadonlyMap<string, unknown>,
  script: Partial<Script>,
): Verbs["runs"] {
  const rows = new Map<string, Run>();
  const find = (id: string): Run => {
    const found = rows.get(id);
    if (found === undefined) throw new AppError("run_not_found", "Run not found");
    return found;
  };
  return {
    async create({ input }) {
      record("runs.create", input);
      const { threadId, body } = input;
      if (threadId !== null && !threads.has(threadId)) {
        throw new AppError("thread_not_found", `Thread with ID ${threadId} not found`);
      }
      if (body.multitask_strategy === "reject") throw new AppError("thread_busy", "Thread is busy");
      const run = toRun(threadId ?? newId(), body);
      rows.set(run.run_id, run);
      return run;
    },
    async createMany({ input }) {
      record("runs.createMany", input);
      const runs = input.requests.map(({ threadId, body }) => toRun(threadId ?? newId(), body));
      for (const run of runs) rows.set(run.run_id, run);
      return runs;
    },
    async place({ input }) {
      record("runs.place", input);
      const run = toRun(input.threadId ?? newId(), input.body);
      rows.set(run.run_id, run);
      return { run, appliedThroughSeq: 0 };
    },
    async stream({ input }) {
      record("runs.stream", input);
      const { run_id: runId } = find(input.runId);
      return script.frames?.({ ...input, runId }) ?? yieldAll([[toEnd(runId)]]);
    },
    async output({ input }) {
      record("runs.output", input);
      return script.output?.() ?? { messages: [] };
    },
    async list({ input }) {
      record("runs.list", input);
      return [...rows.values()].reverse().slice(input.offset, input.offset + input.limit);
    },
    get: async ({ input }) => find(input.runId),
    async cancel({ input }) {
      record("runs.cancel", input);
      find(input.runId);
      await script.cancel?.();
    },
    async cancelMany({ input }) {
      record("runs.cancelMany", input);
      const active =
        "status" in input.runs ? [...rows.keys()] : input.runs.runIds.filter((id) => rows.has(id));
      if (active.length === 0) throw new AppError("run_not_found", "No active run found");
    },
    async delete({ input }) {
      find(input.runId);
      rows.delete(input.runId);
    },
  };
}

export async function* yieldAll(batches: readonly FrameBatch[]): AsyncGenerator<FrameBatch> {
  yield* batches;
}

function toEnd(runId: string): FrameBatch[number] {
  return { id: "9", event: "end", json: JSON.stringify({ run_id: runId, status: "success" }) };
}

function toRun(threadId: string, body: RunCreate): Run {
  return {
    run_id: newId(),
    thread_id: threadId,
    assistant_id: toAssistantId("queen"),
    created_at: NOW,
    updated_at: NOW,
    status: "pending",
    metadata: {},
    kwargs: {
      input: body.input,
      command: null,
      config: {},
      context: {},
      stream_mode: ["values"],
      interrupt_before: null,
      interrupt_after: null,
      webhook: null,
      feedback_keys: null,
      subgraphs: false,
      resumable: false,
      temporary: false,
      checkpoint: null,
      durability: "sync",
      strict_resume: false,
      timeout: null,
    },
    multitask_strategy: "enqueue",
    cancel_reason: null,
  };
}
