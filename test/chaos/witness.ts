import { appendFileSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** What a process saw itself do, with the time of the machine's one monotonic clock in microseconds. */
export type Mark = {
  at: number;
  pid: number;
  /** "noted": the ledger has the effect's result. */
  kind: "enter" | "effect" | "noted" | "leave";
  thread: string;
  run: string;
  attempt: number;
  node: string;
  /** Of an effect: the key that services recognise a repeated request by. */
  key?: string;
};

/** Writes marks into a file of its own, at once: what was marked survives the process. */
export function createWitness(folder: string): (mark: Omit<Mark, "at" | "pid">) => void {
  const file = join(folder, `${process.pid}.jsonl`);
  return function witness(mark) {
    const at = Number(process.hrtime.bigint() / 1_000n);
    appendFileSync(file, `${JSON.stringify({ at, pid: process.pid, ...mark })}\n`);
  };
}

/** The marks of all processes in the order in which they were made. */
export function readMarks(folder: string): Mark[] {
  return readdirSync(folder)
    .filter((name) => name.endsWith(".jsonl"))
    .flatMap((name) => readFileSync(join(folder, name), "utf8").split("\n"))
    .filter((line) => line.endsWith("}"))
    .map((line): Mark => JSON.parse(line))
    .toSorted((one, other) => one.at - other.at);
}
