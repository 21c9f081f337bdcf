import { connect, createServer, type AddressInfo, type Socket } from "node:net";
import { once } from "node:events";

export type CuttingProxy = {
  url: string;
  /** Ends all connections without a word, as a lost network does. Answers how many there were. */
  cut(): number;
  close(): Promise<void>;
};

/** A way to a service that can be cut. */
export async function startCuttingProxy(serviceUrl: string): Promise<CuttingProxy> {
  const target = new URL(serviceUrl);
  const open = new Set<Socket>();
  const server = createServer((near) => {
    const far = connect(Number(target.port), target.hostname);
    for (const [from, to] of [
      [near, far],
      [far, near],
    ] as const) {
      open.add(from);
      from.pipe(to);
      from.on("error", () => to.destroy());
      from.on("close", () => {
        open.delete(from);
        to.destroy();
      });
    }
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const cut = (): number => {
    const count = open.size / 2;
    for (const socket of open) socket.destroy();
    return count;
  };
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    cut,
    async close() {
      cut();
      server.close();
      await once(server, "close");
    },
  };
}
