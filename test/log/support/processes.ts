import { createSilentBus, type Bus } from "../../../src/bus/bus.ts";
import { openRedisBus } from "../../../src/bus/redis-bus.ts";
import { createSignals } from "../../../src/bus/signals.ts";
import type { Database } from "../../../src/db/database.ts";
import { openServerDatabase } from "../../../src/db/server/open.ts";
import { LOCAL_TENANT_ID, newId } from "../../../src/domain/ids.ts";
import type { EventRow, ThreadRow } from "../../../src/log/event-row.ts";
import { createFollowLog } from "../../../src/log/follow-log.ts";
import { createHub, type Hub } from "../../../src/log/hub.ts";
import { createFollowRun } from "../../../src/log/reader.ts";
import type { LogClaim } from "../../../src/log/store-rows.ts";
import { createLog } from "../../../src/telemetry/log.ts";
import { createServerDatabase, SERVER_URL } from "../../support/database.ts";
import { migrate } from "../../../src/db/migrate.ts";

const silent = createLog({ level: "silent", destination: process.stderr });

/** What a process has of the log, on connections of its own. */
export type LogProcess = {
  db: Database;
  bus: Bus;
  hub: Hub;
  followRun: ReturnType<typeof createFollowRun>;
  followLog: ReturnType<typeof createFollowLog>;
  close(): Promise<void>;
};

export async function openProcess(databaseUrl: string, redisUrl: string | null): Promise<LogProcess> {
  const db = await openServerDatabase({ url: databaseUrl, migrate });
  const bus = redisUrl === null ? createSilentBus() : openRedisBus({ url: redisUrl, log: silent });
  const onTrouble = (): void => {};
  const signals = createSignals({ db, bus, onTrouble });
  const hub = createHub({ db, bus, signals, onTrouble });
  await hub.start();
  return {
    db,
    bus,
    hub,
    followRun: createFollowRun({ db, hub }),
    followLog: createFollowLog({ db, hub }),
    async close() {
      hub.close();
      await signals.close();
      await bus.close();
      await db.close();
    },
  };
}

export function createLogDatabase(): Promise<{ url: string; drop(): Promise<void> }> {
  return createServerDatabase(SERVER_URL ?? "");
}

const BLOCK = 2_000;

/** A run that is executed, on the thread or on a new one, as its worker's claim of it. */
export async function claimRun(db: Database, threadId = newId()): Promise<LogClaim> {
  const tenantId = LOCAL_TENANT_ID;
  const runId = newId();
  const [thread] = await db.run<{ seq: number }>(
    tenantId,
    `insert into threads (tenant_id, thread_id, next_seq) values ($1, $2, ${BLOCK + 1})
     on conflict (tenant_id, thread_id) do update set next_seq = threads.next_seq + ${BLOCK}
     returning next_seq - ${BLOCK} as seq`,
    [tenantId, threadId],
  );
  const seq = thread?.seq ?? 0;
  await db.run(
    tenantId,
    `insert into runs (tenant_id, run_id, thread_id, assistant_id, graph_id, status, kwargs, attempt, fence, first_seq,
       next_run_seq, lease_until)
     values ($1, $2, $3, $2, 'none', 'running', '{}', 1, 1, $4, ${BLOCK + 1}, now() + interval '1 hour')`,
    [tenantId, runId, threadId, seq],
  );
  return { tenantId, threadId, runId, attempt: 1, fence: 1, seq, runSeq: 1 };
}

/** The claim of the worker that takes the run over: the old one's writes are refused from now on. */
export async function takeOver(db: Database, claim: LogClaim): Promise<LogClaim> {
  const [taken] = await db.run<{ seq: number; run_seq: number }>(
    claim.tenantId,
    `with thread as (
       update threads set next_seq = next_seq + ${BLOCK} where thread_id = $1 returning next_seq - ${BLOCK} as seq
     )
     update runs set fence = fence + 1, attempt = attempt + 1, next_run_seq = next_run_seq + ${BLOCK} from thread
     where run_id = $2 returning thread.seq, next_run_seq - ${BLOCK} as run_seq`,
    [claim.threadId, claim.runId],
  );
  return {
    ...claim,
    attempt: claim.attempt + 1,
    fence: claim.fence + 1,
    seq: taken?.seq ?? 0,
    runSeq: taken?.run_seq ?? 0,
  };
}

/** Row number `index` of a claim, counted from 0. */
export function toRow(claim: LogClaim, index: number, fields: Partial<EventRow> = {}): ThreadRow {
  const { attempt, runId } = claim;
  return {
    seq: claim.seq + index,
    runSeq: claim.runSeq + index,
    attempt,
    ns: "",
    mode: "custom",
    json: `{"n":${index}}`,
    note: null,
    at: 1,
    runId,
    ...fields,
  };
}

/** Collects what a reader yields; `done` resolves when it ends. */
export function collect(reading: AsyncIterable<readonly ThreadRow[]>): {
  rows: ThreadRow[];
  done: Promise<void>;
} {
  const rows: ThreadRow[] = [];
  const done = (async () => {
    for await (const batch of reading) rows.push(...batch);
  })();
  return { rows, done };
}
