import type { StateSnapshot } from "@langchain/langgraph";
import type { Interrupt } from "../domain/interrupt.ts";
import { toPlain, toWireJson } from "../log/wire.ts";
import type { Outcome } from "./finish-run.ts";

/** What the head checkpoint says: the state, and who waits for what. */
export function toStanding(snapshot: StateSnapshot): Pick<Outcome, "valuesJson" | "interrupts" | "waiting"> {
  const open = snapshot.tasks.filter(({ error }) => error === undefined);
  const interrupts = Object.fromEntries(open.map((task) => [task.id, task.interrupts.map(toInterrupt)]));
  const waiting = snapshot.next.length > 0;
  return {
    valuesJson: hasCheckpoint(snapshot) ? toWireJson(snapshot.values) : null,
    interrupts: waiting ? interrupts : {},
    waiting,
  };
}

/** Of a cancelled run: only unanswered questions make the thread wait, not steps that were never begun. */
export function toCancelledStanding(
  snapshot: StateSnapshot,
): Pick<Outcome, "valuesJson" | "interrupts" | "waiting"> {
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
