import type { Clock } from "../domain/clock.ts";

type Probe = { system(text: string): Promise<unknown> };

export type ServiceHealth = {
  check(): Promise<{ healthy: boolean; services: Record<string, object> }>;
  isReady(): boolean;
  setReady(ready: boolean): void;
};

const PROBE_MS = 2_000;

/** Asks the database a question, within a bound of time. */
export function createHealth({ db, clock }: { db: Probe; clock: Clock }): ServiceHealth {
  let ready = false;
  return {
    isReady: () => ready,
    setReady(value) {
      ready = value;
    },
    async check() {
      const begun = clock.now().getTime();
      const late = Promise.withResolvers<never>();
      const timer = setTimeout(() => late.reject(new Error(`no answer within ${PROBE_MS} ms`)), PROBE_MS);
      try {
        await Promise.race([db.system("select 1 as one"), late.promise]);
        return { healthy: true, services: { database: { status: "UP", ms: clock.now().getTime() - begun } } };
      } catch {
        return { healthy: false, services: { database: { status: "DOWN" } } };
      } finally {
        clearTimeout(timer);
      }
    },
  };
}
