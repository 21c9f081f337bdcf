import type { Database } from "../db/database.ts";
import { toFilterCondition, type AuthEvent, type MetadataFilter } from "../domain/authorization.ts";
import { AppError } from "../domain/errors.ts";
import type { CallContext } from "../domain/principal.ts";
import { RUN_COLUMNS, type RunRow } from "./run-row.ts";

/** `threadId` null finds it without. */
export type RunPlace = { threadId: string | null; runId: string };
export type FoundRun = RunRow & { next_run_seq: number };

/** A run by its id, if its thread matches the filter. Throws `run_not_found`. */
export async function findRun(
  db: Database,
  { tenantId, threadId, runId }: RunPlace & { tenantId: string },
  filter: MetadataFilter | null = null,
): Promise<FoundRun> {
  const values: unknown[] = [tenantId, runId, threadId];
  const mine =
    filter === null
      ? ""
      : `and exists (
          select 1 from threads t where t.tenant_id = runs.tenant_id and t.thread_id = runs.thread_id
            and ${toFilterCondition("t.metadata", filter, (value) => `$${values.push(value)}`)}
        )`;
  const [row] = await db.run<FoundRun>(
    tenantId,
    `select ${RUN_COLUMNS}, next_run_seq from runs
     where tenant_id = $1 and run_id = $2 and ($3::uuid is null or thread_id = $3) ${mine}`,
    values,
  );
  if (row === undefined) throw new AppError("run_not_found", "Run not found");
  return row;
}

/** A run that the caller may act on as the event says; it is authorized through its thread. Throws `run_not_found`. */
export async function findRunFor(
  db: Database,
  { principal, authorize }: CallContext,
  events: readonly AuthEvent[],
  { threadId, runId }: RunPlace,
): Promise<FoundRun> {
  const { tenantId } = principal;
  const place = { tenantId, threadId, runId };
  // Handlers know threads by their id, so that has to be found first when the caller does not name it.
  const thread_id = threadId ?? (await findRun(db, place)).thread_id;
  const filters: MetadataFilter[] = [];
  for (const event of events) {
    const { filter } = await authorize(event, { thread_id, run_id: runId });
    if (filter !== null) filters.push(filter);
  }
  return findRun(db, { ...place, threadId: thread_id }, filters.length === 0 ? null : { $and: filters });
}

/** What it takes to follow a run, and to have it cancelled when the connection is dropped. */
export function toReading(cancels: boolean | undefined): AuthEvent[] {
  return cancels === true ? ["threads:read", "threads:update"] : ["threads:read"];
}
