import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { openDatabase } from "../../src/db/open-database.ts";
import { LOCAL_TENANT_ID } from "../../src/domain/ids.ts";
import { createServerDatabase, SERVER_URL } from "../support/database.ts";
import { spawnService, type SpawnedService } from "../support/spawn-service.ts";
import { readFrames } from "../support/sse.ts";

type StoredEvent = { seq: number; run_seq: number; run_id: string; attempt: number; mode: string };

let where: string;
let discard: () => Promise<void>;

beforeAll(async () => {
  if (SERVER_URL !== undefined) {
    ({ url: where, drop: discard } = await createServerDatabase(SERVER_URL));
    return;
  }
  where = await mkdtemp(join(tmpdir(), "raptorflow-crash-"));
  discard = () => rm(where, { recursive: true, force: true });
});
afterEach(async () => {
  for (const service of started.splice(0)) await service.end("SIGKILL");
});
afterAll(() => discard());

const started: SpawnedService[] = [];
async function start(): Promise<SpawnedService> {
  const service = await spawnService(where);
  started.push(service);
  return service;
}

async function readLog(threadId: string): Promise<StoredEvent[]> {
  const db = await openDatabase({ url: SERVER_URL === undefined ? null : where, folder: where });
  try {
    return await db.run<StoredEvent>(
      LOCAL_TENANT_ID,
      "select seq, run_seq, run_id, attempt, mode from thread_events where thread_id = $1 order by seq",
      [threadId],
    );
  } finally {
    await db.close();
  }
}

/** Ids only grow; a gap stands only where an attempt begins, and there the client is told. */
function expectLawfulLog(events: StoredEvent[]): void {
  for (const [index, event] of events.entries()) {
    const before = events[index - 1];
    if (before === undefined) continue;
    expect(event.seq).toBeGreaterThan(before.seq);
    if (event.run_id !== before.run_id) continue;
    expect(event.run_seq).toBeGreaterThanOrEqual(before.run_seq);
    if (event.seq !== before.seq + 1) expect(["start", "metadata"]).toContain(event.mode);
    expect(event.attempt).toBeGreaterThanOrEqual(before.attempt);
  }
  expect(events.at(-1)?.mode).toBe("end");
}

describe("kill -9", () => {
  it(
    "at ten random moments of a run: each completes by itself after the next start",
    { timeout: 180_000 },
    async () => {
      const moments = Array.from({ length: 10 }, () => Math.floor(Math.random() * 500));
      const threads: string[] = [];
      let service = await start();
      for (const moment of moments) {
        const { thread_id: threadId } = await service.client.threads.create();
        const run = await service.client.runs.create(threadId, "steps", {
          input: { pause_ms: 40 },
          streamMode: ["values", "updates"],
        });
        const queued = await service.client.runs.create(threadId, "steps", { input: { pause_ms: 0 } });
        await sleep(moment);
        await service.end("SIGKILL");

        service = await start();
        const url = `${service.url}/threads/${threadId}/runs/${run.run_id}/stream`;
        const frames = await readFrames(url, { lastEventId: "-1" });
        expect(frames.at(-1), `killed after ${moment} ms`).toMatchObject({
          event: "end",
          data: { status: "success" },
        });
        await service.client.runs.join(threadId, queued.run_id);
        const state = await service.client.threads.getState<{ steps: number[] }>(threadId);
        expect(state.values.steps).toEqual(Array.from({ length: 20 }, (_, index) => index % 10));
        expect((await service.client.threads.get(threadId)).status).toBe("idle");
        threads.push(threadId);
      }
      await service.end("SIGTERM");
      for (const threadId of threads) expectLawfulLog(await readLog(threadId));
    },
  );

  it(
    "loses nothing that was stored: a client comes back with its last id after the restart",
    { timeout: 60_000 },
    async () => {
      const doomed = await start();
      const { thread_id: threadId } = await doomed.client.threads.create();
      const run = await doomed.client.runs.create(threadId, "steps", {
        input: { pause_ms: 80 },
        streamMode: ["updates"],
        streamResumable: true,
      });
      const path = `/threads/${threadId}/runs/${run.run_id}/stream`;
      const before = await readFrames(`${doomed.url}${path}`, { lastEventId: "-1", stopAfter: 4 });
      await sleep(150);
      await doomed.end("SIGKILL");
      const next = await start();
      const after = await readFrames(`${next.url}${path}`, { lastEventId: before.at(-1)?.id ?? "" });
      const nodes = [...before, ...after]
        .filter(({ event }) => event === "updates")
        .map(({ data }) => JSON.stringify(data));
      expect(nodes).toEqual(Array.from({ length: 10 }, (_, index) => `{"step_${index}":{"steps":${index}}}`));
      await next.end("SIGTERM");
    },
  );

  it("keeps a question: asked before, answered after the restart", { timeout: 60_000 }, async () => {
    const doomed = await start();
    const { thread_id: threadId } = await doomed.client.threads.create();
    await doomed.client.runs.wait(threadId, "asker", {
      input: { messages: [{ type: "human", content: "hello" }] },
    });
    await doomed.end("SIGKILL");
    const next = await start();
    expect((await next.client.threads.get(threadId)).status).toBe("interrupted");
    const answer = await next.client.runs.wait(threadId, "asker", { command: { resume: "Pune" } });
    expect(JSON.stringify(answer)).toContain("City: Pune");
    await next.end("SIGTERM");
  });
});
