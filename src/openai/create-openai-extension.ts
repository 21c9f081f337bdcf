import type { NewId } from "../domain/ids.ts";
import { ChatBody, parseChatRequest, toInvalid } from "./chat-request.ts";
import type { Extension, ExtensionCall } from "../http/extension.ts";
import { createDisconnectCancel } from "../http/runs/run-replies.ts";
import type { Disconnect } from "../http/reply.ts";
import { createTextBody } from "../http/sse.ts";
import type { ProtocolVerbs } from "../http/verbs.ts";
import { completeChat, streamChat } from "./answer-chat.ts";
import { NO_RETRY, toOpenAiFailure } from "./failure.ts";
import { isConversation, listModels, toModel } from "./models.ts";
import { createStartTurn } from "./start-turn.ts";

export type OpenAiDeps = {
  verbs: ProtocolVerbs;
  newId: NewId;
};

/** `/v1`: assistants as models of the Chat Completions API, for any client of that. */
export function createOpenAiExtension(deps: OpenAiDeps): Extension[] {
  const { verbs } = deps;
  const startTurn = createStartTurn(deps);

  async function answerChat({ request, ctx, body, link }: ExtensionCall): Promise<Response> {
    const chat = parseChatRequest(await body(), request.headers);
    const { model } = chat;
    const assistant = await verbs.assistants.get({ ctx, input: { assistantId: model } });
    if (!(await isConversation({ verbs, ctx }, assistant.assistant_id)))
      throw toInvalid("model", `${model} takes no messages`, "GET /v1/models lists those that do.");
    const turn = await startTurn({ ctx, chat, assistant });
    const { signal } = request;
    const { run_id: runId, thread_id: threadId } = turn.run;
    const leave = createDisconnectCancel({ verbs, ctx }, { threadId, runId });
    // Who left meanwhile gets no reply, whose end could be noticed.
    if (signal.aborted) await leave();
    const answering = { verbs, ctx, turn, model, signal };
    const headers = { "X-Thread-Id": threadId, ...NO_RETRY };
    if (!chat.stream) {
      const { body: answer, failed } = await whileThere(() => completeChat(answering), signal, leave);
      return Response.json(answer, { status: failed ? 500 : 200, headers });
    }
    const items = toEvents(streamChat(answering, chat.includeUsage));
    const chunks = createTextBody({ ...link(leave), items, toText: (text) => text });
    return new Response(chunks, { headers: { ...STREAM_HEADERS, ...headers } });
  }

  return [
    {
      methods: ["GET"],
      path: "/v1/models",
      operations: [
        {
          method: "get",
          name: "listModels",
          ...{ tag: TAG, summary: "Assistants as models of the Chat Completions API" },
          reply: { status: 200, description: "The models" },
        },
      ],
      access: "caller",
      toFailure: toOpenAiFailure,
      handle: async ({ ctx }) => Response.json({ object: "list", data: await listModels({ verbs, ctx }) }),
    },
    {
      methods: ["GET"],
      path: "/v1/models/:model",
      operations: [
        {
          method: "get",
          name: "getModel",
          ...{ tag: TAG, summary: "One model, by the id of an assistant or a graph" },
          reply: { status: 200, description: "The model" },
        },
      ],
      access: "caller",
      toFailure: toOpenAiFailure,
      handle: async ({ ctx, params: { model: assistantId = "" } }) =>
        Response.json(toModel(await verbs.assistants.get({ ctx, input: { assistantId } }))),
    },
    {
      methods: ["POST"],
      path: "/v1/chat/completions",
      operations: [
        {
          method: "post",
          name: "createChatCompletion",
          ...{ tag: TAG, summary: "Ask an assistant; metadata.thread_id names the conversation" },
          body: ChatBody,
          reply: { status: 200, description: "The answer, or its chunks as server-sent events" },
        },
      ],
      access: "caller",
      toFailure: toOpenAiFailure,
      handle: answerChat,
    },
  ];
}

const TAG = "OpenAI-compatible";

const STREAM_HEADERS = {
  "Content-Type": "text/event-stream",
  "Cache-Control": "no-cache",
  "X-Accel-Buffering": "no",
};

/** What ends with an error ends without the sign that it is complete. */
async function* toEvents(chunks: AsyncIterable<object>): AsyncGenerator<string> {
  let isWhole = true;
  for await (const chunk of chunks) {
    isWhole = !("error" in chunk);
    yield `data: ${JSON.stringify(chunk)}\n\n`;
  }
  if (isWhole) yield "data: [DONE]\n\n";
}

/** Does what there is to do, and cancels it when nobody waits for the answer any more. */
async function whileThere<Value>(
  work: () => Promise<Value>,
  signal: AbortSignal,
  leave: Disconnect,
): Promise<Value> {
  let leaving: Promise<void> | undefined;
  const onLeave = () => void (leaving = leave());
  signal.addEventListener("abort", onLeave, { once: true });
  try {
    return await work();
  } finally {
    signal.removeEventListener("abort", onLeave);
    await leaving;
  }
}
