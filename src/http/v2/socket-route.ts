import { upgradeWebSocket } from "@hono/node-server";
import type { Context, Handler } from "hono";
import type { WebSocket } from "ws";
import type { CallContext } from "../../domain/principal.ts";
import type { ToCallContext } from "../call-context.ts";
import type { HttpEnv } from "../http-env.ts";
import { threadPath } from "../path-ids.ts";
import type { Live } from "../respond.ts";
import type { Verbs } from "../verbs.ts";
import { openConnection } from "./socket-connection.ts";
import { isUpgrade } from "./socket-token.ts";

type SocketRouteDeps = { verbs: Verbs; live: Live; toContext: ToCallContext };

/** Beside the same path's POST: the events of a thread and its commands over one socket. */
export const SOCKET_ROUTE = {
  method: "GET",
  path: "/threads/:thread_id/stream/events",
  access: "caller",
} as const;

const UPGRADE_REQUIRED = {
  detail: "GET on this path opens a WebSocket; send POST for an event stream",
  code: "upgrade_required",
};

/** Upgrades the request; one without the wish for it gets 426. */
export function createSocketRoute({ verbs, live, toContext }: SocketRouteDeps): Handler<HttpEnv> {
  const upgrade = upgradeWebSocket((c: Context<HttpEnv>) => {
    const connection = createLateConnection({ c, ctx: toContext(c), verbs, live });
    return {
      // The server is made with `ws`.
      onOpen: (_, socket) => connection.open(socket.raw as WebSocket | undefined),
      onMessage: (event) => connection.message(event.data),
      onClose: () => connection.close(),
    };
  });

  return async function socketRoute(c, next) {
    if (isUpgrade((name) => c.req.header(name))) return upgrade(c, next);
    const body = { ...UPGRADE_REQUIRED, message: UPGRADE_REQUIRED.detail, request_id: c.get("requestId") };
    return c.json(body, 426, { Upgrade: "websocket" });
  };
}

type Upgrading = { c: Context<HttpEnv>; ctx: CallContext; verbs: Verbs; live: Live };

/** A connection is there from the moment its socket is. */
function createLateConnection({ c, ctx, verbs, live }: Upgrading) {
  let connection: ReturnType<typeof openConnection> | null = null;
  let onOver: (() => void) | null = null;
  const fields = { request_id: c.get("requestId"), path: c.req.path };
  const path = threadPath.safeParse(c.req.param());

  return {
    open(socket: WebSocket | undefined): void {
      if (socket === undefined) return;
      // What a peer does wrong ends its socket; that is no failure of the service.
      socket.on("error", () => {});
      if (!path.success) return socket.close(4_422, "thread_id is not a UUID");
      onOver = live.metrics.onOpen();
      connection = openConnection({
        socket,
        verbs,
        ctx,
        threadId: path.data.thread_id,
        closing: live.closing,
        onFailure: (err) => live.log.error({ ...fields, err }, "socket failed"),
      });
    },
    message: (data: unknown): void => connection?.onMessage(data),
    close(): void {
      connection?.onClose();
      connection = null;
      onOver?.();
      onOver = null;
    },
  };
}
