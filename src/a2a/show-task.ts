import type { Task } from "@a2a-js/sdk";
import type { CallContext } from "../domain/principal.ts";
import { isRecord, readText } from "../domain/record.ts";
import { isActive, type Run } from "../domain/run.ts";
import type { FoundTask } from "../domain/task.ts";
import { listMessages } from "../http/conversation/open-thread.ts";
import type { ProtocolVerbs } from "../http/verbs.ts";
import { type History, NO_HISTORY, toTask } from "./to-task.ts";

type Showing = {
  found: FoundTask;
  history: History;
  /** False: without the answer, as a list is by default. */
  hasArtifacts?: boolean;
};

/** A task as its agent shows it, with as much of the conversation as is asked for. */
export function createShowTask({ verbs }: { verbs: ProtocolVerbs }) {
  async function readValues(ctx: CallContext, { run }: FoundTask): Promise<Record<string, unknown>> {
    const { thread_id: threadId, run_id: runId } = run;
    if (!isActive(run.status)) {
      const { __interrupt__: _, ...values } = await verbs.runs.output({ ctx, input: { threadId, runId } });
      if (!("__error__" in values)) return values;
    }
    const thread = await verbs.threads.get({ ctx, input: { threadId } });
    return thread.values ?? {};
  }

  async function readFirstRun(ctx: CallContext, { run, taskId }: FoundTask): Promise<Run> {
    if (run.run_id === taskId) return run;
    return verbs.runs.get({ ctx, input: { threadId: run.thread_id, runId: taskId } });
  }

  return async function showTask(
    ctx: CallContext,
    { found, history, hasArtifacts = true }: Showing,
  ): Promise<Task> {
    if (history.length === 0 && !hasArtifacts)
      return toTask({ found, values: null, firstId: null, history: NO_HISTORY });
    const values = await readValues(ctx, found);
    const firstId = toInputId(await readFirstRun(ctx, found));
    const task = toTask({ found, values, firstId, history });
    return hasArtifacts ? task : { ...task, artifacts: [] };
  };
}
export type ShowTask = ReturnType<typeof createShowTask>;

/** Id of the first message of a run's input. */
export function toInputId({ kwargs: { input } }: Run): string | null {
  const [first] = listMessages(isRecord(input) ? input : {});
  return first === undefined ? null : readText(first, "id");
}
