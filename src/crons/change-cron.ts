import type { Database } from "../db/database.ts";
import { toFilterCondition } from "../domain/authorization.ts";
import type { Cron, CronTerms, OnRunCompleted } from "../domain/cron.ts";
import type { CallContext } from "../domain/principal.ts";
import type { RunCreate } from "../domain/run.ts";
import { toNext, type CronDeps } from "./create-cron.ts";
import { CRON_COLUMNS, cronNotFound } from "./cron-row.ts";

/** Absent means unchanged. */
export type CronPatch = {
  terms: Partial<CronTerms>;
  onRunCompleted?: OnRunCompleted | undefined;
  /** Fields of the runs' body, each replaced as a whole; metadata is merged into the cron's. */
  body: Partial<RunCreate>;
};

type Call<Input> = { ctx: CallContext; input: Input };

/**
 * Changes a cron; a change of when it fires begins anew from now. Its runs go on to act as whoever created it. Throws
 * `cron_not_found`, `validation_failed`, `assistant_not_found`.
 */
export function createPatchCron({
  db,
  clock,
  findAssistant,
  acceptWebhook,
}: Omit<CronDeps, "newId" | "findThread">) {
  type Input = { cronId: string; patch: CronPatch };
  return async function patchCron({ ctx, input }: Call<Input>): Promise<Cron> {
    const { tenantId } = ctx.principal;
    const { terms, onRunCompleted, body } = input.patch;
    const { metadata = {}, ...payload } = body;
    const asked = { cron_id: input.cronId, ...terms, payload, metadata: { ...metadata } };
    const { value, filter } = await ctx.authorize("crons:update", asked);
    const changes: Partial<RunCreate> = { ...value.payload };
    if (changes.assistant_id !== undefined) {
      const read = await ctx.authorize("assistants:read", { assistant_id: changes.assistant_id });
      changes.assistant_id = (await findAssistant(tenantId, changes.assistant_id, read.filter)).assistant_id;
    }
    if (changes.webhook) acceptWebhook(changes.webhook);

    const values: unknown[] = [tenantId, input.cronId];
    const mine = toFilterCondition("metadata", filter, (bound) => `$${values.push(bound)}`);
    return db.transaction(tenantId, async ({ query }) => {
      const [cron] = await query<Cron>(`${FIND} and ${mine} for update`, values);
      if (cron === undefined) throw cronNotFound();
      const next = Object.keys(terms).length === 0 ? null : { ...toTerms(cron), ...terms };
      const [changed] = await query<Cron>(next === null ? CHANGE : CHANGE_TERMS, [
        tenantId,
        input.cronId,
        JSON.stringify({ ...cron.payload, ...changes }),
        JSON.stringify(value.metadata),
        changes.assistant_id ?? cron.assistant_id,
        cron.thread_id === null ? (onRunCompleted ?? cron.on_run_completed) : null,
        ...(next === null
          ? []
          : [
              next.schedule,
              next.timezone,
              next.endTime,
              next.enabled,
              toNext(next, clock)?.toISOString() ?? null,
            ]),
      ]);
      return changed ?? cron;
    });
  };
}

function toTerms({ schedule, timezone, end_time: endTime, enabled }: Cron): CronTerms {
  return { schedule, timezone, endTime, enabled };
}

const FIND = `select ${CRON_COLUMNS} from crons where tenant_id = $1 and cron_id = $2`;

const toChange = (terms: string): string => `
  update crons set payload = $3::json, metadata = metadata || $4::jsonb, assistant_id = $5, on_run_completed = $6,
    updated_at = now()${terms}
  where tenant_id = $1 and cron_id = $2
  returning ${CRON_COLUMNS}`;

const CHANGE = toChange("");
const CHANGE_TERMS = toChange(
  ", schedule = $7, timezone = $8, end_time = $9::timestamptz, enabled = $10, next_run_date = $11::timestamptz",
);

/** Throws `cron_not_found`. Runs that it has created go on. */
export function createDeleteCron({ db }: { db: Database }) {
  return async function deleteCron({ ctx, input }: Call<{ cronId: string }>): Promise<void> {
    const { tenantId } = ctx.principal;
    const { filter } = await ctx.authorize("crons:delete", { cron_id: input.cronId });
    const values: unknown[] = [tenantId, input.cronId];
    const mine = toFilterCondition("metadata", filter, (bound) => `$${values.push(bound)}`);
    const gone = await db.run(
      tenantId,
      `delete from crons where tenant_id = $1 and cron_id = $2 and ${mine} returning 1`,
      values,
    );
    if (gone.length === 0) throw cronNotFound();
  };
}
