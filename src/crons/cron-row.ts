import { AppError } from "../domain/errors.ts";
import type { RunCaller } from "../domain/run.ts";
import type { CallContext } from "../domain/principal.ts";

const FIELDS = [
  "cron_id",
  "assistant_id",
  "thread_id",
  "on_run_completed",
  "schedule",
  "timezone",
  "end_time",
  "next_run_date",
  "enabled",
  "created_at",
  "updated_at",
  "user_id",
  "payload",
  "metadata",
];
export const CRON_COLUMNS = FIELDS.join(", ");

export function cronNotFound(): AppError {
  return new AppError("cron_not_found", "Cron not found");
}

/** Who a cron's runs act as: whoever created it. */
export function toCaller({ principal: { identity, permissions, user } }: CallContext): RunCaller {
  return { identity, permissions, user };
}
