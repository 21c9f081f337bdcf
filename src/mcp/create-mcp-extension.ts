import {
  CancelledNotificationSchema,
  ErrorCode,
  InitializeRequestSchema,
  type JSONRPCMessage,
  type JSONRPCRequest,
  SUPPORTED_PROTOCOL_VERSIONS,
} from "@modelcontextprotocol/sdk/types.js";
import { z } from "zod";
import { isAppError } from "../domain/errors.ts";
import type { Extension, ExtensionCall } from "../http/extension.ts";
import type { HttpLog } from "../http/ports.ts";
import type { ProtocolVerbs } from "../http/verbs.ts";
import { createAnswerRequests } from "./answer-requests.ts";
import { isRequest, NO_SESSION, parseMessages, REFUSED, toRefusal } from "./json-rpc.ts";
import { createReplies } from "./replies.ts";
import { createSessions, type Session } from "./sessions.ts";
import { createToolbox, type SkillTools } from "./toolbox.ts";
import { createToolCalls } from "./tool-calls.ts";

export type McpDeps = {
  verbs: ProtocolVerbs;
  /** Version of this service. */
  version: string;
  log: HttpLog;
  skillTools?: SkillTools | undefined;
};

const PATHS = ["/mcp", "/mcp/"];
const SESSION = "mcp-session-id";

/** `/mcp`: assistants and skills as tools, over Streamable HTTP. */
export function createMcpExtension(deps: McpDeps): Extension[] {
  const sessions = createSessions(deps);
  const listTools = createToolbox(deps);
  const toolCalls = createToolCalls({ ...deps, listTools });
  const onFailure = (err: unknown) => deps.log.error({ err }, "mcp request failed");
  const requests = createAnswerRequests({ ...deps, listTools, toolCalls, onFailure });
  const replies = createReplies({ ...deps, requests });

  async function handlePost(call: ExtensionCall, session: Session | null): Promise<Response> {
    const { request, ctx, link } = call;
    if (!accepts(request, "application/json") || !accepts(request, "text/event-stream"))
      return refuse(400, "Accept must name application/json and text/event-stream");
    const messages = await readMessages(call);
    if (messages instanceof Response) return messages;
    const place = { ctx, session };
    for (const message of messages) {
      const cancelled = CancelledNotificationSchema.safeParse(message);
      const requestId = cancelled.data?.params.requestId;
      if (requestId !== undefined) await toolCalls.cancel(place, requestId);
    }
    const asked = messages.filter(isRequest);
    if (asked.length === 0) return new Response(null, { status: 202 });
    const opened = session === null && asked.some(isInitialize) ? await sessions.open(ctx) : null;
    const reply = replies.toReply({
      place,
      asked,
      isBatch: messages.length > 1,
      signal: request.signal,
      link,
    });
    if (opened !== null) reply.headers.set(SESSION, opened);
    return reply;
  }

  async function handleGet(
    { request, ctx, link }: ExtensionCall,
    session: Session | null,
  ): Promise<Response> {
    if (session === null) return refuse(405, "Method not allowed", { Allow: "POST" });
    if (!accepts(request, "text/event-stream")) return refuse(406, "Accept must name text/event-stream");
    const lastEventId = request.headers.get("last-event-id");
    return replies.toStream({ ctx, session, signal: request.signal, link, lastEventId });
  }

  async function handle(call: ExtensionCall): Promise<Response> {
    const { request, ctx } = call;
    const version = request.headers.get("mcp-protocol-version");
    if (version !== null && !SUPPORTED_PROTOCOL_VERSIONS.includes(version))
      return refuse(400, `Unsupported protocol version: ${version}`);
    const sessionId = request.headers.get(SESSION);
    const session = sessionId === null ? null : await sessions.find(ctx, sessionId);
    if (sessionId !== null && session === null) return toRefusal(404, SESSION_NOT_FOUND);
    switch (request.method) {
      case "POST":
        return handlePost(call, session);
      case "GET":
        return handleGet(call, session);
      default:
        if (session === null) return toRefusal(404, SESSION_NOT_FOUND);
        await sessions.end(ctx, session);
        return new Response(null, { status: 204 });
    }
  }

  return PATHS.map((path) => ({
    methods: ["GET", "POST", "DELETE"],
    path,
    access: "caller" as const,
    handle,
    operations: path === "/mcp" ? OPERATIONS : [],
  }));
}

const OPERATIONS: Extension["operations"] = [
  {
    method: "post",
    name: "postMcp",
    ...{ tag: "MCP", summary: "Model Context Protocol: assistants and skills as tools (Streamable HTTP)" },
    body: z.unknown().describe("A JSON-RPC message"),
    reply: { status: 200, description: "The answer; 202 without a body for a notification" },
  },
  {
    method: "get",
    name: "listenMcp",
    ...{ tag: "MCP", summary: "Messages of the server in a session" },
    reply: { status: 200, description: "Events", contentType: "text/event-stream", isLive: true },
  },
  {
    method: "delete",
    name: "endMcp",
    ...{ tag: "MCP", summary: "End a session" },
    reply: { status: 204, description: "Ended" },
  },
];

const SESSION_NOT_FOUND = { code: NO_SESSION, message: "Session not found" };

function refuse(status: number, message: string, headers: Record<string, string> = {}): Response {
  return toRefusal(status, { code: REFUSED, message }, headers);
}

function accepts({ headers }: Request, type: string): boolean {
  return (headers.get("accept") ?? "").includes(type);
}

/** A reply when there is nothing to work on. */
async function readMessages({ body }: ExtensionCall): Promise<JSONRPCMessage[] | Response> {
  try {
    const messages = parseMessages(await body());
    return (
      messages ?? toRefusal(400, { code: ErrorCode.InvalidRequest, message: "Invalid JSON-RPC message" })
    );
  } catch (error) {
    if (!isAppError(error, "malformed_json")) throw error;
    return toRefusal(400, { code: ErrorCode.ParseError, message: error.detail });
  }
}

function isInitialize(request: JSONRPCRequest): boolean {
  return InitializeRequestSchema.safeParse(request).success;
}
