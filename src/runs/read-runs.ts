import type { Database } from "../db/database.ts";
import { AppError } from "../domain/errors.ts";
import { toJsonCondition, type Bind } from "../domain/json-filter.ts";
import type { CallContext } from "../domain/principal.ts";
import type { Run, RunStatus } from "../domain/run.ts";
import { RUN_COLUMNS, toRun, type RunRow } from "./run-row.ts";

type ListInput = {
  threadId: string;
  limit: number;
  offset: number;
  status?: RunStatus | undefined;
  metadata?: Record<string, unknown> | undefined;
};

/** A run by its id; `threadId` null finds it without. Throws `run_not_found`. */
export async function findRun(
  db: Database,
  { tenantId, threadId, runId }: { tenantId: string; threadId: string | null; runId: string },
): Promise<RunRow & { next_run_seq: number }> {
  const [row] = await db.run<RunRow & { next_run_seq: number }>(
    tenantId,
    `select ${RUN_COLUMNS}, next_run_seq from runs where tenant_id = $1 and run_id = $2 and ($3::uuid is null or thread_id = $3)`,
    [tenantId, runId, threadId],
  );
  if (row === undefined) throw new AppError("run_not_found", "Run not found");
  return row;
}

export function createGetRun({ db }: { db: Database }) {
  return async function getRun({
    ctx,
    input,
  }: {
    ctx: CallContext;
    input: { threadId: string; runId: string };
  }) {
    const { next_run_seq: _, ...row } = await findRun(db, { tenantId: ctx.principal.tenantId, ...input });
    return toRun(row);
  };
}

export function createListRuns({ db }: { db: Database }) {
  return async function listRuns({ ctx, input }: { ctx: CallContext; input: ListInput }): Promise<Run[]> {
    const { tenantId } = ctx.principal;
    const [thread] = await db.run(
      tenantId,
      "select 1 from threads where tenant_id = $1 and thread_id = $2 and delete_after is null",
      [tenantId, input.threadId],
    );
    if (thread === undefined)
      throw new AppError("thread_not_found", `Thread with ID ${input.threadId} not found`);
    const values: unknown[] = [tenantId, input.threadId];
    const bind: Bind = (value) => `$${values.push(value)}`;
    const conditions = ["tenant_id = $1", "thread_id = $2"];
    if (input.status) conditions.push(`status = ${bind(input.status)}`);
    if (input.metadata) conditions.push(toJsonCondition("metadata", input.metadata, bind));
    const rows = await db.run<RunRow>(
      tenantId,
      `select ${RUN_COLUMNS} from runs where ${conditions.join(" and ")}
       order by created_at desc, run_id desc limit ${bind(input.limit)} offset ${bind(input.offset)}`,
      values,
    );
    return rows.map(toRun);
  };
}
