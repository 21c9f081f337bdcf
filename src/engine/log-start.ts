import type { Database } from "../db/database.ts";
import type { Interrupt } from "../domain/interrupt.ts";
import type { LogWriter } from "../log/writer.ts";
import type { ClaimedRun } from "../runs/claimed-run.ts";

/**
 * Writes the row with which a run begins, once in its life; and when it was begun before, that another attempt begins:
 * whatever becomes of this one, readers then know why numbers are missing.
 */
export async function logStart(db: Database, run: ClaimedRun, writer: LogWriter): Promise<void> {
  if (run.runSeq === 1) return writeStart(db, run, writer);
  if (!(await hasStart(db, run))) await writeStart(db, run, writer);
  const { runId, threadId, attempt } = run;
  await writer.append("", "metadata", JSON.stringify({ run_id: runId, thread_id: threadId, attempt }));
}

async function writeStart(db: Database, run: ClaimedRun, writer: LogWriter): Promise<void> {
  const answers = await findAnswered(db, run);
  const data = { graph_name: run.graphId, ...(answers.length === 0 ? {} : { answers }) };
  await writer.append("", "start", JSON.stringify(data));
}

async function hasStart(db: Database, { tenantId, threadId, runId }: ClaimedRun): Promise<boolean> {
  const rows = await db.run(
    tenantId,
    `select 1 from runs r join thread_events e
       on e.tenant_id = r.tenant_id and e.thread_id = r.thread_id and e.seq >= r.first_seq and e.run_id = r.run_id
     where r.tenant_id = $1 and r.run_id = $3 and e.thread_id = $2 and e.mode = 'start' limit 1`,
    [tenantId, threadId, runId],
  );
  return rows.length > 0;
}

/** Ids of the interrupts that the run answers; others who were asked the same need not answer any more. */
async function findAnswered(db: Database, { tenantId, threadId, kwargs }: ClaimedRun): Promise<string[]> {
  const resume = kwargs.command?.resume;
  if (resume === undefined) return [];
  const [thread] = await db.run<{ interrupts: Record<string, Interrupt[]> }>(
    tenantId,
    "select interrupts from threads where tenant_id = $1 and thread_id = $2",
    [tenantId, threadId],
  );
  const pending = Object.values(thread?.interrupts ?? {})
    .flat()
    .map(({ id }) => id);
  const named = typeof resume === "object" && resume !== null ? Object.keys(resume) : [];
  const answered = pending.filter((id) => named.includes(id));
  return answered.length > 0 ? answered : pending;
}
