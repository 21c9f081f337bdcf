import type { Database } from "../db/database.ts";
import { AppError } from "../domain/errors.ts";
import type { Thread } from "../domain/thread.ts";

export const THREAD_FIELDS = [
  "thread_id",
  "created_at",
  "updated_at",
  "state_updated_at",
  "metadata",
  "status",
  "config",
  "values",
  "interrupts",
  "error",
] as const satisfies readonly (keyof Thread)[];
export const THREAD_COLUMNS = THREAD_FIELDS.join(", ");

/** Threads that live for one run are seen by nobody once it is over. */
export const VISIBLE = "tenant_id = $1 and delete_after is null";

export function threadNotFound(threadId: string): AppError {
  return new AppError("thread_not_found", `Thread with ID ${threadId} not found`);
}

/** Throws `thread_not_found`. */
export async function findThread(db: Database, tenantId: string, threadId: string): Promise<Thread> {
  const [thread] = await db.run<Thread>(
    tenantId,
    `select ${THREAD_COLUMNS} from threads where ${VISIBLE} and thread_id = $2`,
    [tenantId, threadId],
  );
  if (thread === undefined) throw threadNotFound(threadId);
  return toThread(thread);
}

/** Configuration on the wire holds nothing that only the server may set. */
export function toThread<Row extends Partial<Thread>>(row: Row): Row {
  if (row.config === undefined) return row;
  const { configurable, ...config } = row.config;
  if (typeof configurable !== "object" || configurable === null) return row;
  const shown = Object.entries(configurable).filter(
    ([key]) => !key.startsWith("__") && !key.startsWith("langgraph_auth"),
  );
  return { ...row, config: { ...config, configurable: Object.fromEntries(shown) } };
}
