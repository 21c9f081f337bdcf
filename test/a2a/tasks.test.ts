import { type StreamResponse, type Task, TaskState } from "@a2a-js/sdk";
import type { Transport } from "@a2a-js/sdk/client";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Database } from "../../src/db/database.ts";
import { newId } from "../../src/domain/ids.ts";
import { openTestDatabase } from "../support/database.ts";
import {
  buildAsker,
  buildEcho,
  buildFailing,
  buildSteps,
  buildTokens,
  toCatalogue,
} from "../support/graphs.ts";
import { startTestService, type TestService } from "../support/service.ts";
import {
  answerOf,
  connect,
  data,
  image,
  send,
  stateOf,
  text,
  toRequest,
  toTexts,
  VERSIONS,
} from "./agent.ts";
import { buildTwoAskers } from "./graphs.ts";

let db: Database;
let service: TestService;

beforeAll(async () => {
  db = await openTestDatabase();
  const graphs = {
    echo: buildEcho(),
    asker: buildAsker(),
    askers: buildTwoAskers(),
    failing: buildFailing(),
    steps: buildSteps(3),
    slow: buildSteps(40),
    tokens: buildTokens(6),
  };
  service = await startTestService(db, toCatalogue(graphs));
});
afterAll(async () => {
  await service.close();
  await db.close();
});

describe.each(VERSIONS)("an agent of version %s", (version) => {
  const agentOf = (assistant: string): Promise<Transport> => connect(service.url, assistant, version);

  it("answers a message with a finished task, whose id is that of the run", async () => {
    const agent = await agentOf("echo");
    const task = await send(agent, [text("tea")]);
    expect(stateOf(task)).toBe("TASK_STATE_COMPLETED");
    expect(answerOf(task)).toBe("You said: tea");
    expect(await service.client.runs.get(task.contextId, task.id)).toMatchObject({ status: "success" });
    const histories = task.history.map(({ role, parts }) => [role, toTexts(parts)]);
    expect(histories).toEqual([
      [1, "tea"],
      [2, "You said: tea"],
    ]);
  });

  it("goes on in the context of an earlier task, and shows as much of it as is asked for", async () => {
    const agent = await agentOf("echo");
    const first = await send(agent, [text("one")]);
    const second = await send(agent, [text("two")], { contextId: first.contextId });
    expect(second.contextId).toBe(first.contextId);
    expect(second.id).not.toBe(first.id);
    expect(second.history).toHaveLength(4);
    const shown = async (historyLength: number) =>
      (await agent.getTask({ tenant: "", id: second.id, historyLength })).history.length;
    expect([await shown(0), await shown(1), await shown(3)]).toEqual([0, 1, 3]);
    const place = `${second.contextId}:${second.id}`;
    expect((await agent.getTask({ tenant: "", id: place })).id).toBe(second.id);
  });

  it("takes data as input, and gives the state of a graph without messages as data", async () => {
    const task = await send(await agentOf("steps"), [data({ pause_ms: 1 })]);
    expect(task.artifacts[0]?.parts[0]?.content).toMatchObject({
      $case: "data",
      value: { steps: [0, 1, 2], pause_ms: 1 },
    });
  });

  it("takes files as blocks of a message", async () => {
    const task = await send(await agentOf("echo"), [text("look"), image("aGk=")]);
    const { values } = await service.client.threads.getState<{ messages: { content: unknown }[] }>(
      task.contextId,
    );
    expect(values.messages[0]?.content).toEqual([
      { type: "text", text: "look" },
      { type: "image", mimeType: "image/png", data: "aGk=" },
    ]);
  });

  it("asks, and goes on with the same task when it is answered", async () => {
    const agent = await agentOf("asker");
    const asked = await send(agent, [text("plan")]);
    expect(stateOf(asked)).toBe("TASK_STATE_INPUT_REQUIRED");
    expect(toTexts(asked.status?.message?.parts)).toBe("Which city?");
    const { contextId, id: taskId } = asked;
    const answered = await send(agent, [text("Pune")], { contextId, taskId });
    expect([answered.id, stateOf(answered), answerOf(answered)]).toEqual([
      taskId,
      "TASK_STATE_COMPLETED",
      "City: Pune",
    ]);
    expect(stateOf(await agent.getTask({ tenant: "", id: taskId }))).toBe("TASK_STATE_COMPLETED");
  });

  it("takes answers to several questions by their ids", async () => {
    const agent = await agentOf("askers");
    const asked = await send(agent, [text("plan")]);
    const questions = asked.status?.message?.parts.at(-1)?.content;
    if (questions?.$case !== "data") throw new Error("no questions");
    const { interrupts } = questions.value as { interrupts: { id: string; value: string }[] };
    const resume = interrupts.map(({ id, value }) => ({ id, value: `${value} yes` }));
    const { contextId, id: taskId } = asked;
    const strange = send(agent, [data({ resume: [{ id: "nobody", value: 1 }] })], { contextId, taskId });
    await expect(strange).rejects.toMatchObject({ envelopeCode: -32602 });
    const answered = await send(agent, [data({ resume })], { contextId, taskId });
    expect(answerOf(answered).split("\n\n").toSorted()).toEqual(["left? yes", "right? yes"]);
  });

  it("says of a run that failed why", async () => {
    const task = await send(await agentOf("failing"), [text("x")]);
    expect(stateOf(task)).toBe("TASK_STATE_FAILED");
    expect(toTexts(task.status?.message?.parts)).toBe("RangeError: Cannot do: x");
  });

  it("streams the task, its answer in pieces and how it ended", async () => {
    const agent = await agentOf("tokens");
    const events = await collect(agent.sendMessageStream(toRequest([text("go")])));
    expect(events[0]?.payload?.$case).toBe("task");
    expect(readAnswer(events)).toBe("t0 t1 t2 t3 t4 t5 ");
    const pieces = artifactsOf(events);
    expect(pieces.length).toBeGreaterThan(3);
    expect(pieces.map(({ append }) => append)).toEqual(pieces.map((_, index) => index > 0));
    expect(pieces.map(({ lastChunk }) => lastChunk)).toEqual(
      pieces.map((_, index) => index === pieces.length - 1),
    );
    expect(statesOf(events)).toEqual([TaskState.TASK_STATE_WORKING, TaskState.TASK_STATE_COMPLETED]);

    const replayed = await collect(agent.resubscribeTask({ tenant: "", id: taskOf(events).id }));
    expect(readAnswer(replayed)).toBe(readAnswer(events));
    expect(statesOf(replayed)).toEqual(statesOf(events));
  });

  it("streams up to a question, and from its answer on", async () => {
    const agent = await agentOf("asker");
    const asked = await collect(agent.sendMessageStream(toRequest([text("plan")])));
    expect(statesOf(asked).at(-1)).toBe(TaskState.TASK_STATE_INPUT_REQUIRED);
    const { id: taskId, contextId } = taskOf(asked);
    const answered = await collect(agent.sendMessageStream(toRequest([text("Goa")], { contextId, taskId })));
    expect(taskOf(answered).id).toBe(taskId);
    expect(readAnswer(answered)).toBe("City: Goa");
    const replayed = await collect(agent.resubscribeTask({ tenant: "", id: taskId }));
    expect(readAnswer(replayed)).toBe("City: Goa");
  });

  it("cancels what works, and what waits for an answer, but nothing that has ended", async () => {
    const slow = await agentOf("slow");
    const begun = await slow.sendMessage({
      ...toRequest([data({ pause_ms: 500 })]),
      configuration: {
        acceptedOutputModes: [],
        taskPushNotificationConfig: undefined,
        historyLength: undefined,
        returnImmediately: true,
      },
    });
    if ("messageId" in begun) throw new Error("answered with a message");
    expect(["TASK_STATE_SUBMITTED", "TASK_STATE_WORKING"]).toContain(stateOf(begun));
    const cancelled = await slow.cancelTask({ tenant: "", id: begun.id, metadata: undefined });
    expect(stateOf(cancelled)).toBe("TASK_STATE_CANCELED");
    await expect(slow.cancelTask({ tenant: "", id: begun.id, metadata: undefined })).rejects.toMatchObject({
      envelopeCode: -32002,
    });

    const asker = await agentOf("asker");
    const asked = await send(asker, [text("plan")]);
    const given = await asker.cancelTask({ tenant: "", id: asked.id, metadata: undefined });
    expect([given.id, stateOf(given)]).toEqual([asked.id, "TASK_STATE_CANCELED"]);
    expect((await service.client.threads.get(asked.contextId)).status).toBe("idle");
  });

  it("refuses what is not its own, what has ended, and what is no address", async () => {
    const agent = await agentOf("echo");
    const other = await agentOf("steps");
    const done = await send(agent, [text("one")]);
    const { contextId, id: taskId } = done;
    await expect(send(agent, [text("more")], { contextId, taskId })).rejects.toMatchObject({
      envelopeCode: -32004,
    });
    await expect(other.getTask({ tenant: "", id: taskId })).rejects.toMatchObject({ envelopeCode: -32001 });
    await expect(agent.getTask({ tenant: "", id: newId() })).rejects.toMatchObject({ envelopeCode: -32001 });
    await expect(agent.getTask({ tenant: "", id: "mine" })).rejects.toMatchObject({ envelopeCode: -32001 });
    await expect(send(agent, [text("hi")], { contextId: "mine" })).rejects.toMatchObject({
      envelopeCode: -32602,
    });
    await expect(send(other, [text("hi")])).rejects.toMatchObject({ envelopeCode: -32602 });
    await expect(send(agent, [])).rejects.toMatchObject({ envelopeCode: -32602 });
  });
});

describe("a list of tasks", () => {
  it("is the newest state of each, by context and state, in pages", async () => {
    const agent = await connect(service.url, "asker", "1.0");
    const waiting = await send(agent, [text("one")]);
    const { contextId } = waiting;
    const done = await send(agent, [text("two")]);
    const rest = { contextId: done.contextId, taskId: done.id };
    await send(agent, [text("Pune")], rest);
    const list = (filter: object) =>
      agent.listTasks({
        tenant: "",
        contextId: "",
        status: TaskState.TASK_STATE_UNSPECIFIED,
        pageToken: "",
        pageSize: undefined,
        historyLength: undefined,
        statusTimestampAfter: undefined,
        includeArtifacts: undefined,
        ...filter,
      });
    expect((await list({ contextId })).tasks.map(({ id }) => id)).toEqual([waiting.id]);
    const answered = await list({ contextId: done.contextId, includeArtifacts: true });
    expect(answered.tasks.map((task) => [task.id, stateOf(task), answerOf(task)])).toEqual([
      [done.id, "TASK_STATE_COMPLETED", "City: Pune"],
    ]);
    const asking = await list({ status: TaskState.TASK_STATE_INPUT_REQUIRED });
    expect(asking.tasks.map(stateOf)).toContain("TASK_STATE_INPUT_REQUIRED");
    expect(asking.tasks.map(({ id }) => id)).not.toContain(done.id);

    const first = await list({ pageSize: 1 });
    expect([first.tasks.length, first.pageSize, first.nextPageToken]).toEqual([1, 1, "1"]);
    const second = await list({ pageSize: 1, pageToken: first.nextPageToken });
    expect(second.tasks[0]?.id).not.toBe(first.tasks[0]?.id);
    expect(second.totalSize).toBe(first.totalSize);
  });
});

async function collect(events: AsyncIterable<StreamResponse>): Promise<StreamResponse[]> {
  const all = [];
  for await (const event of events) all.push(event);
  return all;
}

function taskOf([first]: StreamResponse[]): Task {
  if (first?.payload?.$case !== "task") throw new Error("the stream does not begin with a task");
  return first.payload.value;
}

function artifactsOf(events: StreamResponse[]) {
  return events.flatMap(({ payload }) => (payload?.$case === "artifactUpdate" ? [payload.value] : []));
}

function readAnswer(events: StreamResponse[]): string {
  return artifactsOf(events)
    .map(({ artifact }) => toTexts(artifact?.parts))
    .join("");
}

function statesOf(events: StreamResponse[]) {
  return events.flatMap(({ payload }) =>
    payload?.$case === "statusUpdate" ? [payload.value.status?.state ?? TaskState.UNRECOGNIZED] : [],
  );
}
