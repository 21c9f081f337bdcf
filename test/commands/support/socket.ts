import { once } from "node:events";
import { WebSocket } from "ws";
import { until } from "../../support/until.ts";
import type { Event, Reply } from "./tape.ts";

export type OpenSocket = {
  raw: WebSocket;
  /** All messages in the order in which they came. */
  messages: (Event | Reply)[];
  replies: Reply[];
  events: Event[];
  /** Sends a command; answers its id. */
  send(method: string, params?: object): number;
  /** Sends a command and waits for its reply. */
  ask(method: string, params?: object): Promise<Reply>;
  until(holds: (event: Event) => boolean, what?: string): Promise<Event>;
  /** The code with which it was closed. */
  closed: Promise<number>;
  protocol(): string;
  close(): void;
};

type Opening = {
  url: string;
  threadId: string;
  headers?: Record<string, string>;
  protocols?: string[];
  query?: string;
};

/** Opens a socket on a thread. Rejects when it is refused. */
export async function openSocket({
  url,
  threadId,
  headers,
  protocols,
  query = "",
}: Opening): Promise<OpenSocket> {
  const address = `${url.replace(/^http/, "ws")}/threads/${threadId}/stream/events${query}`;
  const raw = new WebSocket(address, protocols ?? [], headers === undefined ? {} : { headers });
  const messages: (Event | Reply)[] = [];
  const replies: Reply[] = [];
  const events: Event[] = [];
  raw.on("message", (data: Buffer) => {
    const message = JSON.parse(data.toString()) as Event | Reply;
    messages.push(message);
    if (message.type === "event") events.push(message as Event);
    else replies.push(message as Reply);
  });
  const closed = new Promise<number>((resolve) => raw.on("close", resolve));
  await once(raw, "open");
  let id = 0;
  const send = (method: string, params: object = {}): number => {
    id += 1;
    raw.send(JSON.stringify({ id, method, params }));
    return id;
  };

  return {
    raw,
    messages,
    replies,
    events,
    send,
    async ask(method, params) {
      const asked = send(method, params);
      await until(() => replies.some((reply) => reply.id === asked), `the reply to ${method}`);
      const reply = replies.find((each) => each.id === asked);
      if (reply === undefined) throw new Error("No reply");
      return reply;
    },
    async until(holds, what = "an event") {
      await until(() => events.some(holds), what);
      const found = events.find(holds);
      if (found === undefined) throw new Error(`No ${what}`);
      return found;
    },
    closed,
    protocol: () => raw.protocol,
    close: () => raw.close(),
  };
}
