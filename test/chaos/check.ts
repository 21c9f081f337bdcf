import type { Database } from "../../src/db/database.ts";
import { LOCAL_TENANT_ID } from "../../src/domain/ids.ts";
import { toExpected, type DrivenRun } from "./drive.ts";
import { ACTS_AT_ONCE, STEPS_AFTER } from "./graph.ts";
import type { Mark } from "./witness.ts";

type RunRow = {
  run_id: string;
  thread_id: string;
  status: string;
  attempt: number;
  error: { error: string } | null;
};
type EventRow = {
  thread_id: string;
  run_id: string;
  seq: number;
  run_seq: number;
  attempt: number;
  mode: string;
};

/** What the protocol allows: a run is given up when its worker was lost three times. */
const GIVEN_UP = "WorkerLost";
const NODES = [
  ...Array.from({ length: ACTS_AT_ONCE }, (_, index) => `act_${index}`),
  ...Array.from({ length: STEPS_AFTER }, (_, index) => `step_${index}`),
];

export type Findings = { complaints: string[]; attempts: Record<number, number>; givenUp: number };

/** Looks for everything that must not have happened. */
export async function checkAftermath(
  db: Database,
  driven: readonly DrivenRun[],
  marks: readonly Mark[],
): Promise<Findings> {
  const read = <T extends Record<string, unknown>>(text: string): Promise<T[]> =>
    db.run<T>(LOCAL_TENANT_ID, text);
  const runs = await read<RunRow>("select run_id, thread_id, status, attempt, error from runs");
  const threads = await read<{ thread_id: string; status: string; values: { done?: string[] } | null }>(
    "select thread_id, status, values from threads",
  );
  const events = await read<EventRow>(
    "select thread_id, run_id, seq, run_seq, attempt, mode from thread_events order by thread_id, seq",
  );
  const effects = await read<{ thread_id: string; status: string; number: number }>(
    "select thread_id, status, count(*) as number from effects group by 1, 2",
  );
  const givenUp = new Set(runs.filter(({ error }) => error?.error === GIVEN_UP).map((run) => run.thread_id));
  const isSound = ({ thread_id }: { thread_id: string }): boolean => !givenUp.has(thread_id);
  const attempts: Record<number, number> = {};
  for (const { attempt } of runs) attempts[attempt] = (attempts[attempt] ?? 0) + 1;
  const complaints = [
    ...checkRuns(runs, driven),
    ...threads.filter(isSound).flatMap(checkThread),
    ...groupBy(events, ({ thread_id }) => thread_id).flatMap(checkLog),
    ...effects.filter(isSound).flatMap(checkEffects),
    ...checkMarks(marks),
    ...checkActs(marks),
    ...driven.flatMap((run) => checkStream(run, events)),
  ];
  return { complaints, attempts, givenUp: givenUp.size };
}

function checkRuns(runs: readonly RunRow[], driven: readonly DrivenRun[]): string[] {
  const known = new Map(runs.map((run) => [run.run_id, run]));
  const lost = driven.filter(({ runId }) => !known.has(runId)).map(({ runId }) => `run ${runId} is lost`);
  const accepted = new Set(driven.map(({ runId }) => runId));
  const unasked = runs
    .filter(({ run_id }) => !accepted.has(run_id))
    .map((run) => `nobody asked for run ${run.run_id}`);
  const failed = runs
    .filter(({ status, error }) => status !== "success" && error?.error !== GIVEN_UP)
    .map(({ run_id, status, error }) => `run ${run_id} is ${status} (${JSON.stringify(error)})`);
  return [...lost, ...unasked, ...failed];
}

function checkThread(thread: {
  thread_id: string;
  status: string;
  values: { done?: string[] } | null;
}): string[] {
  const { thread_id: id, status, values } = thread;
  const done = values?.done ?? [];
  const expected = toExpected(NODES);
  return [
    ...(status === "idle" || status === "interrupted" ? [] : [`thread ${id} is ${status}`]),
    ...(JSON.stringify(done) === JSON.stringify(expected)
      ? []
      : [`thread ${id} has done ${done.join(", ")}`]),
  ];
}

/** Ids only grow and are never reused; a gap stands only where an attempt begins, and there the readers are told. */
function checkLog(events: readonly EventRow[]): string[] {
  const complaints: string[] = [];
  const ended = new Set<string>();
  for (const [index, event] of events.entries()) {
    const { run_id: run, seq } = event;
    const where = `thread ${event.thread_id}, event ${seq}`;
    if (ended.has(run)) complaints.push(`${where}: run ${run} goes on after its end`);
    if (event.mode === "end") ended.add(run);
    const before = events[index - 1];
    if (before === undefined || before.run_id !== run) continue;
    if (event.run_seq < before.run_seq) complaints.push(`${where}: ids of the stream go back`);
    if (event.attempt < before.attempt)
      complaints.push(`${where}: attempt ${before.attempt} was followed already`);
    if (seq !== before.seq + 1 && event.mode !== "start" && event.mode !== "metadata")
      complaints.push(`${where}: a gap after ${before.seq} in the midst of an attempt`);
  }
  for (const run of new Set(events.map(({ run_id }) => run_id)))
    if (!ended.has(run)) complaints.push(`run ${run} has no end in the log`);
  return complaints;
}

function checkEffects({
  thread_id,
  status,
  number,
}: {
  thread_id: string;
  status: string;
  number: number;
}): string[] {
  const expected = toExpected(NODES).length;
  if (status !== "done") return [`thread ${thread_id} has ${number} effects that are ${status}`];
  return number === expected ? [] : [`thread ${thread_id} has ${number} effects, not ${expected}`];
}

/** Nobody begins anything in a run, or in another run of its thread, after somebody else has begun there. */
function checkMarks(marks: readonly Mark[]): string[] {
  const acts = marks.filter(({ kind }) => kind === "enter" || kind === "effect");
  const toOwner = ({ run, pid, attempt }: Mark): string => `${run}, attempt ${attempt} in process ${pid}`;
  return groupBy(acts, ({ thread }) => thread).flatMap((ofThread) => {
    const followed = new Set<string>();
    const complaints: string[] = [];
    for (const [index, mark] of ofThread.entries()) {
      const before = ofThread[index - 1];
      if (before !== undefined && toOwner(before) !== toOwner(mark)) followed.add(toOwner(before));
      if (followed.has(toOwner(mark)))
        complaints.push(`${toOwner(mark)} did ${mark.kind} ${mark.node} after it was followed`);
    }
    return complaints;
  });
}

/** What was done and noted is not done again: a node that is repeated gets the result from the ledger. */
function checkActs(marks: readonly Mark[]): string[] {
  const noted = new Set<string>();
  const complaints: string[] = [];
  for (const { kind, run, node } of marks) {
    if (kind === "noted") noted.add(`${node} of run ${run}`);
    if (kind === "effect" && noted.has(`${node} of run ${run}`))
      complaints.push(`${node} of run ${run} acted again`);
  }
  return complaints;
}

/** Who reads along, over all breaks, gets every event that is kept, and no id twice. */
function checkStream({ threadId, runId, frames }: DrivenRun, events: readonly EventRow[]): string[] {
  const ids = frames.map(({ id }) => id);
  const seen = new Set(ids);
  const missed = events.filter(
    ({ run_id, run_seq, mode }) =>
      run_id === runId && (mode === "custom" || mode === "values") && !seen.has(run_seq),
  );
  const where = `the stream of run ${runId} on thread ${threadId}`;
  return [
    ...(ids.every((id, index) => index === 0 || id > (ids[index - 1] ?? 0)) ? [] : [`${where} went back`]),
    ...missed.map(({ run_seq, mode }) => `${where} missed ${mode} ${run_seq}`),
  ];
}

function groupBy<T>(items: readonly T[], toKey: (item: T) => string): T[][] {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const group = groups.get(toKey(item));
    if (group === undefined) groups.set(toKey(item), [item]);
    else group.push(item);
  }
  return [...groups.values()];
}
