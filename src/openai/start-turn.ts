import type { Assistant } from "../domain/assistant.ts";
import type { NewId } from "../domain/ids.ts";
import { toResume } from "../domain/interrupt-words.ts";
import type { CallContext } from "../domain/principal.ts";
import type { Run, RunCreate } from "../domain/run.ts";
import { ANSWER_STREAM } from "../http/conversation/follow-answer.ts";
import { isWaitingFor, openThread, type OpenThread, toMessageIds } from "../http/conversation/open-thread.ts";
import type { ProtocolVerbs } from "../http/verbs.ts";
import type { ChatRequest } from "./chat-request.ts";
import { createPassingThreads, type PassingThread } from "./passing-thread.ts";
import { listNewest, toInput, toPlainText } from "./to-input.ts";

/** A run that answers a request. */
export type Turn = {
  run: Run;
  /** Ids of the messages that were there before the answer. */
  knownIds: ReadonlySet<string>;
  /** The thread when it was made for a request without one; null when the caller named it. */
  passing: PassingThread | null;
};

type Request = { ctx: CallContext; chat: ChatRequest; assistant: Assistant };
type Deps = { verbs: ProtocolVerbs; newId: NewId };

/**
 * Starts the run that answers a request:
 *
 *   the thread waits for an answer of this assistant > the newest words of the user resume it
 *   the thread holds the conversation                > the newest words of the user are the input
 *   a new thread, or none                            > all messages are the input
 */
export function createStartTurn({ verbs, newId }: Deps): (request: Request) => Promise<Turn> {
  const passingThreads = createPassingThreads({ verbs });

  return async function startTurn(request) {
    const { ctx, chat, assistant } = request;
    const newest = listNewest(chat.messages);
    if (chat.threadId !== null) {
      const thread = await openThread({ verbs, ctx }, chat.threadId);
      return begin({ threadId: chat.threadId, thread, passing: null });
    }
    const asked = await passingThreads.find({ ctx, chat, assistant });
    if (asked !== null) return begin({ ...asked, threadId: asked.thread.thread.thread_id });
    const passing = await passingThreads.create({ ctx, chat, assistant });
    return begin({ threadId: passing.threadId, thread: null, passing });

    async function begin({ threadId, thread, passing }: Place): Promise<Turn> {
      const isWaiting = thread !== null && isWaitingFor(thread, assistant.assistant_id);
      const holdsConversation = thread !== null && thread.messages.length > 0;
      const input = toInput(holdsConversation ? newest : chat.messages, newId);
      const text = newest.map(toPlainText).join("\n\n");
      const body: RunCreate = {
        ...ANSWER_STREAM,
        ...(isWaiting
          ? {
              command: {
                resume: toResume(
                  thread.waiting,
                  thread.waiting.map(() => text),
                ),
              },
            }
          : { input }),
        assistant_id: assistant.assistant_id,
        metadata: chat.metadata,
        if_not_exists: "create",
      };
      const run = await verbs.runs.create({
        ctx,
        input: { threadId, body, headers: ctx.headers ?? {} },
      });
      const knownIds = new Set([
        ...toMessageIds(thread?.messages ?? []),
        ...input.messages.map(({ id }) => id),
      ]);
      return { run, knownIds, passing };
    }
  };
}

type Place = { threadId: string; thread: OpenThread | null; passing: PassingThread | null };
