import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import type { Database } from "../../src/db/database.ts";
import { openDatabase } from "../../src/db/open-database.ts";
import { LOCAL_TENANT_ID } from "../../src/domain/ids.ts";
import { createServerDatabase, SERVER_URL } from "../support/database.ts";
import { createOpenAiStandIn, type OpenAiStandIn, type StandInStep } from "../support/openai-stand-in.ts";
import { spawnService, type SpawnedService, type SpawnOptions } from "../support/spawn-service.ts";
import { readFrames } from "../support/sse.ts";
import { until } from "../support/until.ts";

/** What a process has when nobody says otherwise. */
const DEFAULT_LEASE_MS = 8_000;
const TAKEN_OVER_WITHIN_MS = 10_000;
const HELLO = { messages: [{ type: "human", content: "hello" }] };

describe.runIf(SERVER_URL !== undefined)("a run changes its process", { timeout: 60_000 }, () => {
  let url: string;
  let drop: () => Promise<void>;
  let db: Database;
  let model: OpenAiStandIn;
  const started: SpawnedService[] = [];

  beforeAll(async () => {
    ({ url, drop } = await createServerDatabase(SERVER_URL ?? ""));
    db = await openDatabase({ url, folder: "" });
  });
  afterEach(async () => {
    for (const service of started.splice(0)) await service.end("SIGKILL");
    await model?.close();
  });
  afterAll(async () => {
    await db.close();
    await drop();
  });

  async function start(leaseMs: number, options: SpawnOptions = {}): Promise<SpawnedService> {
    const service = await spawnService(url, leaseMs, options);
    started.push(service);
    return service;
  }
  async function createRun({ client }: SpawnedService, graph: string, input: Record<string, unknown>) {
    const { thread_id: threadId } = await client.threads.create();
    const options = { input, streamMode: ["messages-tuple", "values"] as ["messages-tuple", "values"] };
    const { run_id: runId } = await client.runs.create(threadId, graph, options);
    return { threadId, runId, path: `/threads/${threadId}/runs/${runId}/stream` };
  }
  const readRun = async (runId: string) =>
    (
      await db.run<{ status: string; attempt: number; worker: string | null; seconds: number }>(
        LOCAL_TENANT_ID,
        "select status, attempt, worker, extract(epoch from clock_timestamp() - updated_at)::float8 as seconds from runs where run_id = $1",
        [runId],
      )
    )[0];

  it("within ten seconds of its worker's death, by default", async () => {
    const heir = await start(DEFAULT_LEASE_MS);
    const doomed = await start(DEFAULT_LEASE_MS);
    const { runId } = await createRun(doomed, "steps", { pause_ms: 30_000 });
    await until(async () => (await readRun(runId))?.status === "running");
    // The worst moment: right after the lease was prolonged.
    const readLease = async (): Promise<unknown> =>
      (await db.run(LOCAL_TENANT_ID, "select lease_until from runs where run_id = $1", [runId]))[0]?.[
        "lease_until"
      ];
    const lease = await readLease();
    await until(async () => (await readLease()) !== lease, "the lease to be prolonged");
    const killedAt = Date.now();
    await doomed.end("SIGKILL");
    await until(async () => (await readRun(runId))?.attempt === 2, "the second attempt");
    const { seconds = 0 } = (await readRun(runId)) ?? {};
    expect(Date.now() - seconds * 1_000 - killedAt).toBeLessThan(TAKEN_OVER_WITHIN_MS);
    await heir.end("SIGKILL");
  });

  it("with a model call under way when its process is told to stop: broken off, and begun anew at once", async () => {
    const answer: StandInStep = { kind: "text", pieces: ["whole ", "answer"] };
    model = await createOpenAiStandIn();
    model.script({ kind: "silent", pieces: ["half an ans"] }, answer);
    const options = { modelUrl: model.url, graceMs: 300 };
    const left = await start(60_000, options);
    const { threadId, runId, path } = await createRun(left, "thinker", HELLO);
    const before = readFrames(left.url + path, { lastEventId: "-1" });
    await until(() => model.requests.length === 1, "the model to be asked");
    const right = await start(60_000, options);
    const following = readFrames(right.url + path, { lastEventId: "-1" });
    await sleep(200);
    await left.end("SIGTERM");
    await model.aborted();
    await right.client.runs.join(threadId, runId);
    model.verify();

    // A lease of a minute: nobody but the process that stopped can have given it away.
    expect(await readRun(runId)).toMatchObject({ status: "success", attempt: 1 });
    const frames = await following;
    const names = frames.map(({ event }) => event);
    const anew = names.lastIndexOf("metadata");
    expect(anew).toBeGreaterThan(0);
    expect(JSON.stringify(frames.slice(0, anew))).toContain("half an ans");
    expect(names[anew + 1]).toBe("values");
    expect(JSON.stringify(frames.slice(anew))).not.toContain("half an ans");
    expect(frames.at(-1)).toMatchObject({ event: "end", data: { status: "success" } });
    const ids = frames.map(({ id }) => Number(id));
    expect(ids).toEqual([...new Set(ids)].toSorted((one, other) => one - other));
    // The stream of the process that stopped was closed without an end, so that its client comes back.
    expect((await before).map(({ event }) => event)).not.toContain("end");
  });

  it("to one that waits for work, as soon as it is given back", async () => {
    const left = await start(60_000, { graceMs: 5_000 });
    const right = await start(60_000);
    const { threadId, runId } = await createRun(left, "steps", { pause_ms: 300 });
    let told = 0;
    const stopListening = await db.listen("rf_runs", () => (told += 1));
    await left.end("SIGTERM");
    await until(() => told > 0, "the others to be told");
    await stopListening();
    await right.client.runs.join(threadId, runId);
    expect(await readRun(runId)).toMatchObject({ status: "success", attempt: 1 });
    const state = await right.client.threads.getState<{ steps: number[] }>(threadId);
    expect(state.values.steps).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
  });
});
