import { type Part, type StreamResponse, TaskState } from "@a2a-js/sdk";
import type { CallContext } from "../domain/principal.ts";
import type { FoundTask } from "../domain/task.ts";
import { type AnswerPart, followAnswer, type RunEnd } from "../http/conversation/follow-answer.ts";
import type { ProtocolVerbs } from "../http/verbs.ts";
import {
  NO_HISTORY,
  toAgentMessage,
  toArtifact,
  toDataPart,
  toTask,
  toTaskStatus,
  toTextPart,
} from "./to-task.ts";

type Streaming = {
  verbs: ProtocolVerbs;
  ctx: CallContext;
  found: FoundTask;
  /** Its run has just been created. */
  isNew: boolean;
  signal: AbortSignal;
};

/**
 * A task as it goes on, from the beginning of its newest run, however late one asks:
 *
 *   task > working > (progress | artifact) ... > the state that it ends or waits in
 */
export async function* streamTask(streaming: Streaming): AsyncGenerator<StreamResponse, void, undefined> {
  const { verbs, ctx, found, isNew, signal } = streaming;
  const { run } = found;
  yield toTaskEvent(found);
  let isWorking = false;
  const artifact = createArtifactWriter(run.run_id, found);
  for await (const part of followAnswer({ verbs, ctx, run, isNew, knownIds: null, signal })) {
    if (!isWorking) yield toStatus(found, TaskState.TASK_STATE_WORKING, []);
    isWorking = true;
    if (part.kind === "text") yield* artifact.write(toTextPart(part.text));
    if (part.kind === "progress") yield toProgress(found, part);
    if (part.kind !== "end") continue;
    yield* artifact.end(part.end);
    const after = await verbs.tasks.find({ ctx, input: { taskId: found.taskId } });
    yield toLast(after ?? found);
  }
}

/** Pieces of one artifact; each waits for the next, so that the last can say that it is. */
function createArtifactWriter(runId: string, { taskId, run }: FoundTask) {
  let held: Part | null = null;
  let count = 0;
  function toEvent(part: Part, lastChunk: boolean): StreamResponse {
    const artifact = toArtifact(runId, [part]);
    const value = {
      taskId,
      contextId: run.thread_id,
      artifact,
      append: count > 0,
      lastChunk,
      metadata: undefined,
    };
    count += 1;
    return { payload: { $case: "artifactUpdate", value } };
  }
  return {
    *write(part: Part): Generator<StreamResponse> {
      if (held !== null) yield toEvent(held, false);
      held = part;
    },
    *end({ status, interrupts, values }: RunEnd): Generator<StreamResponse> {
      const isAnswered = status === "success" && (interrupts ?? []).length === 0;
      if (held !== null) yield toEvent(held, true);
      else if (isAnswered && !("messages" in values)) yield toEvent(toDataPart(values), true);
    },
  };
}

function toTaskEvent(found: FoundTask): StreamResponse {
  const value = toTask({ found, values: null, firstId: null, history: NO_HISTORY });
  return { payload: { $case: "task", value } };
}

function toProgress(found: FoundTask, { step, frame }: AnswerPart & { kind: "progress" }): StreamResponse {
  return toStatus(found, TaskState.TASK_STATE_WORKING, [toTextPart(step)], `${found.run.run_id}-${frame}`);
}

function toStatus(found: FoundTask, state: TaskState, parts: Part[], messageId = ""): StreamResponse {
  const address = { taskId: found.taskId, contextId: found.run.thread_id };
  const message = parts.length === 0 ? undefined : toAgentMessage(messageId, parts, address);
  const status = { state, message, timestamp: found.run.updated_at };
  return { payload: { $case: "statusUpdate", value: { ...address, status, metadata: undefined } } };
}

function toLast(found: FoundTask): StreamResponse {
  const { taskId, run } = found;
  const value = { taskId, contextId: run.thread_id, status: toTaskStatus(found), metadata: undefined };
  return { payload: { $case: "statusUpdate", value } };
}
