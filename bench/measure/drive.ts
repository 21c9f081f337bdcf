import { performance } from "node:perf_hooks";

/** Milliseconds from the start of a run to its first event and to its end. */
export type Sample = { firstMs: number; endMs: number };

/** What the process that executes the graphs has spent; `statements` is null without a database. */
export type Spent = { cpuMs: number; statements: number | null };

export type Load = { clients: number; warmUpSeconds: number; seconds: number };

/** One way to start runs: `makeThreads` is never timed, `run` is. */
export type Scenario = {
  makeThreads(count: number): Promise<string[]>;
  run(threadId: string): Promise<Sample>;
  /** Since the start of the process. */
  spent(): Promise<Spent>;
};

export type Measured = { samples: Sample[]; seconds: number; spent: Spent };

/** A cold warm-up is slower than what follows, so it foretells too few runs. */
const HEADROOM = 2.5;
const MOST_THREADS = 20_000;

/**
 * So many clients, each with one run at a time, a fresh thread for each run. Threads are made beforehand; when they run
 * out the measurement ends early. Runs that began in time are waited for and counted.
 */
export async function drive(
  scenario: Scenario,
  { clients, warmUpSeconds, seconds }: Load,
): Promise<Measured> {
  const warmUp = await repeat(scenario, clients, warmUpSeconds, async () => {
    const [threadId] = await scenario.makeThreads(1);
    return threadId;
  });
  const expected = (warmUp.samples.length / warmUp.seconds) * seconds * HEADROOM;
  const threads = await scenario.makeThreads(Math.min(Math.ceil(expected) + clients, MOST_THREADS));
  const before = await scenario.spent();
  const measured = await repeat(scenario, clients, seconds, async () => threads.pop());
  return { ...measured, spent: toDifference(before, await scenario.spent()) };
}

async function repeat(
  scenario: Scenario,
  clients: number,
  seconds: number,
  nextThread: () => Promise<string | undefined>,
): Promise<Omit<Measured, "spent">> {
  const samples: Sample[] = [];
  const begun = performance.now();
  const until = begun + seconds * 1_000;
  async function client(): Promise<void> {
    do {
      const threadId = await nextThread();
      if (threadId === undefined) return;
      samples.push(await scenario.run(threadId));
    } while (performance.now() < until);
  }
  await Promise.all(Array.from({ length: clients }, client));
  return { samples, seconds: (performance.now() - begun) / 1_000 };
}

function toDifference(before: Spent, after: Spent): Spent {
  return {
    cpuMs: after.cpuMs - before.cpuMs,
    statements: after.statements === null ? null : after.statements - (before.statements ?? 0),
  };
}
