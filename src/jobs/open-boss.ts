import type { PgBoss } from "pg-boss";
import type { Database } from "../db/database.ts";
import { toBossDatabase } from "./boss-database.ts";

const SCHEMA = "raptorflow_jobs";

/** Seconds. A job whose process was killed is given up when its time is over and this has passed. */
const LOOK_AFTER = 30;
const CLEAN_UP = 600;
/** No job here waits for others. */
const RARELY = 3_600;

type OpenDeps = {
  db: Database;
  /** Whether jobs are sent by the clock, which costs a look now and then. */
  scheduled: boolean;
  /** There is a new job in the queue; null when notifications may have been missed. */
  onJob(queue: string | null): void;
  onTrouble(error: unknown): void;
};

/** Opens the queue and, the first time, makes its tables. */
export async function openBoss({ db, scheduled, onJob, onTrouble }: OpenDeps): Promise<PgBoss> {
  // Loaded here: it takes a while, and nobody needs it to answer the first request.
  const { PgBoss } = await import("pg-boss");
  const boss = new PgBoss({
    db: toBossDatabase(db, onJob),
    backend: db.kind === "embedded" ? "pglite" : "postgres",
    schema: SCHEMA,
    createSchema: false,
    useListenNotify: true,
    schedule: scheduled,
    // Its own role may not look at the statistics of the whole server.
    monitorVacuum: false,
    superviseIntervalSeconds: LOOK_AFTER,
    monitorIntervalSeconds: LOOK_AFTER,
    maintenanceIntervalSeconds: CLEAN_UP,
    queueCacheIntervalSeconds: CLEAN_UP,
    flowIntervalSeconds: RARELY,
    bamIntervalSeconds: RARELY,
    cronMonitorIntervalSeconds: 30,
    cronWorkerIntervalSeconds: 30,
  });
  boss.on("error", onTrouble);
  try {
    await boss.start();
    return boss;
  } catch (error) {
    await boss.stop({ graceful: false, close: false });
    throw error;
  }
}
