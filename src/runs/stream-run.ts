import type { Database } from "../db/database.ts";
import type { CallContext } from "../domain/principal.ts";
import type { LogMode } from "../domain/event.ts";
import { isActive } from "../domain/run.ts";
import type { RawFrame } from "../log/event-row.ts";
import { createLegacyRenderer, toFrames } from "../log/legacy-frames.ts";
import type { FollowRun } from "../log/reader.ts";
import { toFrameFilter } from "./frame-filter.ts";
import { findRun } from "./read-runs.ts";

export type StreamInput = {
  threadId: string | null;
  runId: string;
  /** "start": from the first frame; null: from now on; else everything after that id. */
  lastEventId: string | null;
  modes?: string[] | undefined;
  namespaces?: string[] | undefined;
  signal?: AbortSignal | undefined;
};

type Followed = Awaited<ReturnType<typeof findRun>>;
type StreamDeps = { db: Database; followRun: FollowRun };

/**
 * The legacy frames of a run, the same with the same ids for everybody who reads it, until its `end`
 * (PROTOCOL 3.5, 3.6). Rejects with `run_not_found` before anything is handed out.
 */
export function createStreamRun({ db, followRun }: StreamDeps) {
  return async function streamRun({ ctx, input }: { ctx: CallContext; input: StreamInput }) {
    const { tenantId } = ctx.principal;
    const run = await findRun(db, { tenantId, threadId: input.threadId, runId: input.runId });
    const after = toCursor(input.lastEventId) ?? (await newestFrame(db, tenantId, run));
    return follow(run, after, input, tenantId);
  };

  async function* follow(run: Followed, after: number, input: StreamInput, tenantId: string) {
    const { run_id, thread_id, kwargs } = run;
    const passes = toFrameFilter(input.modes, input.namespaces);
    // `end` is always sent, also to one who comes after it: an open stream without it looks like a broken one.
    const wanted = ({ id, event }: RawFrame): boolean => event === "end" || (Number(id) > after && passes(event));
    const renderer = createLegacyRenderer({ modes: kwargs.stream_mode, subgraphs: kwargs.subgraphs });
    const address = { tenantId, threadId: thread_id, runId: run_id };

    const metadata = JSON.stringify({ run_id, thread_id, attempt: 1 });
    if (after < 0) yield [{ id: "0", event: "metadata", json: metadata }];
    let ended = false;
    for await (const rows of followRun(address, input.signal)) {
      const frames = rows.flatMap((row) => toFrames(renderer, row)).filter(wanted);
      if (frames.length > 0) yield frames;
      ended = rows.at(-1)?.mode === "end";
    }
    if (ended || input.signal?.aborted === true) return;
    const final = await findRun(db, address).catch(() => null);
    // Only a run that no worker ever had ends without a row of its own.
    if (final === null || isActive(final.status)) return;
    const json = JSON.stringify({ run_id, status: final.status });
    yield [{ id: String(Math.max(final.next_run_seq, after + 1)), event: "end", json }];
  }
}

/** Id after which frames are wanted: -1 is from the first, null is not said. */
function toCursor(lastEventId: string | null): number | null {
  if (lastEventId === null) return null;
  const id = Number(lastEventId);
  return /^\d+$/.test(lastEventId) && Number.isSafeInteger(id) ? id : -1;
}

/** Id of the newest frame so far. Events that this run's client did not ask for take no id. */
async function newestFrame(db: Database, tenantId: string, run: Followed): Promise<number> {
  const [row] = await db.run<{ run_seq: number; ns: string; mode: LogMode; data: string }>(
    tenantId,
    `select e.run_seq, e.ns, e.mode, e.data from thread_events e
     join runs r on r.tenant_id = e.tenant_id and r.run_id = e.run_id
     where e.tenant_id = $1 and e.thread_id = $2 and e.run_id = $3 and e.seq >= r.first_seq
     order by e.seq desc limit 1`,
    [tenantId, run.thread_id, run.run_id],
  );
  if (row === undefined) return 0;
  const renderer = createLegacyRenderer({ modes: run.kwargs.stream_mode, subgraphs: run.kwargs.subgraphs });
  const frames = renderer.render({ ns: row.ns, mode: row.mode, json: row.data });
  return row.run_seq + frames.length - 1;
}
