import type { Client } from "@langchain/langgraph-sdk";
import type { Connection } from "../connection.ts";
import type { Terminal } from "../terminal.ts";
import type { Turn } from "./follow-run.ts";
import type { Interrupt } from "../../domain/interrupt.ts";
import { toQuestionText, toResume } from "../../domain/interrupt-words.ts";
import { toLabelled } from "./progress-line.ts";
import { runTurn } from "./run-turn.ts";

const EXIT = { done: 0, failed: 1, question: 3, cancelled: 130 };

type Scene = {
  connection: Connection;
  terminal: Terminal;
  command: { prompt: string; threadId: string | null; json: boolean };
};

/** Asks the queen, and goes on asking the person for as long as she wants to know something. */
export async function ask({ connection: { client }, terminal, command }: Scene): Promise<number> {
  const { prompt, json } = command;
  const threadId = command.threadId ?? (await client.threads.create()).thread_id;
  let turn: Turn | null = await toFirstTurn(client, { prompt, threadId: command.threadId });
  let exitCode = EXIT.done;
  while (turn !== null) {
    const { cancelled, transcript } = await runTurn(turn, { client, terminal, threadId, json });
    turn = null;
    const interrupts = transcript.interrupts();
    const failure = transcript.failure();
    if (cancelled) {
      exitCode = EXIT.cancelled;
    } else if (failure !== null) {
      terminal.err(`raptorflow: the run failed: ${failure}\n`);
      exitCode = EXIT.failed;
    } else if (interrupts.length > 0) {
      turn = await askPerson(interrupts, { terminal, json });
      exitCode = turn === null ? EXIT.question : EXIT.done;
    }
  }
  if (!json) terminal.out(toFarewell(threadId, exitCode, terminal));
  return exitCode;
}

/** A prompt answers what a thread waits for; otherwise it is a new request. */
async function toFirstTurn(
  client: Client,
  asked: { prompt: string; threadId: string | null },
): Promise<Turn> {
  const waiting = asked.threadId === null ? [] : await listWaiting(client, asked.threadId);
  return waiting.length > 0
    ? {
        command: {
          resume: toResume(
            waiting,
            waiting.map(() => asked.prompt),
          ),
        },
      }
    : { input: { messages: [{ type: "human", content: asked.prompt }] } };
}

async function listWaiting(client: Client, threadId: string): Promise<Interrupt[]> {
  const thread = await client.threads.get(threadId);
  if (thread.status !== "interrupted") return [];
  const open = Object.values(thread.interrupts ?? {}).flat();
  return open.map(({ id, value }) => ({ id: id ?? "", value }));
}

/** null when nobody is there to answer. */
async function askPerson(
  interrupts: readonly Interrupt[],
  { terminal, json }: { terminal: Terminal; json: boolean },
): Promise<Turn | null> {
  const answers: string[] = [];
  for (const interrupt of interrupts) {
    if (!json) terminal.out(`\n${terminal.paint("yellow", toQuestionText(interrupt))}`);
    const answer = json || !terminal.interactive ? null : await terminal.ask("> ");
    if (answer === null) return null;
    answers.push(answer);
  }
  return { command: { resume: toResume(interrupts, answers) } };
}

function toFarewell(threadId: string, exitCode: number, { paint }: Terminal): string {
  const line = `${toLabelled("Thread", threadId, paint)}\n`;
  const advice = `Answer with: npx raptorflow ask "YOUR ANSWER" --thread ${threadId}\n`;
  return exitCode === EXIT.question ? `${line}${advice}` : line;
}
