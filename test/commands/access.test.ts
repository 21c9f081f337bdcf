import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Database } from "../../src/db/database.ts";
import { openTestDatabase } from "../support/database.ts";
import { buildAsker, buildEcho } from "../support/graphs.ts";
import { until } from "../support/until.ts";
import { as, startOwnedService, type OwnedService } from "./support/owned-service.ts";
import { openSocket } from "./support/socket.ts";
import { ALL, human, isRoot, openTape, sendCommand } from "./support/tape.ts";

let db: Database;
let service: OwnedService;

beforeAll(async () => {
  db = await openTestDatabase();
  service = await startOwnedService(db, { echo: buildEcho(), asker: buildAsker() });
});
afterAll(async () => {
  await service.close();
  await db.close();
});

const newThread = (): string => crypto.randomUUID();
const send = (who: string, threadId: string, method: string, params: object = {}) =>
  sendCommand(service.url, threadId, method, params, as(who));

/** A thread of asha's on which something is asked; answers what. */
async function ask(threadId: string): Promise<string> {
  await send("asha", threadId, "run.start", { assistant_id: "asker", input: human("hi") });
  const tape = await openTape({ url: service.url, threadId, headers: as("asha") });
  const { params } = await tape.until(({ method }) => method === "input.requested");
  await tape.until(isRoot("interrupted"));
  tape.close();
  return String(params.data["interrupt_id"]);
}

describe("another's thread", () => {
  it("is not there for any command, and nothing becomes of it", async () => {
    const threadId = newThread();
    const interrupt_id = await ask(threadId);
    const commands = {
      "run.start": { assistant_id: "echo", input: human("hi") },
      "input.respond": { interrupt_id, response: 1 },
      "agent.getTree": {},
      "state.get": { namespace: [] },
      "state.listCheckpoints": {},
      "state.fork": { checkpoint_id: newThread() },
    };
    for (const [method, params] of Object.entries(commands)) {
      const { status, reply } = await send("ravi", threadId, method, params);
      expect([method, status, reply.detail]).toEqual([method, 404, `Thread with ID ${threadId} not found`]);
    }
    const { reply } = await send("asha", threadId, "state.listCheckpoints");
    expect(reply.result?.["checkpoints"]).toHaveLength(2);
    expect((await send("asha", threadId, "input.respond", { interrupt_id, response: 1 })).status).toBe(200);
  });

  it("has no stream", async () => {
    const threadId = newThread();
    await ask(threadId);
    expect((await openTape({ url: service.url, threadId, headers: as("ravi") })).status).toBe(404);
    const path = `${service.url}/threads/${threadId}/stream`;
    expect((await fetch(path, { headers: as("ravi") })).status).toBe(404);
    const socket = await openSocket({ url: service.url, threadId, headers: as("ravi") });
    expect(await socket.closed).toBe(4404);
  });

  it("tells nothing to a stream that was opened before it was there", async () => {
    const threadId = newThread();
    const headers = as("ravi");
    const tape = await openTape({ url: service.url, threadId, headers });
    const socket = await openSocket({ url: service.url, threadId, headers });
    socket.send("subscription.subscribe", { channels: ALL });
    await until(() => socket.replies.length === 1, "the reply");
    await send("asha", threadId, "run.start", { assistant_id: "echo", input: human("hi") });
    expect(await socket.closed).toBe(4404);
    await until(tape.isOver, "the end of the stream");
    expect([tape.events, socket.events]).toEqual([[], []]);
    tape.close();
  });
});

describe("each caller", () => {
  it("is asked about, for each command and each stream", async () => {
    const threadId = newThread();
    await ask(threadId);
    service.asked.length = 0;
    await send("asha", threadId, "state.get", { namespace: [] });
    expect(service.asked).toEqual(["asha threads:read"]);
    service.asked.length = 0;
    await send("asha", threadId, "run.start", { assistant_id: "echo", input: null });
    expect(service.asked).toEqual(["asha threads:create_run", "asha assistants:read"]);
    service.asked.length = 0;
    const tape = await openTape({ url: service.url, threadId, headers: as("asha") });
    expect(service.asked).toEqual(["asha threads:read"]);
    tape.close();
    expect((await sendCommand(service.url, threadId, "state.get")).status).toBe(401);
    expect((await openTape({ url: service.url, threadId })).status).toBe(401);
  });

  it("may be told no: 403, over a socket an error, and the stream ends with the next run", async () => {
    const threadId = newThread();
    await send("mira", threadId, "run.start", { assistant_id: "echo", input: human("hi") });
    const tape = await openTape({ url: service.url, threadId, headers: as("mira") });
    const socket = await openSocket({ url: service.url, threadId, headers: as("mira") });
    await tape.until(isRoot("completed"));
    const { reply } = await send("mira", threadId, "run.start", {
      assistant_id: "asker",
      input: human("hi"),
    });
    await tape.until(isRoot("interrupted", String(reply.result?.["run_id"])));
    service.banish("mira");
    expect((await send("mira", threadId, "state.get")).status).toBe(403);
    expect((await openTape({ url: service.url, threadId, headers: as("mira") })).status).toBe(403);
    const id = socket.send("state.get", { namespace: [] });
    await until(() => socket.replies.length === 1, "the reply");
    expect(socket.replies).toMatchObject([{ type: "error", id, error: "permission_denied" }]);
    const late = await openSocket({ url: service.url, threadId, headers: as("mira") });
    expect(await late.closed).toBe(4403);
    socket.close();
    tape.close();
  });

  it("is let go when his token has expired", async () => {
    const threadId = newThread();
    const name = `guest!${Math.floor(Date.now() / 1_000) + 2}`;
    await send(name, threadId, "run.start", { assistant_id: "echo", input: human("hi") });
    const tape = await openTape({ url: service.url, threadId, headers: as(name) });
    const socket = await openSocket({ url: service.url, threadId, headers: as(name) });
    await tape.until(isRoot("completed"));
    service.forget("guest");
    expect(await socket.closed).toBe(4401);
    await until(tape.isOver, "the end of the stream");
  });
});

describe("a token for a socket", () => {
  it("may come as a subprotocol or in the address", async () => {
    const threadId = newThread();
    await ask(threadId);
    const byProtocol = await openSocket({ url: service.url, threadId, protocols: ["bearer", "asha"] });
    expect(byProtocol.protocol()).toBe("bearer");
    const byAddress = await openSocket({ url: service.url, threadId, query: "?access_token=asha" });
    for (const socket of [byProtocol, byAddress]) {
      socket.send("state.get", { namespace: [] });
      await until(() => socket.replies.length === 1, "the reply");
      expect(socket.replies).toMatchObject([{ type: "success" }]);
      socket.close();
    }
  });

  it("is asked for before the upgrade", async () => {
    await expect(openSocket({ url: service.url, threadId: newThread() })).rejects.toThrow("401");
  });
});
