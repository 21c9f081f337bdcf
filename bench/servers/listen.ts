import { serve } from "@hono/node-server";

type Listening = { url: string; close(): Promise<void> };

/** Serves on a free port of this machine only. */
export function listen(fetch: Parameters<typeof serve>[0]["fetch"]): Promise<Listening> {
  return new Promise((resolve) => {
    const server = serve({ fetch, hostname: "127.0.0.1", port: 0 }, ({ port }) =>
      resolve({
        url: `http://127.0.0.1:${port}`,
        close: () =>
          new Promise((closed) => {
            server.close(() => closed());
            if ("closeAllConnections" in server) server.closeAllConnections();
          }),
      }),
    );
  });
}
