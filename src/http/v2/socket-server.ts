import { WebSocketServer } from "ws";
import { MAX_BODY_BYTES } from "../body.ts";

/** The scheme under which a browser hands in its token, since it cannot set headers on a socket. */
export const BEARER_PROTOCOL = "bearer";

/**
 * What takes over connections that are upgraded; to be given to the HTTP server. A message is bounded like a body: a
 * larger one ends the connection with 1009.
 */
export function createSocketServer(): WebSocketServer {
  return new WebSocketServer({
    noServer: true,
    maxPayload: MAX_BODY_BYTES,
    // Compressing costs more memory per connection than it saves on small messages.
    perMessageDeflate: false,
    // The token that stands beside it is nothing to be repeated.
    handleProtocols: (offered) =>
      offered.has(BEARER_PROTOCOL) ? BEARER_PROTOCOL : ([...offered][0] ?? false),
  });
}
