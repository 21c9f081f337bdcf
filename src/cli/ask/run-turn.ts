import type { Client } from "@langchain/langgraph-sdk";
import type { Terminal } from "../terminal.ts";
import { followRun, type Patience, type Turn } from "./follow-run.ts";
import { createTranscript, type Transcript } from "./transcript.ts";

const CANCEL_TIMEOUT_MS = 5_000;
const PATIENCE: Patience = { totalMs: 60_000, betweenMs: 1_000 };
const NOT_CANCELLED = "left; the service does not answer, so the run is not cancelled\n";
const LOST = "the service went away; waiting for it to come back (Ctrl-C leaves)";

export type TurnEnd = { cancelled: boolean; transcript: Transcript };

type Scene = { client: Client; terminal: Terminal; threadId: string; json: boolean };

/** Runs the queen once on the thread and prints what she does. Ctrl-C cancels the run; a second one leaves at once. */
export async function runTurn(turn: Turn, { client, terminal, threadId, json }: Scene): Promise<TurnEnd> {
  const transcript = createTranscript({ paint: terminal.paint });
  const leave = new AbortController();
  let cancelled = false;
  let unreachable = false;
  let timer: NodeJS.Timeout | undefined;
  const stopListening = terminal.onInterrupt(() => {
    if (cancelled) leave.abort();
    else terminal.err("cancelling\n");
    cancelled = true;
    timer = setTimeout(() => leave.abort(), CANCEL_TIMEOUT_MS);
    // The stream ends by itself when the run is cancelled; if that cannot be asked for, there is nothing to wait for.
    cancelActiveRuns(client, threadId).catch(() => {
      unreachable = true;
      leave.abort();
    });
  });
  const onLost = (): void => (json ? terminal.err(`${LOST}\n`) : terminal.out(transcript.note(LOST)));
  try {
    const signal = leave.signal;
    for await (const part of followRun(turn, { client, threadId, signal, patience: PATIENCE, onLost })) {
      const text = transcript.take(part);
      terminal.out(json ? `${JSON.stringify(part)}\n` : text);
      if (!json) terminal.status(transcript.status());
    }
  } catch (error) {
    if (!cancelled) throw error;
  } finally {
    terminal.status("");
    stopListening();
    clearTimeout(timer);
  }
  if (!json) terminal.out(transcript.close());
  if (cancelled) terminal.err(unreachable ? NOT_CANCELLED : "cancelled\n");
  return { cancelled, transcript };
}

async function cancelActiveRuns(client: Client, threadId: string): Promise<void> {
  const runs = await client.runs.list(threadId);
  const active = runs.filter(({ status }) => status === "pending" || status === "running");
  await Promise.all(active.map((run) => client.runs.cancel(threadId, run.run_id)));
}
