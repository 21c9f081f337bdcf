import { createHash } from "node:crypto";
import type { Assistant } from "../domain/assistant.ts";
import { isAppError } from "../domain/errors.ts";
import { toQuestionText } from "../domain/interrupt-words.ts";
import type { CallContext } from "../domain/principal.ts";
import { openThread, type OpenThread } from "../http/conversation/open-thread.ts";
import type { ProtocolVerbs } from "../http/verbs.ts";
import type { ChatMessage, ChatRequest } from "./chat-request.ts";
import { toPlainText } from "./to-input.ts";

/**
 * The thread of a request that names none. It goes when the request is answered; when the graph asked something
 * instead, it stays, and is found again by the conversation up to the question, which such clients send along.
 */
export type PassingThread = {
  threadId: string;
  /** Called when the run is over. */
  settle(outcome: "answered" | "asked"): Promise<void>;
};

type Request = { ctx: CallContext; chat: ChatRequest; assistant: Assistant };

/** How long a question waits for its answer, and what is left of a request that broke off is kept. */
const TTL_MINUTES = 24 * 60;

export function createPassingThreads({ verbs }: { verbs: ProtocolVerbs }) {
  function toPassingThread({ ctx, chat, assistant }: Request, threadId: string): PassingThread {
    const metadata = { openai_request: toKey({ ctx, chat, assistant }, chat.messages) };
    return {
      threadId,
      async settle(outcome) {
        try {
          if (outcome === "answered") await verbs.threads.delete({ ctx, input: { threadId } });
          else await verbs.threads.patch({ ctx, input: { threadId, metadata } });
        } catch (error) {
          // Who may not delete or change threads leaves it to its time to live.
          if (!isAppError(error)) throw error;
        }
      },
    };
  }

  return {
    async create(request: Request): Promise<PassingThread> {
      const { thread_id: threadId } = await verbs.threads.create({
        ctx: request.ctx,
        input: { ttl: TTL_MINUTES },
      });
      return toPassingThread(request, threadId);
    },

    /** The thread whose question the newest message answers; null when there is none. */
    async find(request: Request): Promise<{ thread: OpenThread; passing: PassingThread } | null> {
      const { ctx, chat } = request;
      const at = chat.messages.findLastIndex(({ role }) => role === "assistant");
      const question = chat.messages[at];
      if (question === undefined) return null;
      const metadata = { openai_request: toKey(request, chat.messages.slice(0, at)) };
      const { rows } = await verbs.threads.search({
        ctx,
        input: { metadata, status: "interrupted", limit: 1, offset: 0, select: ["thread_id"] },
      });
      const threadId = rows[0]?.thread_id;
      const thread = threadId === undefined ? null : await openThread({ verbs, ctx }, threadId);
      if (thread === null || !isQuestion(question, thread)) return null;
      return { thread, passing: toPassingThread(request, thread.thread.thread_id) };
    },
  };
}

/** Same caller, same assistant, same words. */
function toKey({ ctx, chat, assistant }: Request, messages: readonly ChatMessage[]): string {
  const said = messages.map((message) => [message.role, squeeze(toPlainText(message))]);
  const facts = [ctx.principal.identity, chat.user, assistant.assistant_id, said];
  return createHash("sha256").update(JSON.stringify(facts)).digest("hex");
}

function isQuestion(message: ChatMessage, { waiting }: OpenThread): boolean {
  const asked = squeeze(waiting.map(toQuestionText).join("\n"));
  return waiting.length > 0 && squeeze(toPlainText(message)).endsWith(asked);
}

function squeeze(text: string): string {
  return text.replace(/\s+/g, " ").trim();
}
