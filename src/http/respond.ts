import type { Context } from "hono";
import type { CallContext } from "../domain/principal.ts";
import type { HttpEnv } from "./http-env.ts";
import { createJsonBody } from "./json-keepalive.ts";
import type { LinkDeps } from "./link.ts";
import type { HttpLog, HttpMetrics } from "./ports.ts";
import type { Disconnect, Reply } from "./reply.ts";
import { createEventBody } from "./sse.ts";

/** What open connections share. */
export type Live = {
  /** Milliseconds between two signs of life on an open connection. */
  heartbeatMs: number;
  /** Aborts when the service shuts down: open streams then end, which is no disconnect. */
  closing: AbortSignal | undefined;
  log: HttpLog;
  metrics: HttpMetrics;
  /** Calls back when the reader's credentials have expired: the reply then ends as on shutdown. */
  watchExpiry?: CallContext["watchExpiry"];
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

/** What a reply that lasts hangs on; to be called once, for a reply that is opened. */
export function toLink(
  c: Context<HttpEnv>,
  reply: { onDisconnect?: Disconnect | undefined },
  { heartbeatMs, closing, log, metrics, watchExpiry }: Live,
): LinkDeps {
  const fields = { request_id: c.get("requestId"), path: c.req.path };
  const onFailure = (err: unknown) => log.error({ ...fields, err }, "open reply failed");
  const { signal, stop } = toClosing(closing, watchExpiry);
  const onOver = metrics.onOpen();
  return {
    heartbeatMs,
    closing: signal,
    onFailure,
    onOver() {
      stop?.();
      onOver();
    },
    onDisconnect: () => void reply.onDisconnect?.().catch(onFailure),
  };
}

/** What ends a reply from our side, and how to stop watching for it. */
function toClosing(
  closing: AbortSignal | undefined,
  watchExpiry: Live["watchExpiry"],
): { signal: AbortSignal | undefined; stop?: () => void } {
  if (watchExpiry === undefined) return { signal: closing };
  const expired = new AbortController();
  const stop = watchExpiry(() => expired.abort());
  return {
    signal: closing === undefined ? expired.signal : AbortSignal.any([closing, expired.signal]),
    stop,
  };
}
