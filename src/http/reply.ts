import type { ContentfulStatusCode } from "hono/utils/http-status";
import type { FrameBatch } from "./verbs/call.ts";

type ReplyHeaders = Record<string, string>;

/** What a route answers, before it becomes bytes. */
export type Reply =
  | { kind: "json"; status: ContentfulStatusCode; value: unknown; headers: ReplyHeaders }
  | { kind: "page"; contentType: string; text: string; headers: ReplyHeaders }
  | { kind: "empty"; status: 202 | 204; headers: ReplyHeaders }
  | { kind: "events"; batches: AsyncIterable<FrameBatch>; headers: ReplyHeaders; onDisconnect?: Disconnect }
  | { kind: "awaited"; output: () => Promise<object>; headers: ReplyHeaders; onDisconnect?: Disconnect };

/** Called when the client left before the reply was complete. */
export type Disconnect = () => Promise<void>;

export function toJson(
  value: unknown,
  headers: ReplyHeaders = {},
  status: ContentfulStatusCode = 200,
): Reply {
  return { kind: "json", status, value, headers };
}

export function toPage(contentType: string, text: string, headers: ReplyHeaders = {}): Reply {
  return { kind: "page", contentType, text, headers };
}

export function toEmpty(status: 202 | 204): Reply {
  return { kind: "empty", status, headers: {} };
}

/** Server-sent events. */
export function toEvents(
  batches: AsyncIterable<FrameBatch>,
  headers: ReplyHeaders,
  onDisconnect: Disconnect | undefined,
): Reply {
  return { kind: "events", batches, headers, ...(onDisconnect === undefined ? {} : { onDisconnect }) };
}

/** 200 at once, one JSON object when `output` resolves, line breaks until then. */
export function toAwaited(
  output: () => Promise<object>,
  headers: ReplyHeaders,
  onDisconnect: Disconnect | undefined,
): Reply {
  return { kind: "awaited", output, headers, ...(onDisconnect === undefined ? {} : { onDisconnect }) };
}
