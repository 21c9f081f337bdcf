import { A2A_ERROR_CODE } from "@a2a-js/sdk/errors";
import { type A2ARequestHandler, JsonRpcTransportHandler, ServerCallContext } from "@a2a-js/sdk/server";
import { LegacyJsonRpcTransportHandler } from "@a2a-js/sdk/compat/v0_3/server";
import { isRecord } from "../domain/record.ts";
import type { HistoryScope } from "./to-task.ts";

type Json = Record<string, unknown>;

/** A call on the wire, and what the SDK's types have no place for. */
export type RpcCall = {
  body: Json;
  id: unknown;
  /** Names with a slash are those of version 0.3. */
  protocolVersion: "1.0" | "0.3";
  /** Its method is answered by a stream. */
  streams: boolean;
  historyScope: HistoryScope;
  returnsAtOnce: boolean;
};

const STREAMING = new Set(["SendStreamingMessage", "SubscribeToTask", "message/stream", "tasks/resubscribe"]);

/** null for what is no call of JSON-RPC 2.0. */
export function parseCall(body: unknown): RpcCall | null {
  if (!isRecord(body) || body["jsonrpc"] !== "2.0" || typeof body["method"] !== "string") return null;
  const params = isRecord(body["params"]) ? body["params"] : {};
  const configuration = isRecord(params["configuration"]) ? params["configuration"] : {};
  const isLegacy = body["method"].includes("/");
  const scope = params["historyScope"] ?? configuration["historyScope"];
  return {
    body,
    id: body["id"] ?? null,
    protocolVersion: isLegacy ? "0.3" : "1.0",
    streams: STREAMING.has(body["method"]),
    historyScope: scope === "task" ? "task" : "context",
    // Version 0.3 of the SDK takes silence for "do not wait"; everybody else waits unless told otherwise.
    returnsAtOnce: isLegacy
      ? configuration["blocking"] === false
      : configuration["returnImmediately"] === true,
  };
}

type Answers = AsyncGenerator<object, void, undefined>;

/** The SDK's transport of the call's version on a handler of ours. */
export async function answerCall(
  handler: A2ARequestHandler,
  { body, protocolVersion }: RpcCall,
): Promise<object | Answers> {
  const transport =
    protocolVersion === "0.3"
      ? new LegacyJsonRpcTransportHandler(handler)
      : new JsonRpcTransportHandler(handler);
  return transport.handle(body, new ServerCallContext({ requestedVersion: protocolVersion }));
}

export function isStream(answer: object | Answers): answer is Answers {
  return Symbol.asyncIterator in answer;
}

export function toErrorBody(
  error: unknown,
  { id, protocolVersion }: Pick<RpcCall, "id" | "protocolVersion">,
): object {
  const said =
    protocolVersion === "0.3"
      ? LegacyJsonRpcTransportHandler.mapToLegacyJSONRPCError(error)
      : JsonRpcTransportHandler.mapToJSONRPCError(error);
  return { jsonrpc: "2.0", id, error: said };
}

/** A request that is refused before a method is looked at. */
export function toRefusal(code: "PARSE_ERROR" | "INVALID_REQUEST", message: string): Response {
  const error = { code: A2A_ERROR_CODE[code], message };
  return Response.json({ jsonrpc: "2.0", id: null, error }, { status: 400 });
}
