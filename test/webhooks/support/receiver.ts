import { createServer, type IncomingHttpHeaders } from "node:http";
import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { vi } from "vitest";

export type Received = {
  path: string;
  headers: IncomingHttpHeaders;
  text: string;
  body: Record<string, unknown>;
};

export type Receiver = {
  url: string;
  received: Received[];
  /** Resolves when so many have come, whatever they were answered. */
  waitFor(count: number, timeout?: number): Promise<Received[]>;
  close(): Promise<void>;
};

/** `null` leaves the caller without an answer. */
type Answer = (attempt: number, received: Received) => number | null;

/** A real server that is told of runs. */
export async function startReceiver(answer: Answer = () => 200, fixedPort = 0): Promise<Receiver> {
  const received: Received[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      const text = Buffer.concat(chunks).toString();
      const entry = { path: request.url ?? "", headers: request.headers, text, body: JSON.parse(text) };
      received.push(entry);
      const status = answer(received.length, entry);
      if (status === null) return;
      response.writeHead(status, status >= 300 && status < 400 ? { location: "/elsewhere" } : {});
      response.end();
    });
  });
  server.listen(fixedPort, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/hook`,
    received,
    async waitFor(count, timeout = 20_000) {
      await vi.waitUntil(() => received.length >= count, { timeout, interval: 20 });
      return received;
    },
    async close() {
      server.closeAllConnections();
      await new Promise((done) => server.close(done));
    },
  };
}
