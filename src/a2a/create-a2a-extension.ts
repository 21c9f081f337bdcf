import { A2A_VERSION_HEADER } from "@a2a-js/sdk";
import { A2AError } from "@a2a-js/sdk/errors";
import { z } from "zod";
import type { Assistant } from "../domain/assistant.ts";
import { AppError, isAppError } from "../domain/errors.ts";
import type { NewId } from "../domain/ids.ts";
import type { CallContext } from "../domain/principal.ts";
import type { Extension, ExtensionCall, ExtensionOperation } from "../http/extension.ts";
import type { HttpLog } from "../http/ports.ts";
import { createJsonBody } from "../http/json-keepalive.ts";
import { createTextBody } from "../http/sse.ts";
import type { ProtocolVerbs } from "../http/verbs.ts";
import { toAgentCard, toCardBody } from "./agent-card.ts";
import { createRequestHandler } from "./create-request-handler.ts";
import { answerCall, isStream, parseCall, type RpcCall, toErrorBody, toRefusal } from "./json-rpc.ts";
import { createShowTask } from "./show-task.ts";
import { createStartTask } from "./start-task.ts";
import { toEvents } from "./to-events.ts";

export type A2aDeps = {
  verbs: ProtocolVerbs;
  newId: NewId;
  /** Version of this service. */
  version: string;
  log: HttpLog;
  /** The address people use, when it differs from that of a request. */
  url: string | null;
};

const CARD = ".well-known/agent-card.json";

/** `/a2a`: every assistant as an agent that others can talk to. */
export function createA2aExtension(deps: A2aDeps): Extension[] {
  const { verbs, version, log } = deps;
  const tasks = createStartTask(deps);
  const showTask = createShowTask(deps);

  function toCard({ request }: ExtensionCall, assistant: Assistant) {
    return toAgentCard({ assistant, url: toAgentUrl(request, deps.url, assistant), version });
  }

  async function answer(call: ExtensionCall): Promise<Response> {
    const { request, ctx, params, link } = call;
    const { assistant_id: assistantId = "" } = params;
    const assistant = await verbs.assistants.get({ ctx, input: { assistantId } });
    const rpc = await readCall(call);
    if (rpc instanceof Response) return rpc;
    const handler = createRequestHandler(
      { verbs, tasks, showTask },
      {
        ...{ ctx, assistant, card: toCard(call, assistant), signal: request.signal },
        ...rpc,
        onFailure: (err) => log.error({ request_id: ctx.requestId, err }, "a2a request failed"),
      },
    );
    if (!rpc.streams) {
      const farewell = Buffer.from(JSON.stringify(toErrorBody(new A2AError(CLOSING), rpc)));
      const waiting = createJsonBody({ ...link(), output: () => answerCall(handler, rpc), farewell });
      return new Response(waiting, { headers: { "Content-Type": "application/json" } });
    }
    const reply = await answerCall(handler, rpc);
    if (!isStream(reply)) return Response.json(reply);
    // What fails before there is anything to stream is told as every other failure.
    const first = await reply.next().catch((error: unknown) => ({ failure: toErrorBody(error, rpc) }));
    if ("failure" in first) return Response.json(first.failure);
    const tellsFinal = rpc.protocolVersion === "0.3" || request.headers.get(A2A_VERSION_HEADER) === null;
    const items = toEvents({ first, rest: reply, rpc, tellsFinal });
    const events = createTextBody({ ...link(), items, toText: (text) => text });
    return new Response(events, { headers: STREAM_HEADERS });
  }

  async function showCard(call: ExtensionCall): Promise<Response> {
    const { ctx, params, request } = call;
    const named = params["assistant_id"] ?? new URL(request.url).searchParams.get("assistant_id");
    const assistant =
      named === null
        ? await findOnlyAgent(ctx)
        : await verbs.assistants.get({ ctx, input: { assistantId: named } });
    return Response.json(toCardBody(toCard(call, assistant)));
  }

  /** Whoever knows only the address of the service means the one agent that it has. */
  async function findOnlyAgent(ctx: CallContext): Promise<Assistant> {
    const input = { metadata: { created_by: "system" }, limit: 2, offset: 0 };
    const [only, other] = (await verbs.assistants.search({ ctx, input })).rows;
    if (only !== undefined && other === undefined) return only;
    throw new AppError("validation_failed", "assistant_id: is required, since there is more than one agent", {
      fix: `Ask for /${CARD}?assistant_id=… or /a2a/{assistant_id}/${CARD}.`,
    });
  }

  const access = "caller";
  return [
    { methods: ["POST"], path: "/a2a/:assistant_id", access, handle: answer, operations: [CALL] },
    {
      methods: ["GET"],
      path: `/a2a/:assistant_id/${CARD}`,
      access,
      handle: showCard,
      operations: [SHOW_CARD],
    },
    { methods: ["GET"], path: `/${CARD}`, access, handle: showCard },
  ];
}

const TAG = "A2A";
const CLOSING = "The service is shutting down; ask for the task again";

const CALL: ExtensionOperation = {
  method: "post",
  name: "callAgent",
  ...{ tag: TAG, summary: "Agent2Agent protocol: an assistant as an agent (JSON-RPC, versions 1.0 and 0.3)" },
  body: z.unknown().describe("A JSON-RPC request"),
  reply: { status: 200, description: "The answer, or events for a method that streams" },
};

const SHOW_CARD: ExtensionOperation = {
  method: "get",
  name: "getAgentCard",
  ...{ tag: TAG, summary: "What an agent can do and how it is spoken to" },
  reply: { status: 200, description: "The card" },
};

const STREAM_HEADERS = {
  "Content-Type": "text/event-stream",
  "Cache-Control": "no-cache",
  "X-Accel-Buffering": "no",
};

/** A reply when there is nothing to work on. */
async function readCall({ body }: ExtensionCall): Promise<RpcCall | Response> {
  try {
    return parseCall(await body()) ?? toRefusal("INVALID_REQUEST", "Not a JSON-RPC 2.0 request");
  } catch (error) {
    if (isAppError(error, "malformed_json")) return toRefusal("PARSE_ERROR", error.detail);
    throw error;
  }
}

/** Beside the card, below whatever prefix the request came in by. */
function toAgentUrl(request: Request, url: string | null, { assistant_id: id }: Assistant): string {
  const { origin, pathname } = new URL(request.url);
  const prefix = pathname.replace(/\/(?:a2a\/[^/]+(?:\/.*)?|\.well-known\/.*)$/, "");
  return `${(url ?? origin).replace(/\/$/, "")}${prefix}/a2a/${id}`;
}
