import { z } from "zod";

// Any version: clients choose thread ids, and the database accepts them all.
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

const pathUuid = z.string().regex(UUID, "is not a UUID").toLowerCase();

/** A UUID, or a graph id for the default assistant of that graph. */
export const assistantPath = z.object({ assistant_id: z.string().min(1) });
export const threadPath = z.object({ thread_id: pathUuid });
export const runPath = z.object({ thread_id: pathUuid, run_id: pathUuid });
export const statelessRunPath = z.object({ run_id: pathUuid });
export const cronPath = z.object({ cron_id: pathUuid });
export const deliveryPath = z.object({ delivery_id: pathUuid });
