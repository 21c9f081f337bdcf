import type { StateSnapshot } from "@langchain/langgraph";
import type { RunKwargs } from "../domain/run.ts";

const INTERRUPT_ID = /^[0-9a-f]{32}$/;

/** An answer to something that nobody asks any more; clients of the thread protocol are told the ids. */
export class UnknownInterruptError extends Error {
  readonly interruptIds: string[];
  readonly pendingIds: string[];

  constructor(interruptIds: string[], pendingIds: string[]) {
    super(
      interruptIds.length === 0
        ? "Nothing waits for an answer"
        : `No interrupt with id ${interruptIds.join(", ")} waits for an answer`,
    );
    this.name = "UnknownInterruptError";
    this.interruptIds = interruptIds;
    this.pendingIds = pendingIds;
  }
}

export function isStrictResume({ strict_resume: isStrict, command }: RunKwargs): boolean {
  return isStrict && command !== null && command.resume !== undefined;
}

/** Throws `UnknownInterruptError` when an answered interrupt does not wait; a plain answer is for any that does. */
export function refuseUnknownAnswers({ command }: RunKwargs, { tasks }: StateSnapshot): void {
  const pending = tasks.flatMap(({ interrupts }) => interrupts.flatMap(({ id }) => id ?? []));
  const answered = toAnsweredIds(command?.resume);
  const unknown = answered?.filter((id) => !pending.includes(id)) ?? [];
  if (unknown.length > 0 || pending.length === 0) throw new UnknownInterruptError(unknown, pending);
}

/** null when the answer is a plain value. */
function toAnsweredIds(resume: unknown): string[] | null {
  if (typeof resume !== "object" || resume === null || Array.isArray(resume)) return null;
  const keys = Object.keys(resume);
  return keys.length > 0 && keys.every((key) => INTERRUPT_ID.test(key)) ? keys : null;
}
