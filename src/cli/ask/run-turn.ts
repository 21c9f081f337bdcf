import type { Client } from "@langchain/langgraph-sdk";
import type { Terminal } from "../terminal.ts";
import { createTranscript, type StreamPart, type Transcript } from "./transcript.ts";

const CANCEL_TIMEOUT_MS = 5_000;

/** What starts a run: a first request, or the answer to what it asked. */
export type Turn = { input: Record<string, unknown> } | { command: { resume: unknown } };

export type TurnEnd = { cancelled: boolean; transcript: Transcript };

type Scene = { client: Client; terminal: Terminal; threadId: string; json: boolean };

/** Runs the queen once on the thread and prints what she does. Ctrl-C cancels the run; a second one leaves at once. */
export async function runTurn(turn: Turn, { client, terminal, threadId, json }: Scene): Promise<TurnEnd> {
  const transcript = createTranscript({ paint: terminal.paint });
  const leave = new AbortController();
  let cancelled = false;
  let timer: NodeJS.Timeout | undefined;
  const stopListening = terminal.onInterrupt(() => {
    if (cancelled) leave.abort();
    else terminal.err("cancelling\n");
    cancelled = true;
    timer = setTimeout(() => leave.abort(), CANCEL_TIMEOUT_MS);
    // The stream ends by itself when the run is cancelled; if that cannot be asked for, there is nothing to wait for.
    cancelActiveRuns(client, threadId).catch(() => leave.abort());
  });
  try {
    for await (const part of openStream(turn, { client, threadId, signal: leave.signal })) {
      const text = transcript.take(part);
      terminal.out(json ? `${JSON.stringify(part)}\n` : text);
    }
  } catch (error) {
    if (!cancelled) throw error;
  } finally {
    stopListening();
    clearTimeout(timer);
  }
  if (!json) terminal.out(transcript.close());
  return { cancelled, transcript };
}

type StreamScene = { client: Client; threadId: string; signal: AbortSignal };

function openStream(turn: Turn, { client, threadId, signal }: StreamScene): AsyncGenerator<StreamPart> {
  return client.runs.stream(threadId, "queen", {
    ...turn,
    // The tokens and the progress of the lords come from subgraphs.
    streamSubgraphs: true,
    streamMode: ["values", "updates", "messages-tuple", "custom"],
    onDisconnect: "cancel",
    signal,
  });
}

async function cancelActiveRuns(client: Client, threadId: string): Promise<void> {
  const runs = await client.runs.list(threadId);
  const active = runs.filter(({ status }) => status === "pending" || status === "running");
  await Promise.all(active.map((run) => client.runs.cancel(threadId, run.run_id)));
}
