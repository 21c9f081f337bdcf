import type { JSONRPCMessage, JSONRPCRequest } from "@modelcontextprotocol/sdk/types.js";
import { isAppError } from "../domain/errors.ts";
import type { CallContext } from "../domain/principal.ts";
import type { Run } from "../domain/run.ts";
import type { ExtensionCall } from "../http/extension.ts";
import { createJsonBody } from "../http/json-keepalive.ts";
import { createDisconnectCancel } from "../http/runs/run-replies.ts";
import { createTextBody } from "../http/sse.ts";
import type { ProtocolVerbs } from "../http/verbs.ts";
import type { AnswerRequests, Outgoing } from "./answer-requests.ts";
import { REFUSED, RpcError, toErrorResponse } from "./json-rpc.ts";
import { type CallPlace, readCall } from "./tool-calls.ts";
import type { Session } from "./sessions.ts";

type Deps = {
  verbs: ProtocolVerbs;
  requests: AnswerRequests;
};

type Asking = {
  place: CallPlace;
  asked: readonly JSONRPCRequest[];
  /** Several messages came as a list, so their answers do. */
  isBatch: boolean;
  signal: AbortSignal;
  link: ExtensionCall["link"];
};

type Listening = {
  ctx: CallContext;
  session: Session;
  signal: AbortSignal;
  link: ExtensionCall["link"];
  lastEventId: string | null;
};

const STREAM_HEADERS = {
  "Content-Type": "text/event-stream",
  "Cache-Control": "no-cache",
  "X-Accel-Buffering": "no",
};

/** Answers as HTTP: a stream when progress is asked for, JSON otherwise. */
export function createReplies({ verbs, requests }: Deps) {
  function toReply({ place, asked, isBatch, signal, link }: Asking): Response {
    const { ctx, session } = place;
    const started: Run[] = [];
    async function cancelAll(): Promise<void> {
      for (const { run_id: runId, thread_id: threadId } of started)
        await createDisconnectCancel({ verbs, ctx }, { threadId, runId })();
    }
    async function onStart(run: Run): Promise<void> {
      started.push(run);
      // Who left meanwhile gets no reply, whose end could be noticed.
      if (signal.aborted) await cancelAll();
    }
    const answering = { ...place, signal, onStart };
    const answers = answerAll(asked, (request) => requests.answer(request, answering));
    if (asked.some(wantsProgress)) {
      // Behind the last event that it got a session can go on; otherwise nobody will hear the answer.
      const deps = link(session === null ? cancelAll : undefined);
      const body = createTextBody({ ...deps, items: answers, toText: toEventText });
      return new Response(body, { headers: STREAM_HEADERS });
    }
    const farewell = Buffer.from(JSON.stringify(asked.map(({ id }) => toErrorResponse(id, CLOSING, ""))[0]));
    const output = () => collect(answers, isBatch);
    const body = createJsonBody({ ...link(cancelAll), output, farewell });
    return new Response(body, {
      headers: { "Content-Type": "application/json", "Cache-Control": "no-cache" },
    });
  }

  /** What the server has to say by itself: the rest of a stream that broke off, otherwise signs of life. */
  async function* listen({ ctx, session, signal, lastEventId }: Listening): AsyncGenerator<Outgoing> {
    const [runId = "", frame = ""] = lastEventId?.split("/") ?? [];
    if (frame !== "") yield* goOn(ctx, { threadId: session.id, runId }, Number(frame), signal);
    await untilAborted(signal);
  }

  async function* goOn(
    ctx: CallContext,
    run: { threadId: string; runId: string },
    after: number,
    signal: AbortSignal,
  ): AsyncGenerator<Outgoing> {
    const found = await verbs.runs.get({ ctx, input: run }).catch((error: unknown) => {
      if (isAppError(error)) return null;
      throw error;
    });
    if (found === null) return;
    try {
      for await (const each of requests.tell(ctx, found, signal))
        if (Number(each.id?.split("/")[1]) > after) yield each;
    } catch (error) {
      const call = readCall(found);
      if (call === null || !(error instanceof RpcError)) throw error;
      yield { id: null, message: toErrorResponse(call.requestId, error, ctx.requestId) };
    }
  }

  function toStream(listening: Listening): Response {
    const body = createTextBody({ ...listening.link(), items: listen(listening), toText: toEventText });
    return new Response(body, { headers: STREAM_HEADERS });
  }

  return { toReply, toStream };
}

const CLOSING = new RpcError(REFUSED, "The service is shutting down");

function wantsProgress({ method, params }: JSONRPCRequest): boolean {
  return method === "tools/call" && params?._meta?.progressToken !== undefined;
}

/** One after the other, as they were asked. */
async function* answerAll(
  asked: readonly JSONRPCRequest[],
  answer: (request: JSONRPCRequest) => AsyncGenerator<Outgoing>,
): AsyncGenerator<Outgoing> {
  for (const request of asked) yield* answer(request);
}

async function collect(answers: AsyncIterable<Outgoing>, isBatch: boolean): Promise<object> {
  const messages: JSONRPCMessage[] = [];
  for await (const { message } of answers) messages.push(message);
  return isBatch ? messages : (messages[0] ?? []);
}

function toEventText({ id, message }: Outgoing): string {
  const name = id === null ? "" : `id: ${id}\n`;
  return `${name}event: message\ndata: ${JSON.stringify(message)}\n\n`;
}

function untilAborted(signal: AbortSignal): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  if (signal.aborted) resolve();
  else signal.addEventListener("abort", () => resolve(), { once: true });
  return promise;
}
