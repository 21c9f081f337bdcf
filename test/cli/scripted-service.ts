import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";

export type Seen = { method: string; path: string; body: unknown; headers: IncomingMessage["headers"] };

/** What the service does with a request: JSON, or the events of a stream; a stream without `end` stays open. */
export type Reply =
  | { status?: number; json: unknown }
  | { events: Event[]; until?: Promise<unknown>; last?: Event[] };

type Event = { id?: string; event: string; data: unknown };

export type ScriptedService = { url: string; seen: Seen[]; close(): Promise<void> };

/** An HTTP service that says what the test scripts, by "METHOD /path"; /ok always answers. */
export async function startScriptedService(
  replies: Record<string, (seen: Seen) => Reply>,
): Promise<ScriptedService> {
  const seen: Seen[] = [];
  const server = createServer((request, response) => {
    const { method = "GET", url: path = "/", headers } = request;
    void readBody(request).then(async (body) => {
      const call = { method, path, body, headers };
      if (path !== "/ok") seen.push(call);
      const reply = path === "/ok" ? { json: { ok: true } } : replies[`${method} ${path}`]?.(call);
      if (reply === undefined) {
        response.writeHead(404, { "content-type": "application/json" });
        response.end(JSON.stringify({ detail: `not scripted: ${method} ${path}`, code: "not_found" }));
      } else if ("json" in reply) {
        response.writeHead(reply.status ?? 200, { "content-type": "application/json" });
        response.end(JSON.stringify(reply.json));
      } else {
        response.writeHead(200, { "content-type": "text/event-stream" });
        const write = ({ id, event, data }: Event) =>
          response.write(
            `${id === undefined ? "" : `id: ${id}\n`}event: ${event}\ndata: ${JSON.stringify(data)}\n\n`,
          );
        reply.events.forEach(write);
        await reply.until;
        reply.last?.forEach(write);
        response.end();
      }
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    seen,
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

async function readBody(request: IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const text = Buffer.concat(chunks).toString("utf8");
  return text === "" ? null : JSON.parse(text);
}
