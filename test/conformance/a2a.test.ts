import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { answerOf, connect, send, stateOf, text, toRequest, VERSIONS } from "../a2a/agent.ts";
import { buildAsker, buildEcho } from "../support/graphs.ts";
import { type Conformance, openConformance } from "./open-conformance.ts";

let service: Conformance;

beforeAll(async () => {
  service = await openConformance({ echo: buildEcho(), asker: buildAsker() });
});
afterAll(() => service.close());

it("every assistant has a card, by path and by question", async () => {
  for (const path of [
    "/a2a/echo/.well-known/agent-card.json",
    "/.well-known/agent-card.json?assistant_id=echo",
  ]) {
    const card = (await (await fetch(service.url + path)).json()) as { supportedInterfaces: object[] };
    expect(card).toMatchObject({ name: expect.any(String), skills: expect.any(Array) });
    expect(card.supportedInterfaces).toContainEqual(
      expect.objectContaining({ protocolBinding: "JSONRPC", protocolVersion: "1.0" }),
    );
  }
});

describe.each(VERSIONS)("an agent spoken to in version %s", (version) => {
  it("answers with a task that is a run of a thread", async () => {
    const agent = await connect(service.url, "echo", version);
    const task = await send(agent, [text("tea")]);
    expect(stateOf(task)).toBe("TASK_STATE_COMPLETED");
    expect(answerOf(task)).toBe("You said: tea");
    expect(await service.client.runs.get(task.contextId, task.id)).toMatchObject({ status: "success" });
  });

  it("asks, and goes on with the answer to the same task", async () => {
    const agent = await connect(service.url, "asker", version);
    const asked = await send(agent, [text("hi")]);
    expect(stateOf(asked)).toBe("TASK_STATE_INPUT_REQUIRED");
    const address = { contextId: asked.contextId, taskId: asked.id };
    expect(answerOf(await send(agent, [text("Pune")], address))).toBe("City: Pune");
  });

  it("streams the task to its end", async () => {
    const agent = await connect(service.url, "echo", version);
    const kinds = [];
    for await (const { payload } of agent.sendMessageStream(toRequest([text("tea")])))
      kinds.push(payload?.$case);
    expect(kinds[0]).toBe("task");
    expect(kinds.at(-1)).toBe("statusUpdate");
    expect(kinds).toContain("artifactUpdate");
  });
});
