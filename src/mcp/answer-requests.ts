import {
  CallToolRequestSchema,
  ErrorCode,
  InitializeRequestSchema,
  type JSONRPCMessage,
  type JSONRPCRequest,
  LATEST_PROTOCOL_VERSION,
  ListToolsRequestSchema,
  type Result,
  SUPPORTED_PROTOCOL_VERSIONS,
} from "@modelcontextprotocol/sdk/types.js";
import { isAppError } from "../domain/errors.ts";
import type { CallContext } from "../domain/principal.ts";
import type { Run } from "../domain/run.ts";
import { CANCELLED, RpcError, toErrorResponse, toResult } from "./json-rpc.ts";
import { type CallPlace, readCall, type ToolCalls } from "./tool-calls.ts";
import type { ListTools } from "./toolbox.ts";

/** `id` of an event of a stream, behind which it can be taken up again; null for what has no place in a run. */
export type Outgoing = { id: string | null; message: JSONRPCMessage };

type Deps = {
  version: string;
  listTools: ListTools;
  toolCalls: ToolCalls;
  /** Told what nobody foresaw. */
  onFailure(error: unknown): void;
};

export type Answering = CallPlace & {
  signal: AbortSignal;
  /** Told which run a call started. */
  onStart(run: Run): Promise<void>;
};

/** Requests as messages in their order: the progress of a call, when it was asked for, and the answer. */
export function createAnswerRequests({ version, listTools, toolCalls, onFailure }: Deps) {
  async function answerAtOnce(request: JSONRPCRequest, ctx: CallContext): Promise<Result> {
    switch (request.method) {
      case "ping":
        return {};
      case "initialize": {
        const { protocolVersion } = read(InitializeRequestSchema, request).params;
        const isKnown = SUPPORTED_PROTOCOL_VERSIONS.includes(protocolVersion);
        return {
          protocolVersion: isKnown ? protocolVersion : LATEST_PROTOCOL_VERSION,
          capabilities: { tools: {} },
          serverInfo: { name: "raptorflow", version },
        };
      }
      case "tools/list":
        read(ListToolsRequestSchema, request);
        return { tools: [...(await listTools(ctx)).values()].map(({ tool }) => tool) };
      default:
        throw new RpcError(ErrorCode.MethodNotFound, "Method not found");
    }
  }

  async function* answer(request: JSONRPCRequest, answering: Answering): AsyncGenerator<Outgoing> {
    const { id } = request;
    const { ctx, signal, onStart } = answering;
    try {
      if (request.method !== "tools/call") {
        yield { id: null, message: toResult(id, await answerAtOnce(request, ctx)) };
        return;
      }
      const run = await toolCalls.start(answering, id, read(CallToolRequestSchema, request).params);
      await onStart(run);
      yield* tell(ctx, run, signal);
    } catch (error) {
      if (!(error instanceof RpcError) && !isAppError(error)) onFailure(error);
      yield { id: null, message: toErrorResponse(id, error, ctx.requestId) };
    }
  }

  /** What a run says to who called its tool, from its first event on. */
  async function* tell(ctx: CallContext, run: Run, signal: AbortSignal): AsyncGenerator<Outgoing> {
    const call = readCall(run);
    if (call === null) return;
    const { requestId, progressToken } = call;
    const meter = createMeter();
    for await (const part of toolCalls.follow(ctx, run, signal)) {
      const id = `${run.run_id}/${part.frame}`;
      const progress = meter.take(part);
      if (progress !== null && progressToken !== null) {
        const params = { progressToken, ...progress };
        yield { id, message: { jsonrpc: "2.0", method: "notifications/progress", params } };
      }
      if (part.kind !== "end") continue;
      if (part.end.status === "interrupted") throw new RpcError(CANCELLED, "The call was cancelled");
      yield { id, message: toResult(requestId, await toolCalls.toResult(ctx, call, part.end)) };
    }
  }

  return { answer, tell };
}
export type AnswerRequests = ReturnType<typeof createAnswerRequests>;

type Schema<Value> = { safeParse(value: unknown): { success: true; data: Value } | { success: false } };

function read<Value>(schema: Schema<Value>, request: JSONRPCRequest): Value {
  const parsed = schema.safeParse(request);
  if (parsed.success) return parsed.data;
  throw new RpcError(ErrorCode.InvalidParams, `Invalid params of ${request.method}`);
}

type Progress = { progress: number; total?: number; message?: string };

/** Percents of graphs that know them, steps of others; the number only grows. */
function createMeter() {
  let steps = 0;
  let shown = 0;
  let hasPercents = false;
  return {
    take(part: { kind: string; percent?: number; step?: string }): Progress | null {
      if (part.kind === "step" && !hasPercents) {
        steps += 1;
        shown = steps;
        return { progress: steps };
      }
      if (part.kind !== "progress" || part.percent === undefined) return null;
      hasPercents = true;
      if (part.percent <= shown) return null;
      shown = part.percent;
      return { progress: part.percent, total: 100, ...(part.step ? { message: part.step } : {}) };
    },
  };
}
