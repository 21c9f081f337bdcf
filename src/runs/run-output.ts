import { setTimeout as sleep } from "node:timers/promises";
import type { Database } from "../db/database.ts";
import { isAppError } from "../domain/errors.ts";
import type { Interrupt } from "../domain/interrupt.ts";
import type { CallContext } from "../domain/principal.ts";
import type { Run } from "../domain/run.ts";
import type { EventRow } from "../log/event-row.ts";
import type { FollowRun, RunAddress } from "../log/reader.ts";
import { findRunFor, type RunPlace } from "./find-run.ts";

type Output = Record<string, unknown>;
type Finished = {
  values: Output | null;
  status: string | null;
  error: { error: string; message: string } | null;
};
type Input = RunPlace & {
  signal?: AbortSignal | undefined;
  /** The run as it has just been created by this caller. */
  created?: Run | undefined;
};

const AGAIN_AFTER_MS = 1_000;
/** How often a database that is away is looked for. */
const MOST_LOOKS = 300;

/** Waits for the end of a run and answers what `wait` and `join` send (PROTOCOL 2.5): always an object. */
export function createRunOutput({ db, followRun }: { db: Database; followRun: FollowRun }) {
  return async function runOutput({ ctx, input }: { ctx: CallContext; input: Input }): Promise<Output> {
    const { tenantId } = ctx.principal;
    const run = input.created ?? (await findRunFor(db, ctx, ["threads:read"], input));
    const address = { tenantId, threadId: run.thread_id, runId: run.run_id };
    for (let looks = 1; ; looks++) {
      try {
        return await readOutput(address, input.signal);
      } catch (error) {
        // The run goes on without this database, or waits for it too: its caller does the same.
        if (!isAppError(error, "unavailable") || looks === MOST_LOOKS) throw error;
        await sleep(AGAIN_AFTER_MS);
        input.signal?.throwIfAborted();
      }
    }
  };

  async function readOutput(address: RunAddress, signal: AbortSignal | undefined): Promise<Output> {
    const { tenantId, threadId, runId } = address;
    const said = createRecord();
    for await (const rows of followRun(address, signal)) rows.forEach(said.note);
    const [finished] = await db.run<Finished>(
      tenantId,
      `select t.values, r.status, r.error
       from threads t left join runs r on r.tenant_id = t.tenant_id and r.run_id = $3
       where t.tenant_id = $1 and t.thread_id = $2`,
      [tenantId, threadId, runId],
    );
    if (finished === undefined) return {};
    if (finished.error !== null) return { __error__: toShownError(finished.error) };
    // A run that was taken back leaves the thread's state, whatever it had reached.
    const state = (finished.status === null ? null : said.state()) ?? finished.values ?? {};
    return finished.status === "success" ? { ...state, ...said.stop() } : state;
  }
}

/** Class and words; what else an error carries is for the thread protocol. */
function toShownError({ error, message }: { error: string; message: string }): object {
  return { error, message };
}

/** How the graph announces, in place of a state, that it waits for an answer. */
const INTERRUPT = '{"__interrupt__":[';

/** What the run itself said at its end: a later run may have changed the thread's row already. */
function createRecord() {
  let stateJson: string | null = null;
  let stops: Interrupt[][] = [];
  return {
    note({ mode, ns, json }: EventRow): void {
      // Another attempt begins: what the one before said last does not count.
      if (mode === "metadata") stops = [];
      if (mode !== "values" || ns !== "") return;
      const stop = json.startsWith(INTERRUPT) ? toStop(JSON.parse(json)) : null;
      if (stop === null) stateJson = json;
      else stops.push(stop);
    },
    state(): Output | null {
      const state: unknown = stateJson === null ? null : JSON.parse(stateJson);
      return isObject(state) ? state : null;
    },
    /** Nothing unless the run stopped; the list is empty at a breakpoint. */
    stop: () => (stops.length === 0 ? {} : { __interrupt__: stops.flat() }),
  };
}

/** null when that is a state which only has a key of that name. */
function toStop(data: Record<string, unknown>): Interrupt[] | null {
  return Object.keys(data).length === 1 ? (data["__interrupt__"] as Interrupt[]) : null;
}

function isObject(value: unknown): value is Output {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
