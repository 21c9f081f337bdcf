import type { StateSnapshot } from "@langchain/langgraph";
import type { Database } from "../db/database.ts";
import { toPlain, toWireJson } from "../log/wire.ts";
import type { StateView } from "./state-view.ts";
import type { TaskResults } from "./task-results.ts";

/**
 * Lets the thread's row follow its head after a write by hand. A run that came meanwhile has more to say: the row is
 * left to it.
 */
export async function refreshThread(
  db: Database,
  tenantId: string,
  { read, results, thread }: StateView,
): Promise<void> {
  const head = await read({}, { subgraphs: false });
  if (head.createdAt === undefined) return;
  const waiting = head.next.length > 0;
  await db.run(tenantId, REFRESH, [
    tenantId,
    thread.thread_id,
    toWireJson(head.values),
    toWireJson(waiting ? toInterrupts(head, results) : {}),
    waiting ? "interrupted" : "idle",
    head.config.configurable?.["checkpoint_id"] ?? null,
  ]);
}

/** By task; of a task that waits at a breakpoint an empty list. */
function toInterrupts({ tasks }: StateSnapshot, results: TaskResults): Record<string, unknown> {
  const open = tasks.filter(({ id, error }) => error === undefined && !results.has(id));
  return Object.fromEntries(open.map((task) => [task.id, toPlain(task.interrupts)]));
}

const REFRESH = `
  update threads set values = $3::jsonb, interrupts = $4::jsonb, status = $5, error = null, updated_at = now(),
    state_updated_at = now()
  where tenant_id = $1::uuid and thread_id = $2::uuid and active_runs = 0 and $6 = (
    select checkpoint_id from checkpoints
    where tenant_id = $1::uuid and thread_id = ($2::uuid)::text and checkpoint_ns = ''
    order by checkpoint_id desc limit 1
  )`;
