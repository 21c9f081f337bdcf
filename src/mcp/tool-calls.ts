import {
  type CallToolRequest,
  type CallToolResult,
  ErrorCode,
  type ProgressToken,
  type RequestId,
} from "@modelcontextprotocol/sdk/types.js";
import { toQuestionText, toResume } from "../domain/interrupt-words.ts";
import type { CallContext } from "../domain/principal.ts";
import { isRecord, readText } from "../domain/record.ts";
import { isActive, type Run, type RunCreate } from "../domain/run.ts";
import { type AnswerPart, followAnswer, type RunEnd } from "../http/conversation/follow-answer.ts";
import { isWaitingFor } from "../http/conversation/open-thread.ts";
import type { ProtocolVerbs } from "../http/verbs.ts";
import { RpcError } from "./json-rpc.ts";
import type { Session } from "./sessions.ts";
import type { ListTools, NamedTool } from "./toolbox.ts";

/** A call as its run remembers it, so that any process can say how it came out. */
export type ToolCall = { tool: string; requestId: RequestId; progressToken: ProgressToken | null };

export type CallPlace = { ctx: CallContext; session: Session | null };

type Deps = { verbs: ProtocolVerbs; listTools: ListTools };

const MOST_CALLS = 100;
const METADATA_KEY = "mcp_call";

export function createToolCalls({ verbs, listTools }: Deps) {
  async function findTool(ctx: CallContext, name: string): Promise<NamedTool> {
    const tool = (await listTools(ctx)).get(name);
    if (tool === undefined) throw new RpcError(ErrorCode.InvalidParams, `Unknown tool: ${name}`);
    return tool;
  }

  /** In a session a call of the tool that asked something is the answer; null when it is none. */
  async function findAnswer(
    { ctx, session }: CallPlace,
    { tool: { name }, toRun, toAnswer }: NamedTool,
    args: Record<string, unknown>,
  ): Promise<Pick<RunCreate, "command"> | null> {
    if (session === null || session.thread.waiting.length === 0) return null;
    const { assistant_id: assistantId } = toRun(args);
    const assistant = await verbs.assistants.get({ ctx, input: { assistantId } });
    if (!isWaitingFor(session.thread, assistant.assistant_id)) return null;
    const [asking] = await verbs.runs.list({ ctx, input: { threadId: session.id, limit: 1, offset: 0 } });
    if (asking === undefined || readCall(asking)?.tool !== name) return null;
    const { waiting } = session.thread;
    const answer = toAnswer(args);
    return {
      command: {
        resume:
          typeof answer === "string"
            ? toResume(
                waiting,
                waiting.map(() => answer),
              )
            : answer,
      },
    };
  }

  return {
    /** Starts the run of a call. */
    async start(
      place: CallPlace,
      requestId: RequestId,
      { name, arguments: args = {}, _meta: meta }: CallToolRequest["params"],
    ): Promise<Run> {
      const { ctx, session } = place;
      const tool = await findTool(ctx, name);
      const { input, ...target } = tool.toRun(args);
      const call: ToolCall = { tool: name, requestId, progressToken: meta?.progressToken ?? null };
      const body: RunCreate = {
        ...target,
        ...((await findAnswer(place, tool, args)) ?? { input }),
        stream_mode: ["values", "custom"],
        metadata: { [METADATA_KEY]: call },
      };
      const threadId = session?.id ?? null;
      return verbs.runs.create({ ctx, input: { threadId, body, headers: ctx.headers ?? {} } });
    },

    follow(ctx: CallContext, run: Run, signal: AbortSignal): AsyncGenerator<AnswerPart, void> {
      return followAnswer({ verbs, ctx, run, knownIds: new Set(), signal });
    },

    async toResult(ctx: CallContext, { tool: name }: ToolCall, end: RunEnd): Promise<CallToolResult> {
      const { toResult } = await findTool(ctx, name);
      return toCallResult(end, toResult);
    },

    /** Cancels the call of a session that another message names. */
    async cancel({ ctx, session }: CallPlace, requestId: RequestId): Promise<void> {
      if (session === null) return;
      const metadata = { [METADATA_KEY]: { requestId } };
      const input = { threadId: session.id, limit: MOST_CALLS, offset: 0, metadata };
      const runs = (await verbs.runs.list({ ctx, input })).filter(({ status }) => isActive(status));
      for (const { run_id: runId, thread_id: threadId } of runs)
        await verbs.runs.cancel({
          ctx,
          input: { threadId, runId, wait: false, action: "interrupt", reason: "api" },
        });
    },
  };
}
export type ToolCalls = ReturnType<typeof createToolCalls>;

/** null for a run that was no call of a tool. */
export function readCall({ metadata }: Run): ToolCall | null {
  const call = metadata[METADATA_KEY];
  if (!isRecord(call)) return null;
  const { requestId, progressToken } = call;
  const tool = readText(call, "tool");
  if (tool === null || !isId(requestId)) return null;
  return { tool, requestId, progressToken: isId(progressToken) ? progressToken : null };
}

function isId(value: unknown): value is string | number {
  return typeof value === "string" || typeof value === "number";
}

function toCallResult(end: RunEnd, toResult: NamedTool["toResult"]): CallToolResult {
  const { status, values, interrupts, error } = end;
  if (error !== null || status !== "success") {
    const problem = error ?? { error: status, message: `The run ended as ${status}` };
    return toContent([`${problem.error}: ${problem.message}`], { __error__: problem }, true);
  }
  if (interrupts !== null && interrupts.length > 0) {
    const questions = interrupts.map((interrupt) => toQuestionText(interrupt).trim());
    const output = toResult === undefined ? { ...values, __interrupt__: interrupts } : { interrupts };
    return toContent([JSON.stringify(output), ...questions, HOW_TO_ANSWER], output, false);
  }
  if (toResult !== undefined) {
    const { text, structured } = toResult(values);
    return toContent([text], structured, false);
  }
  const output = interrupts === null ? values : { ...values, __interrupt__: interrupts };
  return toContent([JSON.stringify(output)], output, false);
}

const HOW_TO_ANSWER = "To answer, call this tool again with the answer.";

function toContent(
  texts: readonly string[],
  structured: Record<string, unknown>,
  isError: boolean,
): CallToolResult {
  const content = texts.map((text) => ({ type: "text" as const, text }));
  return { content, structuredContent: structured, isError };
}
