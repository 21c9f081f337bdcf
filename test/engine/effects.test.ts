import { setTimeout as sleep } from "node:timers/promises";
import {
  END,
  interrupt,
  START,
  StateGraph,
  StateSchema,
  type LangGraphRunnableConfig,
} from "@langchain/langgraph";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import type { Database } from "../../src/db/database.ts";
import {
  EffectUnknownError,
  toEffects,
  type EffectAttempt,
  type EffectCall,
} from "../../src/domain/effects.ts";
import { AppError } from "../../src/domain/errors.ts";
import { LOCAL_TENANT_ID } from "../../src/domain/ids.ts";
import { RUN_CONTEXT_KEY } from "../../src/domain/run-context.ts";
import type { AnyGraph } from "../../src/domain/ports.ts";
import { createEffectLedger } from "../../src/engine/effects/effect-ledger.ts";
import { createCalls } from "../runs/support/calls.ts";
import { openTestDatabase } from "../support/database.ts";
import { toCatalogue } from "../support/graphs.ts";
import { startTestService, type TestService } from "../support/service.ts";

const Sent = new StateSchema({
  sent: z.array(z.unknown()).default([]),
  to: z.array(z.string()).default(["a"]),
});
type Act = (attempt: EffectAttempt, to: string) => Promise<unknown>;
type Node = {
  act: Act;
  call?: Partial<EffectCall>;
  after?(config: LangGraphRunnableConfig): unknown;
  retries?: number;
};

/** One node that sends to everybody it is told, through the ledger, and then does something else. */
function buildSender({ act, call, after, retries }: Node): AnyGraph {
  return new StateGraph(Sent)
    .addNode(
      "send",
      async ({ to }, config) => {
        const sent: unknown[] = [];
        for (const name of to) {
          const effect = { name: "send", input: name, ...call };
          sent.push(await toEffects(config).once(config, effect, (attempt) => act(attempt, name)));
        }
        await after?.(config);
        return { sent };
      },
      retries === undefined
        ? {}
        : { retryPolicy: { maxAttempts: retries, initialInterval: 1, retryOn: () => true } },
    )
    .addEdge(START, "send")
    .addEdge("send", END)
    .compile();
}

let db: Database;
let service: TestService;
let calls: ReturnType<typeof createCalls>;
const graphs: Record<string, AnyGraph> = {};
let acts: { to: string; attempt: number; key: string }[] = [];
const note: Act = async ({ attempt, idempotencyKey: key }, to) =>
  `receipt ${acts.push({ to, attempt, key })}`;

beforeAll(async () => {
  db = await openTestDatabase();
  let failures = 0;
  Object.assign(graphs, {
    plain: buildSender({ act: note }),
    asks: buildSender({ act: note, after: () => interrupt({ question: "Go on?" }) }),
    retries: buildSender({
      act: note,
      retries: 3,
      after: () => {
        if (++failures < 3) throw new Error("Try again");
      },
    }),
    refused: buildSender({
      act: async (attempt, to) => {
        await note(attempt, to);
        throw new RangeError("Refused");
      },
    }),
    retry: buildLosing("retry"),
    fail: buildLosing("fail"),
  });
  let broken = false;
  graphs["crashes"] = buildSender({
    act: note,
    after() {
      if (broken) return;
      broken = true;
      throw new AppError("unavailable", "The worker breaks off");
    },
  });
  graphs["ask"] = buildLosing("ask");
  service = await startTestService(db, toCatalogue(graphs), { leaseMs: 1_000 });
  calls = createCalls(service);
});
afterEach(() => {
  acts = [];
});
afterAll(async () => {
  await service.close();
  await db.close();
});

const send = (assistant: string, to: string[] = ["a"]) => ({ assistant_id: assistant, input: { to } });

describe("an effect takes place once", () => {
  it("when its step is run again after its worker was lost", async () => {
    const threadId = await calls.createThread();
    const output = await calls.wait(threadId, send("crashes", ["a", "b", "b"]));
    expect(output["sent"]).toEqual(["receipt 1", "receipt 2", "receipt 3"]);
    expect(acts.map(({ to }) => to)).toEqual(["a", "b", "b"]);
    expect(new Set(acts.map(({ key }) => key)).size).toBe(3);
  });

  it("when its step is run again with an answer", async () => {
    const threadId = await calls.createThread();
    await calls.wait(threadId, send("asks"));
    const output = await calls.wait(threadId, { assistant_id: "asks", command: { resume: "yes" } });
    expect(output["sent"]).toEqual(["receipt 1"]);
    expect(acts).toHaveLength(1);
  });

  it("when its node is retried", async () => {
    const output = await calls.wait(await calls.createThread(), send("retries", ["a", "a"]));
    expect(output["sent"]).toEqual(["receipt 1", "receipt 2"]);
    expect(acts).toHaveLength(2);
  });

  it("but again in another turn, and with another input", async () => {
    const threadId = await calls.createThread();
    await calls.wait(threadId, send("plain", ["a"]));
    await calls.wait(threadId, send("plain", ["a", "b"]));
    expect(acts.map(({ to, attempt }) => [to, attempt])).toEqual([
      ["a", 1],
      ["a", 1],
      ["b", 1],
    ]);
  });

  it("not at all when it was refused: then it is tried anew", async () => {
    const threadId = await calls.createThread();
    await calls.wait(threadId, send("refused"));
    await calls.wait(threadId, { assistant_id: "refused", input: null });
    expect(acts.map(({ attempt }) => attempt)).toEqual([1, 1]);
    const left = await db.run(LOCAL_TENANT_ID, "select 1 from effects where thread_id = $1", [threadId]);
    expect(left).toEqual([]);
  });
});

describe("an effect of unknown outcome", () => {
  /** The first run leaves it begun; the second goes on at the same step. */
  async function goOn(assistant: string): Promise<Record<string, unknown>> {
    const threadId = await calls.createThread();
    expect(await calls.wait(threadId, send(assistant))).toMatchObject({
      __error__: { error: "EffectUnknownError" },
    });
    return { threadId, output: await calls.wait(threadId, { assistant_id: assistant, input: null }) };
  }

  it("is tried again under the same key", async () => {
    const { output } = await goOn("retry");
    expect(output).toMatchObject({ sent: ["sent"] });
    expect(acts.map(({ attempt }) => attempt)).toEqual([1, 2]);
    expect(new Set(acts.map(({ key }) => key)).size).toBe(1);
  });

  it("fails", async () => {
    const { output } = await goOn("fail");
    expect(output).toMatchObject({ __error__: { error: "EffectUnknownError" } });
    expect(acts).toHaveLength(1);
  });

  it.each([
    ["done", [null], 1],
    ["again", ["sent"], 2],
  ])("is for a person to say: %s", async (answer, sent, number) => {
    graphs["ask"] = buildLosing("ask");
    const { threadId, output } = await goOn("ask");
    expect(output).toMatchObject({ __interrupt__: [{ value: { kind: "question" } }] });
    const resume = (text: string) =>
      calls.wait(String(threadId), { assistant_id: "ask", command: { resume: text } });
    expect(await resume("what?")).toHaveProperty("__interrupt__");
    expect(await resume(answer)).toMatchObject({ sent });
    expect(acts).toHaveLength(number);
  });
});

/** The first act does not know whether it took effect, as after a crash in its midst. */
function buildLosing(onUnknown: "retry" | "fail" | "ask"): AnyGraph {
  let lost = false;
  const act: Act = async (attempt, to) => {
    await note(attempt, to);
    if (lost) return "sent";
    lost = true;
    throw new EffectUnknownError("send");
  };
  return buildSender({ act, call: { onUnknown } });
}

describe("the claim", () => {
  const insertRun = (status: string) =>
    db.run<{ run_id: string; thread_id: string }>(
      LOCAL_TENANT_ID,
      `insert into runs (tenant_id, run_id, thread_id, assistant_id, graph_id, status, kwargs, fence)
       values ($1, gen_random_uuid(), gen_random_uuid(), gen_random_uuid(), 'g', $2, '{}', 1)
       returning run_id, thread_id`,
      [LOCAL_TENANT_ID, status],
    );
  const toConfig = (run: { run_id: string; thread_id: string } | undefined, fence = 1) => ({
    configurable: {
      thread_id: run?.thread_id,
      checkpoint_ns: "send:1",
      [RUN_CONTEXT_KEY]: { tenantId: LOCAL_TENANT_ID, claim: { runId: run?.run_id ?? "", fence } },
    },
  });
  const lost = { code: "claim_lost" };

  it("has to hold before anything is done", async () => {
    const [run] = await insertRun("running");
    const { once } = createEffectLedger({ db });
    await expect(
      once(toConfig(run, 0), { name: "send" }, (attempt) => note(attempt, "a")),
    ).rejects.toMatchObject(lost);
    expect(acts).toEqual([]);
  });

  it("has to hold for the outcome to be noted", async () => {
    const [run] = await insertRun("running");
    const { once } = createEffectLedger({ db });
    const act = async (attempt: EffectAttempt) => {
      await db.run(LOCAL_TENANT_ID, "update runs set fence = fence + 1 where run_id = $1", [run?.run_id]);
      return note(attempt, "a");
    };
    await expect(once(toConfig(run), { name: "send" }, act)).rejects.toMatchObject(lost);
    const rows = await db.run(LOCAL_TENANT_ID, "select status from effects where thread_id = $1", [
      run?.thread_id,
    ]);
    expect(rows).toEqual([{ status: "started" }]);
  });

  it("of a run that is cancelled begins nothing more, but notes what was under way", async () => {
    const [run] = await insertRun("running");
    const { once } = createEffectLedger({ db });
    const cancel = "update runs set status = 'interrupted', cancel_action = 'interrupt' where run_id = $1";
    const act = async (attempt: EffectAttempt) => {
      await db.run(LOCAL_TENANT_ID, cancel, [run?.run_id]);
      await sleep(1);
      return note(attempt, "a");
    };
    expect(await once(toConfig(run), { name: "send" }, act)).toBe("receipt 1");
    await expect(once(toConfig(run), { name: "other" }, act)).rejects.toMatchObject(lost);
  });
});

it("is not repeated in a copy of its thread", async () => {
  const threadId = await calls.createThread();
  await calls.wait(threadId, send("asks"));
  const copy = String((await calls.post(`/threads/${threadId}/copy`)).json["thread_id"]);
  const output = await calls.wait(copy, { assistant_id: "asks", command: { resume: "yes" } });
  expect(output["sent"]).toEqual(["receipt 1"]);
  expect(acts).toHaveLength(1);
});

it("goes with its thread", async () => {
  const threadId = await calls.createThread();
  await calls.wait(threadId, send("plain"));
  const find = () => db.run(LOCAL_TENANT_ID, "select 1 from effects where thread_id = $1", [threadId]);
  expect(await find()).toHaveLength(1);
  await calls.call("DELETE", `/threads/${threadId}`);
  expect(await find()).toHaveLength(0);
});

it("just acts where there is no ledger", async () => {
  expect(await toEffects({}).once({}, { name: "send" }, async () => "done")).toBe("done");
});
