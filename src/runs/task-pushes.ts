import { z } from "zod";
import type { Database } from "../db/database.ts";
import type { NewId } from "../domain/ids.ts";
import type { CallContext } from "../domain/principal.ts";
import type { TaskPush } from "../domain/task.ts";
import type { Feed, Jobs } from "../jobs/jobs.ts";
import { findRunFor } from "./find-run.ts";
import { OF_TASKS, TASK_ID, TASK_STATE } from "./task-sql.ts";

type Deps = { db: Database };
type PushRow = {
  push_id: string;
  url: string;
  token: string | null;
  authorization: string | null;
  protocol_version: string;
};

type Ref = { taskId: string; threadId: string };

/** `wake` looks at once. Throws `run_not_found` for what the caller cannot see. */
export function createPutPush({ db, wake }: Deps & { wake(): void }) {
  type Call = { ctx: CallContext; input: Ref & { push: TaskPush } };
  return async function putPush({ ctx, input: { push, ...task } }: Call): Promise<TaskPush> {
    const address = await toAddress(db, ctx, "threads:update", task);
    const { pushId, url, token, authorization, protocolVersion } = push;
    const values = [...address, task.threadId, pushId, url, token, authorization, protocolVersion];
    await db.run(ctx.principal.tenantId, PUT, values);
    wake();
    return push;
  };
}

export function createListPushes({ db }: Deps) {
  return async function listPushes({ ctx, input }: { ctx: CallContext; input: Ref }): Promise<TaskPush[]> {
    const address = await toAddress(db, ctx, "threads:read", input);
    const rows = await db.run<PushRow>(ctx.principal.tenantId, LIST, address);
    return rows.map(({ push_id: pushId, protocol_version: protocolVersion, ...rest }) => ({
      pushId,
      ...rest,
      protocolVersion,
    }));
  };
}

export function createDeletePush({ db }: Deps) {
  type Call = { ctx: CallContext; input: Ref & { pushId: string } };
  return async function deletePush({ ctx, input: { pushId, ...task } }: Call): Promise<void> {
    const address = await toAddress(db, ctx, "threads:update", task);
    await db.run(ctx.principal.tenantId, FORGET, [...address, pushId]);
  };
}

/** Tenant and task, once the caller may. */
async function toAddress(
  db: Database,
  ctx: CallContext,
  event: "threads:read" | "threads:update",
  { taskId, threadId }: Ref,
): Promise<unknown[]> {
  await findRunFor(db, ctx, [event], { threadId, runId: taskId });
  return [ctx.principal.tenantId, taskId];
}

const TELL_JOB = "tasks.tell";
const AT_ONCE = 5;
const LOOK_MS = 1_000;

type TellDeps = Deps & { jobs: Jobs; newId: NewId; onDelivery(): void };

/** Puts what watchers of tasks are to be told into the outbox, when the task has ended or waits for an answer. */
export function createTellWatchers({ db, jobs, newId, onDelivery }: TellDeps): Feed {
  const payload = z.object({ taskId: z.string(), pushId: z.string(), runId: z.string().nullable() });
  jobs.define(TELL_JOB, { payload, concurrency: AT_ONCE }, async ({ tenantId, payload: due }) => {
    if (tenantId === null) return;
    const { taskId, pushId, runId } = due;
    const address = [tenantId, taskId, pushId];
    if (runId === null) await db.run(tenantId, FORGET, address);
    else await db.run(tenantId, TELL, [...address, runId, newId()]);
    onDelivery();
  });
  return jobs.feed(TELL_JOB, {
    everyMs: LOOK_MS,
    async find(limit) {
      type Due = { tenant_id: string; task_id: string; push_id: string; run_id: string | null };
      const due = await db.system<Due>("select tenant_id, task_id, push_id, run_id from rf_due_pushes($1)", [
        limit,
      ]);
      return due.map(({ tenant_id: tenantId, task_id: taskId, push_id: pushId, run_id: runId }) => ({
        tenantId,
        payload: { taskId, pushId, runId },
        key: `${taskId}/${pushId}/${runId}`,
      }));
    },
  });
}

const PUT = `
  insert into task_pushes (tenant_id, task_id, thread_id, push_id, url, token, "authorization", protocol_version)
  values ($1, $2, $3, $4, $5, $6, $7, $8)
  on conflict (tenant_id, task_id, push_id) do update set url = excluded.url, token = excluded.token,
    "authorization" = excluded."authorization", protocol_version = excluded.protocol_version, told_run = null,
    open = true`;

const LIST = `
  select push_id, url, token, "authorization", protocol_version from task_pushes
  where tenant_id = $1 and task_id = $2 order by created_at, push_id`;

const FORGET = "delete from task_pushes where tenant_id = $1 and task_id = $2 and push_id = $3";

const TELL = `
  with task as (
    select r.*, t.values as state_values, t.interrupts, ${TASK_ID} as task_id, ${TASK_STATE} as state
    from ${OF_TASKS} where r.tenant_id = $1 and r.run_id = $4
  ), mine as (
    update task_pushes p set told_run = $4, open = task.state = 'input-required' from task
    where p.tenant_id = $1 and p.task_id = $2 and p.push_id = $3 and p.told_run is distinct from $4::uuid
    returning p.*
  )
  insert into webhook_deliveries (tenant_id, delivery_id, run_id, thread_id, url, run, values, push)
  select $1, $5, task.run_id, task.thread_id, mine.url,
    json_build_object(
      'run_id', task.run_id, 'thread_id', task.thread_id, 'assistant_id', task.assistant_id,
      'created_at', task.created_at, 'updated_at', task.updated_at, 'status', task.status, 'metadata', task.metadata,
      'kwargs', task.kwargs, 'multitask_strategy', task.multitask_strategy, 'cancel_reason', task.cancel_reason,
      'started_at', task.started_at, 'ended_at', task.ended_at, 'error', task.error
    ), task.state_values,
    json_build_object(
      'taskId', task.task_id, 'state', task.state, 'interrupts', task.interrupts, 'token', mine.token,
      'authorization', mine."authorization", 'protocolVersion', mine.protocol_version
    )
  from task, mine`;
