import { GIVEN_UP_KEY, TASK_KEY } from "../domain/task.ts";
import { RUN_COLUMNS } from "./run-row.ts";

/** Rows of tasks: a run `r` on its thread `t`. */
export const OF_TASKS = "runs r join threads t on t.tenant_id = r.tenant_id and t.thread_id = r.thread_id";

/** A task has the id of its first run. */
export const TASK_ID = `coalesce(r.metadata ->> '${TASK_KEY}', r.run_id::text)`;

/** Nobody has sent anything else to a thread that waits for the answer to this run's question. */
const IS_WAITING = `(t.status = 'interrupted' and t.interrupts <> '{}'::jsonb and not exists (
  select 1 from runs later where later.tenant_id = r.tenant_id and later.thread_id = r.thread_id
    and (later.created_at, later.run_id) > (r.created_at, r.run_id) and later.status = 'success'))`;

export const TASK_STATE = `case
  when r.metadata ? '${GIVEN_UP_KEY}' and r.status not in ('pending', 'running') then 'canceled'
  when r.status = 'pending' then 'submitted'
  when r.status = 'running' then 'working'
  when r.status = 'interrupted' then 'canceled'
  when r.status <> 'success' then 'failed'
  when ${IS_WAITING} then 'input-required'
  else 'completed' end`;

/** No run goes on with this one. */
export const IS_NEWEST_OF_TASK = `not exists (
  select 1 from runs next where next.tenant_id = r.tenant_id and next.thread_id = r.thread_id
    and next.metadata ->> '${TASK_KEY}' = ${TASK_ID}
    and (next.created_at, next.run_id) > (r.created_at, r.run_id))`;

export const SELECT_TASKS = `
  select ${RUN_COLUMNS.split(", ")
    .map((column) => `r.${column}`)
    .join(", ")}, r.error, t.interrupts, ${TASK_ID} as task_id, ${TASK_STATE} as state
  from ${OF_TASKS}`;
