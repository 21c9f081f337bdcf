import type { FoundTask, TaskPush, TaskState } from "../../domain/task.ts";
import type { Call, Page } from "./call.ts";

export type TaskFilter = {
  assistantId: string;
  threadId?: string | undefined;
  state?: TaskState | undefined;
  /** ISO date: only what has changed since. */
  since?: string | undefined;
};

type TaskRef = { taskId: string; threadId: string };

/** Runs as tasks of other agents. */
export type TaskVerbs = {
  /** By the id of any of its runs; null when there is none that the caller may see. */
  find(call: Call<{ taskId: string }>): Promise<FoundTask | null>;
  /** What changed last comes first. */
  list(call: Call<TaskFilter & { limit: number; offset: number }>): Promise<Page<FoundTask>>;
  /** False where nothing is sent to anybody. Throws `validation_failed` for a URL that nothing may be sent to. */
  acceptsPush(call: Call<{ url: string }>): Promise<boolean>;
  /** Replaces one of the same id; a task that has ended already is told of at once. */
  putPush(call: Call<TaskRef & { push: TaskPush }>): Promise<TaskPush>;
  listPushes(call: Call<TaskRef>): Promise<TaskPush[]>;
  deletePush(call: Call<TaskRef & { pushId: string }>): Promise<void>;
};
