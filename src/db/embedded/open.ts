import type { Database, OwnerSession } from "../database.ts";
import { createTurnstile } from "./turnstile.ts";
import { startWorker, type WorkerClient } from "./worker-client.ts";

/** No tenant: the policies compare with nothing and show no row. */
const NO_TENANT = "";

type EmbeddedOptions = {
  /** Folder of the data; null keeps it in memory. The caller holds the folder's lock. */
  dataDir: string | null;
  /** Brings the schema up to date, before the session drops its rights. */
  migrate(owner: OwnerSession): Promise<void>;
  /** How often one table is looked after. */
  vacuumEveryMs?: number;
};

const VACUUM_EVERY_MS = 30_000;

/** Postgres in WebAssembly, in a thread of its own: the service's event loop stays free while it works. */
export async function openEmbeddedDatabase({
  dataDir,
  migrate,
  vacuumEveryMs = VACUUM_EVERY_MS,
}: EmbeddedOptions): Promise<Database> {
  const worker = await startWorker(dataDir);
  try {
    await migrate(toOwnerSession(worker));
    await worker.call({ op: "work-as-app" });
  } catch (error) {
    await worker.terminate();
    throw error;
  }
  return toDatabase(worker, vacuumEveryMs);
}

function toOwnerSession(worker: WorkerClient): OwnerSession {
  return {
    async execute(statements) {
      await worker.call({ op: "execute", statements });
    },
    query: async <T>(text: string, values: readonly unknown[] = []) =>
      (await worker.call({ op: "owner", text, values })) as T[],
  };
}

function toDatabase(worker: WorkerClient, vacuumEveryMs: number): Database {
  const turnstile = createTurnstile();
  const stopVacuum = repeatVacuum(() => turnstile.pass(() => worker.call({ op: "vacuum" })), vacuumEveryMs);
  const listeners = new Map<string, Set<(payload: string) => void>>();
  worker.onNotification((channel, payload) => {
    for (const onPayload of listeners.get(channel) ?? []) onPayload(payload);
  });
  const query = async <T>(tenantId: string, text: string, values: readonly unknown[] = []): Promise<T[]> =>
    (await worker.call({ op: "query", tenantId, text, values })) as T[];

  return {
    kind: "embedded",
    description: "embedded Postgres",
    run: (tenantId, text, values) => turnstile.pass(() => query(tenantId, text, values)),
    system: (text, values) => turnstile.pass(() => query(NO_TENANT, text, values)),
    jobs: async <T>(text: string, values: readonly unknown[] = []) =>
      (await turnstile.pass(() => worker.call({ op: "jobs", text, values }))) as T[],
    transaction: (tenantId, work) =>
      turnstile.pass(async () => {
        await worker.call({ op: "begin", tenantId });
        try {
          const result = await work({ query: (text, values) => query(tenantId, text, values) });
          await worker.call({ op: "commit" });
          return result;
        } catch (error) {
          await worker.call({ op: "rollback" });
          throw error;
        }
      }),
    async listen(channel, onPayload) {
      const known = listeners.get(channel);
      const handlers = known ?? new Set();
      listeners.set(channel, handlers);
      handlers.add(onPayload);
      if (known === undefined) await turnstile.pass(() => worker.call({ op: "listen", channel }));
      return async () => {
        handlers.delete(onPayload);
      };
    },
    async close() {
      stopVacuum();
      await turnstile.pass(() => worker.call({ op: "close" }));
      await worker.terminate();
    },
  };
}

/** Never twice at once. What fails is tried again next time: it is only space. */
function repeatVacuum(vacuum: () => Promise<unknown>, everyMs: number): () => void {
  let busy = false;
  const timer = setInterval(() => {
    if (busy) return;
    busy = true;
    void vacuum()
      .catch(() => undefined)
      .finally(() => {
        busy = false;
      });
  }, everyMs);
  timer.unref();
  return () => clearInterval(timer);
}
