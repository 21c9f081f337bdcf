import {
  ErrorCode,
  type JSONRPCErrorResponse,
  type JSONRPCMessage,
  JSONRPCMessageSchema,
  type JSONRPCRequest,
  type JSONRPCResultResponse,
  type RequestId,
  type Result,
} from "@modelcontextprotocol/sdk/types.js";
import { type AppError, isAppError } from "../domain/errors.ts";
import { toProblem } from "../http/problem.ts";

/** Code of a request that another message cancelled. */
export const CANCELLED = -32_800;
/** Code of what is refused before a method is looked at. */
export const REFUSED = -32_000;
export const NO_SESSION = -32_001;

/** An answer that is an error by intention. */
export class RpcError extends Error {
  readonly code: number;

  constructor(code: number, message: string) {
    super(message);
    this.name = "RpcError";
    this.code = code;
  }
}

/** One message, or several at once as the protocol allowed until 2025-06-18; null when one of them is malformed. */
export function parseMessages(body: unknown): JSONRPCMessage[] | null {
  const parsed = (Array.isArray(body) ? body : [body]).map((each) => JSONRPCMessageSchema.safeParse(each));
  const messages = parsed.map(({ data }) => data).filter((data) => data !== undefined);
  return messages.length === 0 || messages.length < parsed.length ? null : messages;
}

export function isRequest(message: JSONRPCMessage): message is JSONRPCRequest {
  return "method" in message && "id" in message;
}

export function toResult(id: RequestId, result: Result): JSONRPCResultResponse {
  return { jsonrpc: "2.0", id, result };
}

/** What went wrong, without what only the service may know. */
export function toErrorResponse(id: RequestId, error: unknown, requestId: string): JSONRPCErrorResponse {
  return { jsonrpc: "2.0", id, error: toError(error, requestId) };
}

/** A request that is refused as a whole. */
export function toRefusal(
  status: number,
  error: { code: number; message: string },
  headers: Record<string, string> = {},
): Response {
  return Response.json({ jsonrpc: "2.0", id: null, error }, { status, headers });
}

function toError(error: unknown, requestId: string): { code: number; message: string; data?: unknown } {
  if (error instanceof RpcError) return { code: error.code, message: error.message };
  if (!isAppError(error)) return { code: ErrorCode.InternalError, message: "Internal server error" };
  const { detail, code } = toProblem(error, requestId).body;
  return { code: toCode(error), message: detail, data: { code } };
}

function toCode({ code }: AppError): number {
  switch (code) {
    case "validation_failed":
    case "malformed_request":
    case "assistant_not_found":
      return ErrorCode.InvalidParams;
    case "malformed_json":
      return ErrorCode.ParseError;
    default:
      return ErrorCode.InternalError;
  }
}
