import type { Database } from "../db/database.ts";
import type { CallContext } from "../domain/principal.ts";
import type { StreamMode } from "../domain/run.ts";
import type { RawFrame, ThreadRow } from "../log/event-row.ts";
import type { FollowLog } from "../log/follow-log.ts";
import type { StreamRequest } from "../log/legacy-frames.ts";
import {
  createThreadFrames,
  parseFramePlace,
  type FramePlace,
  type ThreadStreamMode,
} from "../log/thread-frames.ts";
import { findRunStart, readHead } from "../log/v2/read-tape-rows.ts";
import { openStream } from "./open-stream.ts";
import { maySee, threadNotFound, type LookAtThread } from "./thread-access.ts";

type StreamDeps = { db: Database; followLog: FollowLog; look: LookAtThread };
type StreamInput = {
  threadId: string;
  modes: readonly ThreadStreamMode[];
  /** "start": all that is kept; null: from now on; else what came after that frame. */
  lastEventId: string | null;
  signal?: AbortSignal | undefined;
};

/**
 * The legacy frames of all runs of a thread, one after the other, until the reader leaves (PROTOCOL 3.7). Rejects with
 * `forbidden` or `thread_not_found` before anything is handed out.
 */
export function createStreamThread({ db, followLog, look }: StreamDeps) {
  return async function streamThread({ ctx, input }: { ctx: CallContext; input: StreamInput }) {
    const { threadId, lastEventId, modes } = input;
    if ((await look(ctx, threadId)) !== "visible") throw threadNotFound(threadId);
    const address = { tenantId: ctx.principal.tenantId, threadId };
    const place = await toPlace(address, lastEventId);
    return openStream(input.signal, (signal) => tell({ ctx, threadId, modes, place }, signal));
  };

  async function toPlace(
    address: { tenantId: string; threadId: string },
    lastEventId: string | null,
  ): Promise<FramePlace> {
    const now = { seq: await readHead(db, address), index: Number.MAX_SAFE_INTEGER };
    if (lastEventId === null) return now;
    return parseFramePlace(lastEventId) ?? { seq: 0, index: -1 };
  }

  async function* tell(
    { ctx, threadId, modes, place }: Reader,
    signal: AbortSignal,
  ): AsyncGenerator<readonly RawFrame[]> {
    const { tenantId } = ctx.principal;
    const toFrames = createThreadFrames(threadId, modes);
    const requestOf = createRequestFinder(db, tenantId);
    const begin = place.seq === 0 ? 0 : await findRunStart(db, { tenantId, threadId }, place.seq);
    for await (const rows of followLog({ tenantId, threadId, after: begin }, signal)) {
      const isNew = rows.some(({ mode, seq }) => mode === "start" && seq > place.seq);
      if (isNew && !(await maySee(look, ctx, threadId))) return;
      const frames: RawFrame[] = [];
      for (const row of rows) {
        const rendered = toFrames(row, await requestOf(row));
        if (row.seq < place.seq) continue;
        frames.push(...(row.seq > place.seq ? rendered : rendered.filter((frame) => isBehind(frame, place))));
      }
      if (frames.length > 0) yield frames;
    }
  }
}

type Reader = {
  ctx: CallContext;
  threadId: string;
  modes: readonly ThreadStreamMode[];
  place: FramePlace;
};

function isBehind({ id }: RawFrame, { index }: FramePlace): boolean {
  return (parseFramePlace(id)?.index ?? 0) > index;
}

const UNKNOWN: StreamRequest = { modes: ["values"], subgraphs: false };

/** How the run of a row asked for its stream; runs come one after the other. */
function createRequestFinder(db: Database, tenantId: string): (row: ThreadRow) => Promise<StreamRequest> {
  let known: { runId: string; request: StreamRequest } | null = null;
  return async function requestOf({ runId }) {
    if (known?.runId === runId) return known.request;
    const [run] = await db.run<{ modes: StreamMode[]; subgraphs: boolean }>(
      tenantId,
      `select kwargs -> 'stream_mode' as modes, (kwargs ->> 'subgraphs')::boolean as subgraphs
       from runs where tenant_id = $1 and run_id = $2`,
      [tenantId, runId],
    );
    known = { runId, request: run ?? UNKNOWN };
    return known.request;
  };
}
