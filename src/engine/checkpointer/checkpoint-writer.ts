import { setImmediate as nextTurn } from "node:timers/promises";
import type { Database } from "../../db/database.ts";
import { AppError } from "../../domain/errors.ts";
import type { RunContext } from "../../domain/run-context.ts";
import type { EventRow } from "../../log/event-row.ts";
import type { TakenRows } from "../../log/writer.ts";
import { toWriteStatement, type HeldRow } from "./write-statement.ts";
import { joinRows, type WrittenRows } from "./written-rows.ts";

/** Where the events of the run wait to be stored; `take` never rejects. */
export type Journal = { take(): Promise<TakenRows> };

/**
 * Resolves once the rows are committed; rejects with `claim_lost` when the run is another worker's by now, with
 * `thread_busy` when a run has come where somebody writes by hand.
 */
export type CheckpointWriter = { write(rows: WrittenRows): Promise<void> };

type WriterDeps = { db: Database; context: RunContext; journal: Journal | undefined };
type Waiting = { rows: WrittenRows; done: PromiseWithResolvers<void> };

/**
 * Writes for one context. What is handed in within one turn of the event loop, or while a statement is under way,
 * leaves together: the last writes of a superstep, its checkpoint and the events that led to it are one statement and
 * one transaction.
 */
export function createCheckpointWriter({ db, context, journal }: WriterDeps): CheckpointWriter {
  let waiting: Waiting[] = [];
  let busy = false;
  /** What is written later may build on what was not stored: then nothing more is. */
  let broken: { error: unknown } | null = null;

  async function writeAllWaiting(): Promise<void> {
    await nextTurn();
    while (waiting.length > 0) {
      const events = await takeEvents();
      const batch = waiting;
      waiting = [];
      try {
        if (broken !== null) throw broken.error;
        await store(joinRows(batch.map(({ rows }) => rows)), events?.rows ?? []);
        events?.stored();
        for (const { done } of batch) done.resolve();
      } catch (error) {
        broken ??= { error };
        events?.failed();
        for (const { done } of batch) done.reject(error);
      }
    }
    busy = false;
  }

  async function takeEvents(): Promise<TakenRows | undefined> {
    const hasCheckpoint = waiting.some(({ rows }) => rows.checkpoints.length > 0);
    return hasCheckpoint && context.claim !== undefined ? journal?.take() : undefined;
  }

  async function store(rows: WrittenRows, events: readonly EventRow[]): Promise<void> {
    const { text, values } = toWriteStatement(rows, events, context);
    const [row] = await db.run<HeldRow>(context.tenantId, text, values);
    if (row?.held === 1) return;
    if (context.claim === undefined) throw new AppError("thread_busy", "Thread is busy");
    throw new AppError(
      "claim_lost",
      `Run ${context.claim?.runId ?? ""} is no longer this worker's to write for`,
    );
  }

  return {
    write(rows) {
      const done = Promise.withResolvers<void>();
      waiting.push({ rows, done });
      if (!busy) {
        busy = true;
        void writeAllWaiting();
      }
      return done.promise;
    },
  };
}
