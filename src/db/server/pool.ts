import type { Connection } from "./connection.ts";
import { createWaitingLine } from "./waiting-line.ts";

/** Connections for one piece of work at a time. */
export type Pool = { use<T>(work: (connection: Connection) => Promise<T>): Promise<T>; end(): Promise<void> };

export function createPool({ count, open }: { count: number; open(onLost: () => void): Connection }): Pool {
  const all = new Set<Connection>();
  const idle: Connection[] = [];
  const line = createWaitingLine<Connection>();

  function start(): Connection {
    const connection = open(() => all.delete(connection));
    all.add(connection);
    return connection;
  }
  async function take(): Promise<Connection> {
    for (let free = idle.pop(); free !== undefined; free = idle.pop()) if (!free.isLost()) return free;
    return all.size < count ? start() : line.join();
  }
  function give(connection: Connection): void {
    const usable = connection.isLost() ? (line.isEmpty() ? null : start()) : connection;
    if (usable !== null && !line.serve(usable)) idle.push(usable);
  }

  return {
    async use(work) {
      const connection = await take();
      try {
        return await work(connection);
      } finally {
        give(connection);
      }
    },
    async end() {
      await Promise.all([...all].map((connection) => connection.end()));
    },
  };
}
