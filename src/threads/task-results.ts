import {
  ERROR,
  INTERRUPT,
  RESUME,
  SCHEDULED,
  type BaseCheckpointSaver,
  type CheckpointTuple,
} from "@langchain/langgraph-checkpoint";
import { isRecord } from "../domain/record.ts";

/** What finished tasks wrote, by task id. LangGraph shows no result of a task that once asked, even when it is done. */
export type TaskResults = Map<string, Record<string, unknown>>;

const UNFINISHED = new Set<string>([ERROR, INTERRUPT, RESUME, SCHEDULED]);

/** The saver itself, which from now on notes the results of the tasks in every checkpoint that is read with it. */
export function recordResults(saver: BaseCheckpointSaver, results: TaskResults): BaseCheckpointSaver {
  const getTuple = saver.getTuple.bind(saver);
  const list = saver.list.bind(saver);
  saver.getTuple = async (config) => {
    const tuple = await getTuple(config);
    if (tuple !== undefined) note(tuple, results);
    return tuple;
  };
  saver.list = async function* (config, options) {
    for await (const tuple of list(config, options)) {
      note(tuple, results);
      yield tuple;
    }
  };
  return saver;
}

function note({ pendingWrites = [] }: CheckpointTuple, results: TaskResults): void {
  for (const [taskId, channel, value] of pendingWrites) {
    if (UNFINISHED.has(channel)) continue;
    const result = results.get(taskId) ?? {};
    results.set(taskId, isOfGraph(channel) ? { ...result, [channel]: join(result[channel], value) } : result);
  }
}

/** Channels of LangGraph's own: where to go next, that nothing was written, and so on. */
function isOfGraph(channel: string): boolean {
  return !channel.startsWith("__") && !channel.startsWith("branch:");
}

/** Several writes of a task to one channel, in LangGraph's own form. */
function join(before: unknown, value: unknown): unknown {
  if (before === undefined) return value;
  const writes: unknown = isRecord(before) ? before["$writes"] : undefined;
  return { $writes: Array.isArray(writes) ? [...writes, value] : [before, value] };
}
