import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Database } from "../../src/db/database.ts";
import { openTestDatabase } from "../support/database.ts";
import { buildAsker, buildEcho, buildFailing, buildSteps, toCatalogue } from "../support/graphs.ts";
import { startTestService, type TestService } from "../support/service.ts";
import { buildTeam, buildTeller } from "./support/graphs.ts";
import { human, isRoot, openTape, sendCommand, type Event, type OpenTape } from "./support/tape.ts";

let db: Database;
let service: TestService;

beforeAll(async () => {
  db = await openTestDatabase();
  const graphs = {
    echo: buildEcho(),
    asker: buildAsker(),
    steps: buildSteps(3),
    team: buildTeam(),
    teller: buildTeller(),
    failing: buildFailing(),
  };
  service = await startTestService(db, toCatalogue(graphs), { heartbeatMs: 50 });
});
afterAll(async () => {
  await service.close();
  await db.close();
});

const newThread = (): string => crypto.randomUUID();
const open = (threadId: string, body?: object, headers?: Record<string, string>): Promise<OpenTape> =>
  openTape({ url: service.url, threadId, ...(body ? { body } : {}), ...(headers ? { headers } : {}) });

/** Runs to its end and answers all that the tape holds. */
async function record(threadId: string, assistantId: string, input: unknown = human("hi")): Promise<Event[]> {
  const { reply } = await sendCommand(service.url, threadId, "run.start", {
    assistant_id: assistantId,
    input,
  });
  const runId = String(reply.result?.["run_id"]);
  await service.client.runs.join(threadId, runId);
  const tape = await open(threadId);
  await tape.until(
    ({ seq, run_id, event_id }) => run_id === runId && seq % 10_000 === 0 && event_id.startsWith("synth"),
  );
  tape.close();
  return tape.events;
}

describe("filters", () => {
  const pick = async (filter: object): Promise<string[]> => {
    const tape = await open(threadId, filter);
    await tape.until(() => true, "anything");
    tape.close();
    return [
      ...new Set(
        tape.events.map(({ params }) => params.namespace.map((name) => name.split(":")[0]).join("/")),
      ),
    ];
  };
  const threadId = newThread();
  let inner = "";
  beforeAll(async () => {
    const events = await record(threadId, "team");
    inner = events.find(({ params }) => params.namespace.length === 1)?.params.namespace[0] ?? "";
  });

  it.each([
    ["all of it", { channels: ["values", "messages", "lifecycle"] }, ["", "inner", "inner/speak"]],
    ["no prefix at all", { channels: ["lifecycle"], namespaces: [] }, ["", "inner", "inner/speak"]],
    ["the root alone", { channels: ["lifecycle"], namespaces: [[]], depth: 0 }, [""]],
    ["one level", { channels: ["lifecycle"], namespaces: [[]], depth: 1 }, ["", "inner"]],
    ["a node by its name", { channels: ["lifecycle"], namespaces: [["inner"]] }, ["inner", "inner/speak"]],
    ["names that nobody knows beside one", { channels: ["later", "values"] }, ["", "inner"]],
  ])("pick %s", async (_, filter, expected) => {
    expect(await pick(filter)).toEqual(expected);
  });

  it("pick a namespace by its whole name, and nothing by another", async () => {
    expect(await pick({ channels: ["values"], namespaces: [[inner]] })).toEqual(["inner"]);
    const tape = await open(threadId, {
      channels: ["values", "lifecycle"],
      namespaces: [["inner:other"], []],
      depth: 0,
    });
    await tape.until(isRoot("completed"));
    expect(tape.events.every(({ params }) => params.namespace.length === 0)).toBe(true);
    tape.close();
  });

  it("pick custom events by name", async () => {
    const told = newThread();
    await record(told, "teller", {});
    const named = await open(told, { channels: ["custom:progress", "lifecycle"] });
    await named.until(isRoot("completed"));
    expect(named.events.filter(({ method }) => method === "custom")).toHaveLength(1);
    named.close();
  });

  it("are refused when they are none", async () => {
    for (const body of [{}, { channels: "values" }, { channels: ["values"], depth: -1 }])
      expect((await open(newThread(), body)).status).toBe(422);
    expect((await open("my-thread")).status).toBe(422);
    const got = await fetch(`${service.url}/threads/${newThread()}/stream/events`);
    expect(got.status).toBe(426);
    expect(got.headers.get("upgrade")).toBe("websocket");
  });
});
