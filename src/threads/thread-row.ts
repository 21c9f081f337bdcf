import type { Database } from "../db/database.ts";
import { toFilterCondition, type MetadataFilter } from "../domain/authorization.ts";
import { AppError } from "../domain/errors.ts";
import type { Thread, TtlStrategy } from "../domain/thread.ts";
import { findFirstHuman, toTitle } from "./thread-title.ts";

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

/** A row as the database holds it: what is derived is not in it. */
export type ThreadRow = Omit<Thread, "title" | "ttl">;
type TtlRow = { ttl_minutes: number | null; ttl_strategy: TtlStrategy | null };

/** Threads that live for one run are seen by nobody once it is over. */
export const VISIBLE = "tenant_id = $1 and delete_after is null";
/** The same in the words of the indexes for lists. */
export const LISTED =
  "tenant_id = $1 and coalesce(delete_after, 'infinity'::timestamptz) = 'infinity'::timestamptz";

export function threadNotFound(threadId: string): AppError {
  return new AppError("thread_not_found", `Thread with ID ${threadId} not found`);
}

/**
 * The thread on the wire; one that lies outside the caller's filter is as if it were not there. Throws
 * `thread_not_found`.
 */
export async function findThread(
  db: Database,
  tenantId: string,
  threadId: string,
  filter?: MetadataFilter | null,
): Promise<Thread> {
  return toThread(await findRow<ThreadRow>(db, THREAD_COLUMNS, { tenantId, threadId, filter }));
}

/** Like `findThread`, with its time to live. */
export async function findThreadWithTtl(
  db: Database,
  tenantId: string,
  threadId: string,
  filter: MetadataFilter | null,
): Promise<Thread> {
  const columns = `${THREAD_COLUMNS}, ttl_minutes, ttl_strategy`;
  const address = { tenantId, threadId, filter };
  const { ttl_minutes, ttl_strategy, ...row } = await findRow<ThreadRow & TtlRow>(db, columns, address);
  return { ...toThread(row), ttl: toTtl({ ttl_minutes, ttl_strategy }, row.updated_at) };
}

/** That the caller may see the thread, without fetching its values. Throws `thread_not_found`. */
export async function requireThread(
  db: Database,
  tenantId: string,
  threadId: string,
  filter: MetadataFilter | null,
): Promise<void> {
  await findRow(db, "1 as found", { tenantId, threadId, filter });
}

type Address = { tenantId: string; threadId: string; filter?: MetadataFilter | null | undefined };

async function findRow<Row extends object>(
  db: Database,
  columns: string,
  { tenantId, threadId, filter }: Address,
): Promise<Row> {
  const values: unknown[] = [tenantId, threadId];
  const mine = toFilterCondition("metadata", filter ?? null, (value) => `$${values.push(value)}`);
  const [row] = await db.run<Row & Record<string, unknown>>(
    tenantId,
    `select ${columns} from threads where ${VISIBLE} and thread_id = $2 and ${mine}`,
    values,
  );
  if (row === undefined) throw threadNotFound(threadId);
  return row;
}

export function toThread(row: ThreadRow): Thread {
  const title = toTitle(row.metadata, findFirstHuman(row.values));
  return { ...row, config: toShownConfig(row.config), title };
}

/** Configuration on the wire holds nothing that only the server may set. */
export function toShownConfig(config: Thread["config"]): Thread["config"] {
  const { configurable, ...rest } = config;
  if (typeof configurable !== "object" || configurable === null) return config;
  const shown = Object.entries(configurable).filter(
    ([key]) => !key.startsWith("__") && !key.startsWith("langgraph_auth"),
  );
  return { ...rest, configurable: Object.fromEntries(shown) };
}

function toTtl({ ttl_minutes, ttl_strategy }: TtlRow, updatedAt: string): Thread["ttl"] {
  if (ttl_minutes === null) return null;
  const expires = new Date(Date.parse(updatedAt) + ttl_minutes * 60_000);
  return { strategy: ttl_strategy ?? "delete", ttl_minutes, expires_at: expires.toISOString() };
}
