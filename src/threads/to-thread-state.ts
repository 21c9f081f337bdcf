import type { StateSnapshot } from "@langchain/langgraph";
import type { Interrupt } from "../domain/interrupt.ts";
import type { ThreadState, ThreadTask } from "../domain/thread.ts";
import { toPlain } from "../log/wire.ts";
import type { TaskResults } from "./task-results.ts";

export const EMPTY_STATE: ThreadState = {
  values: {},
  next: [],
  tasks: [],
  metadata: {},
  created_at: null,
  checkpoint: null,
  parent_checkpoint: null,
  interrupts: [],
};

type Task = StateSnapshot["tasks"][number] & { result?: unknown; path?: unknown };
type Config = StateSnapshot["config"] | undefined;

/** A snapshot as the wire shows it (PROTOCOL 2.4). */
export function toThreadState(snapshot: StateSnapshot, results: TaskResults): ThreadState {
  const tasks = snapshot.tasks.map((task) => toTask(task, results));
  return {
    values: toRecord(toPlain(snapshot.values)),
    next: [...snapshot.next],
    tasks,
    metadata: toRecord(toPlain(snapshot.metadata ?? {})),
    created_at: snapshot.createdAt ?? null,
    checkpoint: toCheckpoint(snapshot.config),
    parent_checkpoint: toCheckpoint(snapshot.parentConfig),
    interrupts: tasks.flatMap(({ interrupts }) => interrupts),
  };
}

/** What a finished task once asked is answered. */
function toTask(task: Task, results: TaskResults): ThreadTask {
  const state = isSnapshot(task.state) ? toThreadState(task.state, results) : null;
  const result = task.result ?? results.get(task.id);
  return {
    id: task.id,
    name: task.name,
    path: Array.isArray(task.path) ? task.path : [],
    error: task.error === undefined ? null : toErrorText(task.error),
    interrupts: results.has(task.id) ? [] : task.interrupts.map(toInterrupt),
    checkpoint: state === null && task.state !== undefined ? toCheckpointOfTask(task.state) : null,
    state,
    result: toPlain(result ?? null),
  };
}

function toInterrupt({ id, value, ...rest }: { id?: string; value?: unknown }): Interrupt {
  return { id: id ?? "", value: toPlain(value), ...rest };
}

function toCheckpoint(config: Config): ThreadState["checkpoint"] {
  const { thread_id, checkpoint_ns, checkpoint_id, checkpoint_map } = config?.configurable ?? {};
  if (typeof thread_id !== "string" || typeof checkpoint_id !== "string") return null;
  return {
    thread_id,
    checkpoint_ns: checkpoint_ns ?? "",
    checkpoint_id,
    checkpoint_map: checkpoint_map ?? null,
  };
}

function toCheckpointOfTask(state: object): Record<string, unknown> | null {
  const configurable: unknown = "configurable" in state ? state.configurable : null;
  if (typeof configurable !== "object" || configurable === null) return null;
  return Object.fromEntries(Object.entries(configurable).filter(([key]) => !key.startsWith("__")));
}

function toErrorText(error: unknown): string {
  if (typeof error === "object" && error !== null && "message" in error) return String(error.message);
  return String(error);
}

function isSnapshot(state: unknown): state is StateSnapshot {
  return typeof state === "object" && state !== null && "values" in state && "next" in state;
}

function toRecord(value: unknown): Record<string, unknown> {
  return typeof value === "object" && value !== null ? { ...value } : {};
}

/** Only the named fields; `values.<key>` keeps one key of the state. */
export function selectFields(state: ThreadState, fields: string[] | undefined): ThreadState {
  if (fields === undefined || fields.length === 0) return state;
  const keys = fields
    .filter((field) => field.startsWith("values."))
    .map((field) => field.slice("values.".length));
  const kept = Object.entries(state).filter(([key]) => fields.includes(key));
  if (keys.length > 0 && !fields.includes("values")) {
    kept.push([
      "values",
      Object.fromEntries(Object.entries(state.values).filter(([key]) => keys.includes(key))),
    ]);
  }
  return Object.fromEntries(kept) as ThreadState;
}
