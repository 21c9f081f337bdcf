import type { WebSocket } from "ws";
import { AppError } from "../../domain/errors.ts";
import type { CallContext } from "../../domain/principal.ts";
import { parseJsonText } from "../json-text.ts";
import type { Verbs } from "../verbs.ts";
import type { TapeSession } from "../verbs/tape.ts";
import { readCommand } from "./read-command.ts";
import { CLOSE, createSocketWire } from "./socket-wire.ts";

const PING_MS = 15_000;
/** Commands that wait behind one another; who sends more does not wait for replies. */
const MOST_WAITING = 200;
const CLOSING_MS = 2_000;

type Connection = {
  socket: WebSocket;
  verbs: Pick<Verbs, "tape">;
  ctx: CallContext;
  threadId: string;
  /** The service shuts down. */
  closing: AbortSignal | undefined;
  onFailure(error: unknown): void;
  pingMs?: number;
};

/** Serves one socket; the answers are what is to be done with its messages and when it is closed. */
export function openConnection({
  socket,
  verbs,
  ctx,
  threadId,
  closing,
  onFailure,
  pingMs = PING_MS,
}: Connection) {
  const wire = createSocketWire(socket);
  let session: TapeSession | null = null;
  let waiting = 0;
  let received: Promise<void> = Promise.resolve();

  function fail(error: unknown): void {
    if (socket.readyState !== socket.OPEN) return;
    onFailure(error);
    close(CLOSE.internal, "Internal server error");
  }
  function close(code: number, reason: string): void {
    session?.end();
    socket.close(code, reason);
    setTimeout(() => socket.terminate(), CLOSING_MS).unref();
  }
  const onClosing = (): void => close(CLOSE.goingAway, "The service is shutting down");
  const beat = createBeat(socket, pingMs);

  session = verbs.tape.session({
    ctx,
    input: {
      threadId,
      wire: {
        send: wire.send,
        refuse: (status) => close(4_000 + status, REASONS[status]),
      },
      onFailure: fail,
    },
  });
  if (closing?.aborted === true) onClosing();
  else closing?.addEventListener("abort", onClosing, { once: true });

  async function receive(data: unknown): Promise<void> {
    const read = toMessage(data);
    if (read.kind === "command") await session?.receive(read.command);
    else await wire.send(read.reply);
  }

  return {
    onMessage(data: unknown): void {
      waiting += 1;
      if (waiting > MOST_WAITING) return close(CLOSE.tryAgainLater, "Too many commands at once");
      received = received
        .then(() => receive(data))
        .catch(fail)
        .finally(() => {
          waiting -= 1;
        });
    },
    onClose(): void {
      beat.stop();
      closing?.removeEventListener("abort", onClosing);
      session?.end();
    },
  };
}

const REASONS = {
  401: "Not authenticated any more",
  403: "Forbidden",
  404: "Thread not found",
} as const;

function toMessage(data: unknown): ReturnType<typeof readCommand> {
  try {
    return readCommand(parseJsonText(toBytes(data)));
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    return {
      kind: "malformed",
      reply: { type: "error", id: null, error: "invalid_argument", message: error.detail },
    };
  }
}

function toBytes(data: unknown): Uint8Array {
  if (typeof data === "string") return Buffer.from(data);
  if (data instanceof ArrayBuffer) return new Uint8Array(data);
  return Buffer.isBuffer(data) ? data : new Uint8Array();
}

/** Knows a peer that is gone without a word: it does not answer. */
function createBeat(socket: WebSocket, pingMs: number): { stop(): void } {
  let isAlive = true;
  socket.on("pong", () => {
    isAlive = true;
  });
  const timer = setInterval(() => {
    if (!isAlive) return socket.terminate();
    isAlive = false;
    socket.ping();
  }, pingMs);
  timer.unref();
  return { stop: () => clearInterval(timer) };
}
