import type { StateSnapshot } from "@langchain/langgraph";
import { toSqlState } from "../db/database.ts";
import { isAppError } from "../domain/errors.ts";
import type { Interrupt } from "../domain/interrupt.ts";
import { toPlain, toWireJson } from "../log/wire.ts";
import type { Outcome } from "./finish-run.ts";

export type Standing = Pick<Outcome, "valuesJson" | "interrupts" | "waiting">;

export const NOTHING_STANDS: Standing = { valuesJson: null, interrupts: {}, waiting: false };

/** What stands at the head. An input that its graph cannot take makes it unreadable; the run has to end all the same. */
export async function readStanding(
  readHead: () => Promise<StateSnapshot | undefined>,
  toOwn: (snapshot: StateSnapshot) => Standing,
): Promise<Standing> {
  try {
    const snapshot = await readHead();
    return snapshot === undefined ? NOTHING_STANDS : toOwn(snapshot);
  } catch (error) {
    if (isAppError(error) || toSqlState(error) !== null) throw error;
    return NOTHING_STANDS;
  }
}

/** What the head checkpoint says: the state, and who waits for what. `asked`: what the run that stopped there asked. */
export function toStanding(snapshot: StateSnapshot, asked: ReadonlySet<unknown> | null = null): Standing {
  const open = snapshot.tasks.filter((task) => task.error === undefined && !isDone(task, asked));
  const interrupts = Object.fromEntries(open.map((task) => [task.id, task.interrupts.map(toInterrupt)]));
  // A node that asks again after an answer has written something, and no longer counts as next.
  const waiting = snapshot.next.length > 0 || open.some(({ interrupts: asks }) => asks.length > 0);
  return {
    valuesJson: hasCheckpoint(snapshot) ? toWireJson(snapshot.values) : null,
    interrupts: waiting ? interrupts : {},
    waiting,
  };
}

type Task = StateSnapshot["tasks"][number] & { result?: unknown };

/** Of several tasks in a step some may have finished; LangGraph keeps what they asked until the others have, too. */
function isDone({ interrupts, result }: Task, asked: ReadonlySet<unknown> | null): boolean {
  if (interrupts.length === 0) return result !== undefined;
  return asked !== null && !interrupts.some(({ id }) => asked.has(id));
}

/** Of a cancelled run: only unanswered questions make the thread wait, not steps that were never begun. */
export function toCancelledStanding(snapshot: StateSnapshot): Standing {
  const standing = toStanding(snapshot);
  const asked = Object.entries(standing.interrupts).filter(([, interrupts]) => interrupts.length > 0);
  return { ...standing, interrupts: Object.fromEntries(asked), waiting: asked.length > 0 };
}

export function toErrorOutcome(error: unknown): { error: string; message: string } {
  if (error instanceof Error) return { error: error.name, message: error.message };
  return { error: "Error", message: String(error) };
}

function hasCheckpoint(snapshot: StateSnapshot): boolean {
  return snapshot.createdAt !== undefined;
}

function toInterrupt({ id, value }: { id?: string; value?: unknown }): Interrupt {
  return { id: id ?? "", value: toPlain(value) };
}
