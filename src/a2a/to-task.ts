import { type Message, type Part, Role, type Task, TaskState, type TaskStatus } from "@a2a-js/sdk";
import type { Interrupt } from "../domain/interrupt.ts";
import { toQuestionText } from "../domain/interrupt-words.ts";
import { readText } from "../domain/record.ts";
import type { FoundTask, TaskState as State } from "../domain/task.ts";
import { listMessages } from "../http/conversation/open-thread.ts";
import { isQuestionMark, toContentText } from "../http/conversation/spoken-answer.ts";

type Values = Record<string, unknown>;

/** What is shown of a conversation: all of the context, or what belongs to the task alone. */
export type HistoryScope = "task" | "context";
export type History = { length: number; scope: HistoryScope };

/** Longest history that is sent. */
export const MOST_HISTORY = 10;
export const NO_HISTORY: History = { length: 0, scope: "context" };

export const STATES: Record<State, TaskState> = {
  submitted: TaskState.TASK_STATE_SUBMITTED,
  working: TaskState.TASK_STATE_WORKING,
  completed: TaskState.TASK_STATE_COMPLETED,
  failed: TaskState.TASK_STATE_FAILED,
  canceled: TaskState.TASK_STATE_CANCELED,
  "input-required": TaskState.TASK_STATE_INPUT_REQUIRED,
};

type TaskParts = {
  found: FoundTask;
  /** State of the graph; null when it was not read. */
  values: Values | null;
  /** Id of the message that began the task; null when it is not known. */
  firstId: string | null;
  history: History;
};

export function toTask({ found, values, firstId, history }: TaskParts): Task {
  const { taskId, run, state } = found;
  const address = { taskId, contextId: run.thread_id };
  const messages = values === null ? [] : listMessages(values);
  const own = fromMessage(messages, firstId);
  const shown = history.scope === "task" ? own : messages;
  const all = shown.map((message) => toHistoryMessage(message, address)).filter((each) => each !== null);
  return {
    id: taskId,
    contextId: run.thread_id,
    status: toTaskStatus(found),
    artifacts: state === "completed" && values !== null ? toArtifacts(run.run_id, values, own) : [],
    history: history.length === 0 ? [] : all.slice(-history.length),
    metadata: undefined,
  };
}

/** What is said with a state: the question, or why it failed. */
export function toTaskStatus({ taskId, run, state, interrupts, error }: FoundTask): TaskStatus {
  const address = { taskId, contextId: run.thread_id };
  const parts = [
    ...(interrupts.length > 0 ? toQuestionParts(interrupts) : []),
    ...(state === "failed" ? [toTextPart(toErrorText(error))] : []),
  ];
  return {
    state: STATES[state],
    message: parts.length === 0 ? undefined : toAgentMessage(`${run.run_id}-${state}`, parts, address),
    timestamp: run.updated_at,
  };
}

export function toAgentMessage(
  messageId: string,
  parts: Part[],
  { taskId, contextId }: { taskId: string; contextId: string },
): Message {
  return {
    messageId,
    contextId,
    taskId,
    role: Role.ROLE_AGENT,
    parts,
    metadata: undefined,
    extensions: [],
    referenceTaskIds: [],
  };
}

export function toTextPart(text: string): Part {
  return {
    content: { $case: "text", value: text },
    metadata: undefined,
    filename: "",
    mediaType: "text/plain",
  };
}

export function toDataPart(value: unknown): Part {
  return {
    content: { $case: "data", value },
    metadata: undefined,
    filename: "",
    mediaType: "application/json",
  };
}

/** The answer by its name; a run that goes on with a task answers anew. */
export function toArtifact(runId: string, parts: Part[]) {
  return {
    artifactId: `${runId}-answer`,
    name: "answer",
    description: "",
    parts,
    metadata: undefined,
    extensions: [],
  };
}

function toArtifacts(runId: string, values: Values, own: readonly Values[]): Task["artifacts"] {
  if (!("messages" in values)) return [toArtifact(runId, [toDataPart(values)])];
  const text = own
    .filter((message) => message["type"] === "ai" && !isQuestionMark(message))
    .map((message) => toContentText(message["content"]))
    .filter((each) => each !== "")
    .join("\n\n");
  return text === "" ? [] : [toArtifact(runId, [toTextPart(text)])];
}

/** Words for people, and the values for programs, with the ids under which they are answered. */
function toQuestionParts(interrupts: readonly Interrupt[]): Part[] {
  const words = interrupts.map((interrupt) => toQuestionText(interrupt).trim()).join("\n\n");
  return [toTextPart(words), toDataPart({ interrupts })];
}

function toErrorText(error: FoundTask["error"]): string {
  if (error === null) return "The run failed";
  return error.message === "" ? error.error : `${error.error}: ${error.message}`;
}

/** From the message that began the task on; from the last of the person when that is not known. */
function fromMessage(messages: readonly Values[], firstId: string | null): readonly Values[] {
  const known = messages.findIndex((message) => firstId !== null && message["id"] === firstId);
  const start = known === -1 ? messages.findLastIndex(({ type }) => type === "human") : known;
  return messages.slice(Math.max(start, 0));
}

function toHistoryMessage(message: Values, address: { taskId: string; contextId: string }): Message | null {
  const role = ROLES[String(message["type"])];
  const text = toContentText(message["content"]);
  if (role === undefined || text === "") return null;
  const said = toAgentMessage(readText(message, "id") ?? "", [toTextPart(text)], address);
  return { ...said, role };
}

const ROLES: Partial<Record<string, Role>> = { human: Role.ROLE_USER, ai: Role.ROLE_AGENT };
