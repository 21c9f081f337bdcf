import { randomBytes } from "node:crypto";
import { connect, createServer, type Socket } from "node:net";

/** Only this variable asks for a Redis; a developer's own REDIS_URL is never touched by a test. */
export const REDIS_SERVER = process.env["RAPTORFLOW_TEST_REDIS_URL"];

/** The URL of the Redis under a prefix that nobody else uses. */
export function createRedisUrl(server = REDIS_SERVER ?? ""): string {
  const url = new URL(server);
  url.searchParams.set("prefix", `test-${randomBytes(6).toString("hex")}`);
  return url.href;
}

/** A way to a server that can be cut and mended, as when the server stops and starts. */
export type Gate = {
  /** The server's URL by way of the gate. */
  url: string;
  /** Ends every connection and lets nobody in. */
  cut(): Promise<void>;
  mend(): Promise<void>;
  /** Connections stay open, and nothing comes through any more. */
  freeze(): void;
  close(): Promise<void>;
};

export async function openGate(serverUrl: string): Promise<Gate> {
  const target = new URL(serverUrl);
  const sockets = new Set<Socket>();
  const server = createServer((client) => {
    const upstream = connect(Number(target.port || 6_379), target.hostname);
    for (const [from, to] of [
      [client, upstream],
      [upstream, client],
    ] as const) {
      sockets.add(from);
      from.pipe(to);
      from.on("error", () => to.destroy());
      from.on("close", () => {
        sockets.delete(from);
        to.destroy();
      });
    }
  });
  const listen = (port: number): Promise<void> =>
    new Promise((resolve) => server.listen(port, "127.0.0.1", resolve));
  async function cut(): Promise<void> {
    const closed = server.listening ? new Promise<void>((resolve) => server.close(() => resolve())) : null;
    for (const socket of sockets) socket.destroy();
    await closed;
  }
  await listen(0);
  const address = server.address();
  const port = typeof address === "object" && address !== null ? address.port : 0;
  const url = new URL(serverUrl);
  url.host = `127.0.0.1:${port}`;
  return {
    url: url.href,
    cut,
    mend: () => listen(port),
    freeze() {
      for (const socket of sockets) socket.unpipe().pause();
    },
    close: cut,
  };
}
