import { createDeleteCron, createPatchCron } from "../crons/change-cron.ts";
import { createClockwork } from "../crons/clockwork.ts";
import { createCreateCron } from "../crons/create-cron.ts";
import type { StoredCaller } from "../crons/fire-cron.ts";
import { createCountCrons, createGetCron, createSearchCrons } from "../crons/read-crons.ts";
import { allowAll } from "../domain/authorization.ts";
import type { CallContext } from "../domain/principal.ts";
import type { CronVerbs } from "../http/verbs/crons.ts";
import type { RunVerbs } from "../http/verbs/runs.ts";
import { findThread } from "../threads/thread-row.ts";
import type { Parts } from "./parts.ts";

/** Without custom auth whoever was let in may do everything. */
function toOpenContext(caller: StoredCaller): CallContext {
  return { principal: caller, authorize: allowAll, requestId: "cron" };
}

/** The verbs, and the clockwork that fires the crons: it creates runs as any caller does. */
export function toCronVerbs(parts: Parts, { create: startRun }: Pick<RunVerbs, "create">): CronVerbs {
  const { db, clock, newId, log, jobs, findAssistant, toContext = toOpenContext } = parts;
  createClockwork({ db, log, jobs, toContext, startRun });
  const deps = {
    db,
    clock,
    newId,
    findAssistant,
    findThread: (tenantId: string, threadId: string, filter: Parameters<typeof findThread>[3]) =>
      findThread(db, tenantId, threadId, filter),
    acceptWebhook: parts.webhookParts.acceptWebhook,
  };
  return {
    create: createCreateCron(deps),
    search: createSearchCrons(deps),
    count: createCountCrons(deps),
    get: createGetCron(deps),
    patch: createPatchCron(deps),
    delete: createDeleteCron(deps),
  };
}
