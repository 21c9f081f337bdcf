import type { Database } from "../db/database.ts";
import { toFilterCondition, type MetadataFilter } from "../domain/authorization.ts";
import { AppError } from "../domain/errors.ts";
import { toJsonCondition, type Bind } from "../domain/json-filter.ts";
import type { CallContext } from "../domain/principal.ts";
import type { Run, RunStatus } from "../domain/run.ts";
import { findRunFor, toReading } from "./find-run.ts";
import { RUN_COLUMNS, toRun, type RunRow } from "./run-row.ts";

type ListInput = {
  threadId: string;
  limit: number;
  offset: number;
  status?: RunStatus | undefined;
  metadata?: Record<string, unknown> | undefined;
};

/** `cancels`: the caller must also be allowed to cancel it. Throws `run_not_found`. */
export function createGetRun({ db }: { db: Database }) {
  type Input = { threadId: string; runId: string; cancels?: boolean | undefined };
  return async function getRun({ ctx, input }: { ctx: CallContext; input: Input }): Promise<Run> {
    const { next_run_seq: _, ...row } = await findRunFor(db, ctx, toReading(input.cancels), input);
    return toRun(row);
  };
}

/** Newest first. Throws `thread_not_found`. */
export function createListRuns({ db }: { db: Database }) {
  return async function listRuns({ ctx, input }: { ctx: CallContext; input: ListInput }): Promise<Run[]> {
    const { tenantId } = ctx.principal;
    const { filter } = await ctx.authorize("threads:read", { thread_id: input.threadId });
    await requireThread(db, tenantId, input.threadId, filter);
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

async function requireThread(
  db: Database,
  tenantId: string,
  threadId: string,
  filter: MetadataFilter | null,
): Promise<void> {
  const values: unknown[] = [tenantId, threadId];
  const mine = toFilterCondition("metadata", filter, (value) => `$${values.push(value)}`);
  const [thread] = await db.run(
    tenantId,
    `select 1 from threads where tenant_id = $1 and thread_id = $2 and delete_after is null and ${mine}`,
    values,
  );
  if (thread === undefined) throw new AppError("thread_not_found", `Thread with ID ${threadId} not found`);
}
