import type { Context } from "hono";
import type { HttpEnv } from "./http-env.ts";
import { createJsonBody } from "./json-keepalive.ts";
import type { HttpLog } from "./ports.ts";
import type { Disconnect, Reply } from "./reply.ts";
import { createEventBody } from "./sse.ts";

/** What open connections share. */
export type Live = {
  /** Milliseconds between two signs of life on an open connection. */
  heartbeatMs: number;
  /** Aborts when the service shuts down: open streams then end, which is no disconnect. */
  closing: AbortSignal | undefined;
  log: HttpLog;
};

const STREAM_HEADERS = { "Cache-Control": "no-cache", "X-Accel-Buffering": "no" };

export function respond(c: Context<HttpEnv>, reply: Reply, live: Live): Response {
  switch (reply.kind) {
    case "json":
      return c.newResponse(JSON.stringify(reply.value ?? null), reply.status, {
        "Content-Type": "application/json",
        ...reply.headers,
      });
    case "page":
      return c.newResponse(reply.text, 200, { "Content-Type": reply.contentType, ...reply.headers });
    case "empty":
      return c.newResponse(null, reply.status, reply.headers);
    case "events":
      return c.newResponse(createEventBody({ batches: reply.batches, ...toLink(c, reply, live) }), 200, {
        "Content-Type": "text/event-stream",
        ...STREAM_HEADERS,
        ...reply.headers,
      });
    case "awaited":
      return c.newResponse(createJsonBody({ output: reply.output, ...toLink(c, reply, live) }), 200, {
        "Content-Type": "application/json",
        ...STREAM_HEADERS,
        ...reply.headers,
      });
  }
}

function toLink(
  c: Context<HttpEnv>,
  reply: { onDisconnect?: Disconnect },
  { heartbeatMs, closing, log }: Live,
) {
  const fields = { request_id: c.get("requestId"), path: c.req.path };
  const onFailure = (err: unknown) => log.error({ ...fields, err }, "open reply failed");
  return {
    heartbeatMs,
    closing,
    onFailure,
    onDisconnect: () => void reply.onDisconnect?.().catch(onFailure),
  };
}
