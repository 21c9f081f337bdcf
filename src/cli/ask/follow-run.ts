import { setTimeout as sleep } from "node:timers/promises";
import type { Client } from "@langchain/langgraph-sdk";
import { isHttpError } from "../failure.ts";
import { readText } from "../../domain/record.ts";
import type { StreamPart } from "./transcript.ts";

/** What starts a run: a first request, or the answer to what it asked. */
export type Turn = { input: Record<string, unknown> } | { command: { resume: unknown } };

/** How long a service that went away may take to come back. */
export type Patience = { totalMs: number; betweenMs: number };

type Scene = {
  client: Client;
  threadId: string;
  signal: AbortSignal;
  patience: Patience;
  /** The connection ended before the run did; called once each time. */
  onLost(): void;
};

/**
 * The events of a run up to its end. The run outlives the connection, and a service that is stopped and started
 * again, so a stream that ends too early is taken up again behind the last event that was seen:
 *
 *   start the run > events > the connection is gone > ask again ... > events > end
 */
export async function* followRun(turn: Turn, scene: Scene): AsyncGenerator<StreamPart> {
  const { client, threadId, signal, patience } = scene;
  let runId: string | null = null;
  let lastEventId: string | undefined;
  let lostAt: number | null = null;
  let source = startRun(turn, scene);
  for (;;) {
    try {
      for await (const part of source) {
        if (part.event === "metadata") runId ??= readText(part.data, "run_id");
        if (typeof part.id === "string") lastEventId = part.id;
        lostAt = null;
        yield part;
        if (part.event === "end") return;
      }
    } catch (error) {
      if (signal.aborted || runId === null || isRefusal(error)) throw error;
    }
    if (runId === null) throw new Error("the service ended the connection before the run began");
    if (lostAt === null) scene.onLost();
    lostAt ??= Date.now();
    if (Date.now() - lostAt > patience.totalMs) throw new LostRunError(threadId);
    await sleep(patience.betweenMs, undefined, { signal });
    source = client.runs.joinStream(threadId, runId, {
      signal,
      cancelOnDisconnect: true,
      ...(lastEventId === undefined ? {} : { lastEventId }),
    });
  }
}

/** The service went away during a run and did not come back. */
export class LostRunError extends Error {
  constructor(threadId: string) {
    super(`the service went away; once it is started again it goes on with thread ${threadId} by itself`);
    this.name = "LostRunError";
  }
}

function isRefusal(error: unknown): boolean {
  return isHttpError(error) && error.status < 500;
}

function startRun(turn: Turn, { client, threadId, signal }: Scene): AsyncGenerator<StreamPart> {
  return client.runs.stream(threadId, "queen", {
    ...turn,
    // The tokens and the progress of the lords come from subgraphs.
    streamSubgraphs: true,
    streamMode: ["values", "updates", "messages-tuple", "custom"],
    onDisconnect: "cancel",
    signal,
  });
}
