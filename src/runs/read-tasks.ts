import type { Database } from "../db/database.ts";
import { toFilterCondition } from "../domain/authorization.ts";
import type { Interrupt } from "../domain/interrupt.ts";
import type { Bind } from "../domain/json-filter.ts";
import type { CallContext } from "../domain/principal.ts";
import type { Run } from "../domain/run.ts";
import type { FoundTask, TaskState } from "../domain/task.ts";
import { toRun } from "./run-row.ts";
import { IS_NEWEST_OF_TASK, OF_TASKS, SELECT_TASKS, TASK_ID, TASK_STATE } from "./task-sql.ts";

type Deps = { db: Database };
type TaskRow = Run & {
  task_id: string;
  state: TaskState;
  interrupts: Record<string, Interrupt[]>;
  error: { error: string; message: string } | null;
};

type ListInput = {
  assistantId: string;
  threadId?: string | undefined;
  state?: TaskState | undefined;
  since?: string | undefined;
  limit: number;
  offset: number;
};

/** The task that a run belongs to, as its newest run has it; null when the caller cannot see one. */
export function createFindTask({ db }: Deps) {
  type Call = { ctx: CallContext; input: { taskId: string } };
  return async function findTask({ ctx, input: { taskId } }: Call): Promise<FoundTask | null> {
    const { tenantId } = ctx.principal;
    const [address] = await db.run<{ thread_id: string; task_id: string }>(
      tenantId,
      `select r.thread_id, ${TASK_ID} as task_id from runs r where r.tenant_id = $1 and r.run_id = $2`,
      [tenantId, taskId],
    );
    if (address === undefined) return null;
    const { filter } = await ctx.authorize("threads:read", { thread_id: address.thread_id });
    const values: unknown[] = [tenantId, address.thread_id, address.task_id];
    const mine = toFilterCondition("t.metadata", filter, (value) => `$${values.push(value)}`);
    const [row] = await db.run<TaskRow>(
      tenantId,
      `${SELECT_TASKS} where r.tenant_id = $1 and r.thread_id = $2 and ${TASK_ID} = $3 and t.delete_after is null and ${mine}
       order by r.created_at desc, r.run_id desc limit 1`,
      values,
    );
    return row === undefined ? null : toTask(row);
  };
}

/** The tasks of an assistant that the caller may see; what changed last comes first. */
export function createListTasks({ db }: Deps) {
  return async function listTasks({ ctx, input }: { ctx: CallContext; input: ListInput }) {
    const { tenantId } = ctx.principal;
    const { filter } = await (input.threadId === undefined
      ? ctx.authorize("threads:search", {})
      : ctx.authorize("threads:read", { thread_id: input.threadId }));
    const values: unknown[] = [tenantId, input.assistantId];
    const bind: Bind = (value) => `$${values.push(value)}`;
    const conditions = [
      "r.tenant_id = $1 and r.assistant_id = $2 and t.delete_after is null",
      IS_NEWEST_OF_TASK,
      toFilterCondition("t.metadata", filter, bind),
      ...(input.threadId === undefined ? [] : [`r.thread_id = ${bind(input.threadId)}`]),
      ...(input.since === undefined ? [] : [`r.updated_at >= ${bind(input.since)}::timestamptz`]),
      ...(input.state === undefined ? [] : [`${TASK_STATE} = ${bind(input.state)}`]),
    ].join(" and ");
    const [counted] = await db.run<{ total: number }>(
      tenantId,
      `select count(*) as total from ${OF_TASKS} where ${conditions}`,
      values,
    );
    const rows = await db.run<TaskRow>(
      tenantId,
      `${SELECT_TASKS} where ${conditions}
       order by r.updated_at desc, r.run_id desc limit ${bind(input.limit)} offset ${bind(input.offset)}`,
      values,
    );
    return { rows: rows.map(toTask), total: counted?.total ?? 0 };
  };
}

function toTask({ task_id: taskId, state, interrupts, error, ...row }: TaskRow): FoundTask {
  const asked = state === "input-required" ? Object.values(interrupts).flat() : [];
  return { taskId, state, run: toRun(row), interrupts: asked, error };
}
