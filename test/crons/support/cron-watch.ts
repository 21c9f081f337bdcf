import { vi } from "vitest";
import type { Database } from "../../../src/db/database.ts";
import { LOCAL_TENANT_ID } from "../../../src/domain/ids.ts";

export const PATIENCE = { timeout: 20_000, interval: 50 };
/** Never within a test. */
export const YEARLY = "0 0 1 1 *";
export const input = { messages: [{ type: "human", content: "tick" }] };

type RunRow = { run_id: string; thread_id: string; status: string; metadata: object; caller: object };

/** Looks at crons, and moves their slots, behind the back of the service. */
export function createCronWatch(db: Database) {
  async function getRuns(cronId: string): Promise<RunRow[]> {
    return db.run<RunRow>(
      LOCAL_TENANT_ID,
      `select run_id, thread_id, status, metadata, caller from runs
       where tenant_id = $1 and metadata ->> 'cron_id' = $2 order by created_at`,
      [LOCAL_TENANT_ID, cronId],
    );
  }
  return {
    getRuns,
    /** As if its slot had come so long ago. */
    makeDue: (cronId: string, ago = "1 second") =>
      db.run(
        LOCAL_TENANT_ID,
        `update crons set next_run_date = date_trunc('milliseconds', now()) - $2::interval
         where tenant_id = $1::uuid and cron_id = $3`,
        [LOCAL_TENANT_ID, ago, cronId],
      ),
    /** Resolves when so many of its runs are over. */
    untilFired: (cronId: string, times = 1): Promise<RunRow[]> =>
      vi.waitFor(async () => {
        const runs = await getRuns(cronId);
        const over = runs.filter(({ status }) => status !== "pending" && status !== "running");
        if (over.length < times) throw new Error(`${over.length} of ${times} runs are over`);
        return runs;
      }, PATIENCE),
  };
}
