import type { Db } from "pg-boss";
import type { Database } from "../db/database.ts";

/** The service's database as the queue knows databases. `onJob` hears in which queue there is a new job, or maybe one. */
export function toBossDatabase(db: Database, onJob: (queue: string | null) => void): Db {
  return {
    executeSql: async (text, values = []) => ({ rows: await db.jobs(text, values.map(toParameter)) }),
    async listen(channel, onNotification, onReconnect) {
      const close = await db.listen(
        channel,
        (queue) => {
          onNotification(queue);
          onJob(queue);
        },
        () => {
          onReconnect();
          onJob(null);
        },
      );
      onReconnect();
      return { close };
    },
  };
}

/** Drivers differ in what they make of objects and dates; text is the same for all. */
function toParameter(value: unknown): unknown {
  if (value instanceof Date) return value.toISOString();
  const isPlain = typeof value === "object" && value !== null && !Array.isArray(value);
  return isPlain && !(value instanceof Uint8Array) ? JSON.stringify(value) : (value ?? null);
}
