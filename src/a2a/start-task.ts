import type { Message } from "@a2a-js/sdk";
import { RequestMalformedError, TaskNotFoundError, UnsupportedOperationError } from "@a2a-js/sdk/errors";
import type { Assistant } from "../domain/assistant.ts";
import { AppError } from "../domain/errors.ts";
import type { NewId } from "../domain/ids.ts";
import type { CallContext } from "../domain/principal.ts";
import type { RunCreate } from "../domain/run.ts";
import { type FoundTask, GIVEN_UP_KEY, TASK_KEY } from "../domain/task.ts";
import { ANSWER_STREAM } from "../http/conversation/follow-answer.ts";
import { findInputSchema } from "../http/conversation/input-schema.ts";
import { threadPath } from "../http/path-ids.ts";
import type { ProtocolVerbs } from "../http/verbs.ts";
import { toAnswer, toRunInput } from "./to-run-input.ts";

/** Who speaks to which agent. */
export type AgentContext = { ctx: CallContext; assistant: Assistant };

type Deps = { verbs: ProtocolVerbs; newId: NewId };

export function createStartTask({ verbs, newId }: Deps) {
  /** By the id of a task or of a run of it, alone or behind that of its thread. Throws TaskNotFoundError. */
  async function findTask({ ctx, assistant }: AgentContext, reference: string): Promise<FoundTask> {
    const [first = "", second] = reference.split(":");
    const taskId = toUuid(second ?? first);
    const threadId = second === undefined ? null : toUuid(first);
    if (taskId === null) throw new TaskNotFoundError();
    const found = await verbs.tasks.find({ ctx, input: { taskId } });
    const isOther = found?.run.assistant_id !== assistant.assistant_id;
    if (found === null || isOther || (second !== undefined && found.run.thread_id !== threadId))
      throw new TaskNotFoundError();
    return found;
  }

  async function begin({ ctx, assistant }: AgentContext, message: Message): Promise<FoundTask> {
    const threadId = message.contextId === "" ? newId() : toUuid(message.contextId);
    if (threadId === null) throw new RequestMalformedError("message.contextId: is no UUID");
    const schema = await findInputSchema({ verbs, ctx }, assistant.assistant_id);
    if (schema === null) throw new AppError("assistant_not_found", "Assistant not found");
    return start({ ctx, assistant }, threadId, {
      input: toRunInput(message, schema),
      if_not_exists: "create",
    });
  }

  async function goOn(agent: AgentContext, message: Message): Promise<FoundTask> {
    const found = await findTask(agent, message.taskId);
    const { taskId, state, run, interrupts } = found;
    if (message.contextId !== "" && message.contextId !== run.thread_id)
      throw new RequestMalformedError("message.contextId: the task belongs to another context");
    if (state !== "input-required")
      throw new UnsupportedOperationError(`The task is ${state} and waits for no message`);
    const command = { resume: toAnswer(message, interrupts) };
    return start(agent, run.thread_id, { command, metadata: { [TASK_KEY]: taskId } }, taskId);
  }

  async function start(
    { ctx, assistant }: AgentContext,
    threadId: string,
    request: Partial<RunCreate>,
    taskId?: string,
  ): Promise<FoundTask> {
    const body: RunCreate = { ...ANSWER_STREAM, ...request, assistant_id: assistant.assistant_id };
    const run = await verbs.runs.create({ ctx, input: { threadId, body, headers: ctx.headers ?? {} } });
    return { taskId: taskId ?? run.run_id, state: "submitted", run, interrupts: [], error: null };
  }

  return {
    findTask,

    /** Starts the run for a message: of a new task, or the answer to what one asks. */
    startTask(agent: AgentContext, message: Message | undefined): Promise<FoundTask> {
      if (message === undefined || message.messageId === "")
        throw new RequestMalformedError("message: needs a messageId and parts");
      return message.taskId === "" ? begin(agent, message) : goOn(agent, message);
    },

    /** Ends a task that waits for an answer: the thread goes to its end without one. */
    giveUp(agent: AgentContext, { taskId, run }: FoundTask): Promise<FoundTask> {
      const metadata = { [TASK_KEY]: taskId, [GIVEN_UP_KEY]: true };
      return start(agent, run.thread_id, { command: { goto: "__end__" }, metadata }, taskId);
    },
  };
}
export type StartTask = ReturnType<typeof createStartTask>;

function toUuid(text: string): string | null {
  const parsed = threadPath.safeParse({ thread_id: text });
  return parsed.success ? parsed.data.thread_id : null;
}
