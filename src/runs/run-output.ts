import type { Database } from "../db/database.ts";
import type { Interrupt } from "../domain/interrupt.ts";
import type { CallContext } from "../domain/principal.ts";
import type { FollowRun } from "../log/reader.ts";
import { findRun } from "./read-runs.ts";

/** How the graph announces, in place of a state, that it waits for an answer. */
const INTERRUPT = '{"__interrupt__":';

type Output = Record<string, unknown>;
type Finished = {
  status: string;
  error: { error: string; message: string } | null;
  values: Output | null;
  interrupts: Record<string, Interrupt[]>;
  thread_status: string;
};

/** Waits for the end of a run and answers what `wait` and `join` send (PROTOCOL 2.5): always an object. */
export function createRunOutput({ db, followRun }: { db: Database; followRun: FollowRun }) {
  type Input = { threadId: string | null; runId: string; signal?: AbortSignal | undefined };
  return async function runOutput({ ctx, input }: { ctx: CallContext; input: Input }): Promise<Output> {
    const { tenantId } = ctx.principal;
    const { run_id: runId, thread_id: threadId } = await findRun(db, { tenantId, ...input });
    let stateJson: string | null = null;
    for await (const rows of followRun({ tenantId, threadId, runId }, input.signal)) {
      for (const { mode, ns, json } of rows) if (mode === "values" && ns === "" && !json.startsWith(INTERRUPT)) stateJson = json;
    }
    const [finished] = await db.run<Finished>(
      tenantId,
      `select r.status, r.error, t.values, t.interrupts, t.status as thread_status
       from runs r join threads t on t.tenant_id = r.tenant_id and t.thread_id = r.thread_id
       where r.tenant_id = $1 and r.run_id = $2`,
      [tenantId, runId],
    );
    if (finished === undefined) return {};
    if (finished.error !== null) return { __error__: finished.error };
    return toOutput(finished, stateJson);
  };
}

/** The run's own last state counts, since a later run may have changed the thread's already. */
function toOutput({ values, interrupts, status, thread_status }: Finished, stateJson: string | null): Output {
  const last: unknown = stateJson === null ? null : JSON.parse(stateJson);
  const state = isObject(last) ? last : (values ?? {});
  const waiting = status === "success" && thread_status === "interrupted";
  return waiting ? { ...state, __interrupt__: Object.values(interrupts).flat() } : state;
}

function isObject(value: unknown): value is Output {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
