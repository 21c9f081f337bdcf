import { parentPort, workerData } from "node:worker_threads";
import { PGlite } from "@electric-sql/pglite";
import { vector } from "@electric-sql/pglite-pgvector";
import type { Row } from "../database.ts";
import { APP_ROLE, JOBS_ROLE } from "../roles.ts";
import { DATE, INT8, TIMESTAMP, TIMESTAMPTZ, toIsoText } from "../row-types.ts";
import { createPreparedQuery } from "./prepared.ts";
import type { WorkerAnswer, WorkerRequest } from "./protocol.ts";
import { vacuumMostChanged } from "./vacuum.ts";

const port = parentPort;
if (port === null) throw new Error("The embedded database runs in a worker thread");
const answer = (message: WorkerAnswer): void => port.postMessage(message);

const parsers = { [INT8]: Number, [DATE]: String, [TIMESTAMP]: toIsoText, [TIMESTAMPTZ]: toIsoText };

async function openDatabase(): Promise<PGlite> {
  const dataDir: unknown = workerData.dataDir;
  const db = await PGlite.create({
    ...(typeof dataDir === "string" ? { dataDir } : {}),
    extensions: { vector },
    relaxedDurability: false,
    parsers,
  });
  await db.exec("set timezone = 'UTC'");
  return db;
}

/** One backend serves everybody, so the tenant is named before each piece of work and never carried over. */
function createPerformer(db: PGlite): (request: WorkerRequest) => Promise<Row[]> {
  const prepared = createPreparedQuery(db);
  let tenant: string | null = null;
  let role: string | null = null;
  const stopListening = new Map<string, () => Promise<void>>();

  async function become(next: string): Promise<void> {
    if (role === next) return;
    role = null;
    await db.exec(`set role ${next}`);
    role = next;
  }
  async function enter(tenantId: string): Promise<void> {
    await become(APP_ROLE);
    if (tenant === tenantId) return;
    tenant = null;
    await db.query("select set_config('app.tenant_id', $1, false)", [tenantId]);
    tenant = tenantId;
  }

  return async function perform(request: WorkerRequest): Promise<Row[]> {
    switch (request.op) {
      case "query":
        await enter(request.tenantId);
        return prepared(request.text, request.values);
      case "owner":
        return (await db.query<Row>(request.text, [...request.values])).rows;
      case "execute":
        await db.exec(request.statements);
        return [];
      case "begin":
        await enter(request.tenantId);
        await db.exec("begin");
        return [];
      case "commit":
      case "rollback":
        await db.exec(request.op);
        return [];
      case "work-as-app":
        await become(APP_ROLE);
        return [];
      case "vacuum":
        await become("none");
        await vacuumMostChanged(db);
        return [];
      case "jobs":
        await become(JOBS_ROLE);
        return queryOrExecute(db, request.text, request.values);
      case "listen": {
        const { channel } = request;
        const stop = await db.listen(channel, (payload) =>
          answer({ kind: "notification", channel, payload }),
        );
        stopListening.set(channel, stop);
        return [];
      }
      case "unlisten":
        await stopListening.get(request.channel)?.();
        stopListening.delete(request.channel);
        return [];
      case "close":
        await db.close();
        return [];
    }
  };
}

async function queryOrExecute(db: PGlite, text: string, values: readonly unknown[]): Promise<Row[]> {
  if (values.length > 0) return (await db.query<Row>(text, [...values])).rows;
  try {
    return (await db.exec(text)).flatMap(({ rows }): Row[] => rows);
  } catch (error) {
    // Statements that begin a transaction among them leave it open when they fail.
    await db.exec("rollback");
    throw error;
  }
}

function toError(id: number, error: unknown): WorkerAnswer {
  const fields = error instanceof Error ? error : new Error(String(error));
  const text = (key: string): string | null => {
    const value: unknown = Reflect.get(fields, key);
    return typeof value === "string" ? value : null;
  };
  return { kind: "error", id, message: fields.message, code: text("code"), detail: text("detail") };
}

try {
  const perform = createPerformer(await openDatabase());
  let tail: Promise<void> = Promise.resolve();
  port.on("message", (request: WorkerRequest) => {
    tail = tail.then(async () => {
      try {
        answer({ kind: "rows", id: request.id, rows: await perform(request) });
      } catch (error) {
        answer(toError(request.id, error));
      }
      if (request.op === "close") port.close();
    });
  });
  answer({ kind: "ready" });
} catch (error) {
  answer({ kind: "failed-to-open", message: error instanceof Error ? error.message : String(error) });
}
