import { Client } from "@langchain/langgraph-sdk";
import { afterEach, expect, test } from "vitest";
import { followRun, LostRunError } from "../../../src/cli/ask/follow-run.ts";
import { type Reply, type ScriptedService, type Seen, startScriptedService } from "../scripted-service.ts";

const threadId = "0198c2d4-7c1e-7000-8000-000000000001";
const create = `POST /threads/${threadId}/runs/stream`;
const rejoin = `GET /threads/${threadId}/runs/r1/stream?cancel_on_disconnect=1`;
const started = { id: "0", event: "metadata", data: { run_id: "r1" } };

let service: ScriptedService | undefined;
afterEach(() => service?.close());

async function follow(replies: Record<string, (seen: Seen) => Reply>) {
  service = await startScriptedService(replies);
  const client = new Client({ apiUrl: service.url, apiKey: null, callerOptions: { maxRetries: 0 } });
  const seen: string[] = [];
  const run = followRun(
    { input: { messages: [] } },
    {
      client,
      threadId,
      signal: new AbortController().signal,
      patience: { totalMs: 200, betweenMs: 20 },
      onLost: () => void seen.push("lost"),
    },
  );
  try {
    for await (const { event } of run) seen.push(event);
    return { seen, error: null };
  } catch (error) {
    return { seen, error };
  }
}

test("the loss of a connection is told once however often it must be tried again", async () => {
  let calls = 0;
  const { seen, error } = await follow({
    [create]: () => ({ events: [started] }),
    [rejoin]: () => {
      calls += 1;
      if (calls < 3) return { status: 503, json: { detail: "Stopping" } };
      return { events: [{ event: "end", data: { run_id: "r1", status: "success" } }] };
    },
  });
  expect(error).toBeNull();
  expect(seen).toEqual(["metadata", "lost", "end"]);
});

test("a service that stays away is given up, and it is said what becomes of the run", async () => {
  const { seen, error } = await follow({
    [create]: () => ({ events: [started] }),
    [rejoin]: () => ({ events: [] }),
  });
  expect(seen).toEqual(["metadata", "lost"]);
  expect(error).toBeInstanceOf(LostRunError);
  expect(String(error)).toContain(threadId);
});

test("a refusal is not waited for", async () => {
  const { seen, error } = await follow({
    [create]: () => ({ events: [started] }),
    [rejoin]: () => ({ status: 404, json: { detail: "Run not found" } }),
  });
  expect(seen).toEqual(["metadata", "lost"]);
  expect(error).toMatchObject({ status: 404 });
});
