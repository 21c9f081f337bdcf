import { z } from "zod";
import { CRON_SORT_FIELDS, type CronTerms } from "../../domain/cron.ts";
import { RunCreate, type RunCreate as RunCreateBody } from "../../domain/run.ts";
import { RunBody, toRunCreate } from "../runs/run-body.ts";

const schedule = z.string().describe("Five fields: minute, hour, day of month, month, day of week");
const timezone = z.string().nullish().describe("IANA time zone of the schedule; UTC without it");
const enabled = z.boolean().nullish();
const moment = z.iso.datetime({ offset: true, local: true, error: "is no ISO 8601 date" });
const onRunCompleted = z.enum(["delete", "keep"]).nullish();

export const ThreadCronBody = RunBody.extend({
  schedule,
  timezone,
  enabled,
  end_time: moment.nullish().describe("No slot after it fires"),
});
export type ThreadCronBody = z.output<typeof ThreadCronBody>;

export const CronBody = ThreadCronBody.extend({
  on_run_completed: onRunCompleted.describe("What becomes of the thread that a fire has made; delete"),
});

/** Splits off what belongs to the run. */
export function toCronInput({
  schedule: text,
  timezone: zone,
  enabled: on,
  end_time: end,
  ...body
}: ThreadCronBody): {
  terms: CronTerms;
  body: RunCreateBody;
} {
  return {
    terms: { schedule: text, timezone: zone ?? "UTC", endTime: end ? toIso(end) : null, enabled: on ?? true },
    body: toRunCreate(body),
  };
}

export const CronPatchBody = RunCreate.partial().extend({
  schedule: schedule.nullish(),
  timezone,
  enabled,
  // Any JSON, because null means something here: no end.
  end_time: z
    .unknown()
    .optional()
    .refine((value) => value === undefined || value === null || moment.safeParse(value).success, {
      error: "is no ISO 8601 date",
    })
    .describe("An ISO 8601 date; null: no end"),
  on_run_completed: onRunCompleted,
});
export type CronPatchBody = z.output<typeof CronPatchBody>;

/** What is absent is not changed. */
export function toCronPatch({
  schedule: text,
  timezone: zone,
  enabled: on,
  end_time: end,
  on_run_completed: completed,
  ...body
}: CronPatchBody) {
  const terms: Partial<CronTerms> = {
    ...(text ? { schedule: text } : {}),
    ...(zone ? { timezone: zone } : {}),
    ...(on === null || on === undefined ? {} : { enabled: on }),
    ...(end === undefined ? {} : { endTime: typeof end === "string" ? toIso(end) : null }),
  };
  const cleaned: RunCreateBody = toRunCreate({ assistant_id: "", input: null, context: {}, ...body });
  const changed = Object.entries(cleaned).filter(([field]) => Object.hasOwn(body, field));
  return { terms, body: Object.fromEntries(changed), onRunCompleted: completed ?? undefined };
}

/** Without an offset it is UTC. */
function toIso(text: string): string {
  return new Date(/(z|[+-]\d\d:?\d\d)$/i.test(text) ? text : `${text}Z`).toISOString();
}

export const CronCountBody = z.object({
  assistant_id: z.string().nullish(),
  thread_id: z.guid().toLowerCase().nullish(),
  metadata: z.record(z.string(), z.unknown()).nullish(),
});

export const CronSearchBody = CronCountBody.extend({
  enabled,
  limit: z.number().int().min(1).max(1000).nullish(),
  offset: z.number().int().min(0).nullish(),
  sort_by: z.enum(CRON_SORT_FIELDS).nullish(),
  sort_order: z.enum(["asc", "desc"]).nullish(),
  select: z.array(z.string()).nullish(),
});
