import type { Database } from "../db/database.ts";
import type { Assistant } from "../domain/assistant.ts";
import { matchesFilter, type MetadataFilter } from "../domain/authorization.ts";
import type { Clock } from "../domain/clock.ts";
import type { Cron, CronTerms, OnRunCompleted } from "../domain/cron.ts";
import { AppError } from "../domain/errors.ts";
import type { NewId } from "../domain/ids.ts";
import type { CallContext } from "../domain/principal.ts";
import type { RunCreate } from "../domain/run.ts";
import { CRON_COLUMNS, toCaller } from "./cron-row.ts";
import { toNextSlot } from "./schedule.ts";

export type CronDeps = {
  db: Database;
  clock: Clock;
  newId: NewId;
  findAssistant(tenantId: string, reference: string, filter: MetadataFilter | null): Promise<Assistant>;
  /** Throws `thread_not_found`. */
  findThread(tenantId: string, threadId: string, filter: MetadataFilter | null): Promise<unknown>;
  /** What a run would keep of the webhook. Throws `validation_failed`. */
  acceptWebhook(url: string): string | null;
};

export type CreateCronInput = {
  /** null: each fire makes a thread of its own. */
  threadId: string | null;
  onRunCompleted: OnRunCompleted;
  terms: CronTerms;
  /** The body of the runs; its metadata is the cron's. */
  body: RunCreate;
};

/**
 * Creates a cron whose runs act as the caller. Throws `validation_failed`, `forbidden`, `assistant_not_found`,
 * `thread_not_found`.
 */
export function createCreateCron(deps: CronDeps) {
  const { db, clock, newId, findAssistant, findThread } = deps;

  return async function createCron({
    ctx,
    input,
  }: {
    ctx: CallContext;
    input: CreateCronInput;
  }): Promise<Cron> {
    const { tenantId, identity } = ctx.principal;
    const { threadId, terms } = input;
    const { value, filter } = await ctx.authorize("crons:create", toAsked(newId(), identity, input));
    if (!matchesFilter(filter, value.metadata)) throw new AppError("forbidden", "Forbidden");
    const read = await ctx.authorize("assistants:read", { assistant_id: value.payload.assistant_id });
    const assistant = await findAssistant(tenantId, value.payload.assistant_id, read.filter);
    const run = await ctx.authorize("threads:create_run", {
      thread_id: threadId,
      assistant_id: assistant.assistant_id,
      metadata: value.metadata,
      kwargs: value.payload,
    });
    if (threadId !== null) await findThread(tenantId, threadId, run.filter);
    if (value.payload.webhook) deps.acceptWebhook(value.payload.webhook);
    const next = toNext({ ...terms, schedule: value.schedule }, clock);
    const [cron] = await db.run<Cron>(tenantId, INSERT, [
      tenantId,
      value.cron_id,
      assistant.assistant_id,
      threadId,
      threadId === null ? input.onRunCompleted : null,
      value.schedule,
      terms.timezone,
      terms.endTime,
      terms.enabled,
      next?.toISOString() ?? null,
      JSON.stringify({ ...value.payload, assistant_id: assistant.assistant_id }),
      JSON.stringify(value.metadata),
      identity,
      JSON.stringify(toCaller(ctx)),
    ]);
    if (cron === undefined) throw new Error("A cron was neither created nor refused");
    return cron;
  };
}

/** The slot to come; checks the terms also where none is. */
export function toNext({ enabled, endTime, ...schedule }: CronTerms, clock: Clock): Date | null {
  const slot = toNextSlot(schedule, clock.now(), endTime === null ? null : new Date(endTime));
  return enabled ? slot : null;
}

/** What handlers of custom auth see and may change. */
function toAsked(cronId: string, identity: string, { threadId, terms, body }: CreateCronInput) {
  const { metadata, ...payload } = body;
  return {
    cron_id: cronId,
    thread_id: threadId,
    user_id: identity,
    assistant_id: body.assistant_id,
    schedule: terms.schedule,
    timezone: terms.timezone,
    end_time: terms.endTime,
    enabled: terms.enabled,
    metadata: { ...metadata },
    payload: payload as RunCreate,
  };
}

const INSERT = `
  insert into crons (tenant_id, cron_id, assistant_id, thread_id, on_run_completed, schedule, timezone, end_time,
    enabled, next_run_date, payload, metadata, user_id, caller)
  values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11::json, $12::jsonb, $13, $14::jsonb)
  returning ${CRON_COLUMNS}`;
