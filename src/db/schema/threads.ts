import { sql } from "drizzle-orm";
import {
  bigint,
  doublePrecision,
  index,
  integer,
  jsonb,
  primaryKey,
  text,
  timestamp,
  uuid,
} from "drizzle-orm/pg-core";
import { tenantTable } from "../tenant-table.ts";

const moment = (name: string) => timestamp(name, { withTimezone: true, precision: 3, mode: "string" });
/**
 * A string of the metadata in a column of its own, so that lists find it by an index: row-level security lets no index
 * on jsonb be used. What would not fit into an index is left out.
 */
const ofMetadata = (key: string) =>
  text(key).generatedAlwaysAs(
    sql.raw(
      `case when jsonb_typeof(metadata -> '${key}') = 'string' and octet_length(metadata ->> '${key}') <= 255 then metadata ->> '${key}' end`,
    ),
  );

/**
 * Only lists say it in these words: a statement about one thread must not find an index that begins with its tenant, or
 * a plan made while the table was small would go through all threads of the tenant for ever.
 */
const LISTED = sql`coalesce(delete_after, 'infinity'::timestamptz) = 'infinity'::timestamptz`;

/** When the thread's time is over, in UTC; null when it lives on, or was pruned and not used since. */
const EXPIRY = `case when pruned_at is null or pruned_at < updated_at then timezone('UTC', updated_at) + ttl_minutes * interval '1 minute' end`;

export const threads = tenantTable(
  "threads",
  {
    threadId: uuid("thread_id").notNull(),
    status: text("status").notNull().default("idle"),
    metadata: jsonb("metadata").notNull().default({}),
    config: jsonb("config").notNull().default({}),
    values: jsonb("values"),
    interrupts: jsonb("interrupts").notNull().default({}),
    error: jsonb("error"),
    /** The next free number of the thread's log; a worker that holds a claim has reserved up to here. */
    nextSeq: bigint("next_seq", { mode: "number" }).notNull().default(1),
    /** Runs that wait or are executed. Counted in the row itself, since another transaction's runs cannot be seen. */
    activeRuns: integer("active_runs").notNull().default(0),
    /** Grows when checkpoints are taken away: who has read one of them by then must not build on it. */
    trims: integer("trims").notNull().default(0),
    /** Set when a thread that lives for one run is over: nobody sees it, its stream can still be joined until then. */
    deleteAfter: moment("delete_after"),
    /** Minutes after its last change until it expires; null when it does not. */
    ttlMinutes: doublePrecision("ttl_minutes"),
    /** What happens then: "delete" or "keep_latest". */
    ttlStrategy: text("ttl_strategy"),
    /** When only its latest checkpoint was kept, because it had expired. */
    prunedAt: moment("pruned_at"),
    expiresAt: timestamp("expires_at", { precision: 3, mode: "string" }).generatedAlwaysAs(sql.raw(EXPIRY)),
    graphId: ofMetadata("graph_id"),
    assistantId: ofMetadata("assistant_id"),
    owner: ofMetadata("owner"),
    createdAt: moment("created_at").notNull().defaultNow(),
    updatedAt: moment("updated_at").notNull().defaultNow(),
    stateUpdatedAt: moment("state_updated_at").notNull().defaultNow(),
  },
  (table) => [
    primaryKey({ columns: [table.threadId, table.tenantId] }),
    // A list reads its page from one of these in its order, and counts in one without a look at the rows.
    index("threads_created")
      .on(table.tenantId, table.createdAt.desc().nullsFirst(), table.threadId.desc().nullsFirst())
      .where(LISTED),
    index("threads_updated")
      .on(
        table.tenantId,
        table.updatedAt.desc().nullsFirst(),
        table.threadId.desc().nullsFirst(),
        table.assistantId,
        table.status,
      )
      .where(LISTED),
    index("threads_of_graph")
      .on(
        table.tenantId,
        table.graphId,
        table.updatedAt.desc().nullsFirst(),
        table.threadId.desc().nullsFirst(),
      )
      .where(LISTED),
    index("threads_of_owner")
      .on(
        table.tenantId,
        table.owner,
        table.updatedAt.desc().nullsFirst(),
        table.threadId.desc().nullsFirst(),
      )
      .where(sql`${LISTED} and owner is not null`),
    index("threads_expired")
      .on(table.expiresAt)
      .where(sql`expires_at is not null`),
    index("threads_deleted")
      .on(table.deleteAfter)
      .where(sql`delete_after is not null`),
  ],
);
