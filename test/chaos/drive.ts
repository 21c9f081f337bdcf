import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import type { ChaosClient, Frame } from "./client.ts";

export type DrivenRun = { threadId: string; runId: string; frames: Frame[] };

/** Runs that one thread gets: one that asks, its answer, and two more that wait in line. */
export const RUNS_PER_THREAD = 4;
const TURNS = ["asked", "second", "third"] as const;
const POLL_MS = 150;
const OVER = new Set(["success", "error", "timeout", "interrupted"]);

/** What a thread's state holds in the end, given the names of the nodes that act. */
export function toExpected(nodes: readonly string[]): string[] {
  return TURNS.flatMap((turn) => nodes.map((node) => `${turn}/${node}`));
}

/** Leads threads through their turns, so many at a time. Answers every run that was accepted. */
export async function driveThreads(
  client: ChaosClient,
  count: number,
  atOnce: number,
  onThread: (done: number) => void,
): Promise<DrivenRun[]> {
  const runs: DrivenRun[] = [];
  let begun = 0;
  let done = 0;
  async function work(): Promise<void> {
    while (begun < count) {
      begun += 1;
      runs.push(...(await driveThread(client)));
      done += 1;
      onThread(done);
    }
  }
  await Promise.all(Array.from({ length: Math.min(atOnce, count) }, work));
  return runs;
}

async function driveThread(client: ChaosClient): Promise<DrivenRun[]> {
  const threadId = randomUUID();
  const path = `/threads/${threadId}`;
  await client.post("/threads", { thread_id: threadId, if_exists: "do_nothing" });

  async function create(fields: Record<string, unknown>): Promise<string> {
    const body = { assistant_id: "work", stream_mode: ["custom", "values"], ...fields };
    return String((await client.post(`${path}/runs`, body))["run_id"]);
  }
  async function finish(runId: string): Promise<DrivenRun> {
    const place = `${path}/runs/${runId}`;
    const frames = await client.follow(`${place}/stream`);
    while (!OVER.has(String((await client.get(place))["status"]))) await sleep(POLL_MS);
    return { threadId, runId, frames };
  }
  const [first, second, third] = TURNS;
  const asked = await finish(await create({ input: { turn: first, asks: true } }));
  const answered = await finish(await create({ command: { resume: "yes" } }));
  const two = await create({ input: { turn: second, asks: false } });
  const three = await create({ input: { turn: third, asks: false } });
  return [asked, answered, ...(await Promise.all([finish(two), finish(three)]))];
}
