import { isAppError } from "../../domain/errors.ts";
import type { Interrupt } from "../../domain/interrupt.ts";
import type { CallContext } from "../../domain/principal.ts";
import { isRecord, readText } from "../../domain/record.ts";
import type { Thread } from "../../domain/thread.ts";
import type { ProtocolVerbs } from "../verbs.ts";

/** A thread as a conversation sees it. */
export type OpenThread = {
  thread: Thread;
  /** Questions that wait for an answer; empty unless the thread is interrupted. */
  waiting: Interrupt[];
  messages: readonly Record<string, unknown>[];
};

type Deps = { verbs: ProtocolVerbs; ctx: CallContext };

/** null when there is no such thread for this caller. */
export async function openThread({ verbs, ctx }: Deps, threadId: string): Promise<OpenThread | null> {
  try {
    return toOpenThread(await verbs.threads.get({ ctx, input: { threadId } }));
  } catch (error) {
    if (isAppError(error, "thread_not_found")) return null;
    throw error;
  }
}

function toOpenThread(thread: Thread): OpenThread {
  const waiting = thread.status === "interrupted" ? Object.values(thread.interrupts).flat() : [];
  return { thread, waiting, messages: listMessages(thread.values) };
}

/** Whether the questions of the thread were asked by this assistant. */
export function isWaitingFor({ thread, waiting }: OpenThread, assistantId: string): boolean {
  return waiting.length > 0 && thread.metadata["assistant_id"] === assistantId;
}

export function listMessages(values: unknown): readonly Record<string, unknown>[] {
  const messages = isRecord(values) ? values["messages"] : undefined;
  return Array.isArray(messages) ? messages.filter(isRecord) : [];
}

export function toMessageIds(messages: readonly Record<string, unknown>[]): Set<string> {
  return new Set(messages.map((message) => readText(message, "id")).filter((id) => id !== null));
}
