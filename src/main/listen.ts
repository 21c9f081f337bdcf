import { serve, type ServerType } from "@hono/node-server";
import type { Config } from "../config.ts";
import { AppError } from "../domain/errors.ts";
import { createSocketServer } from "../http/v2/socket-server.ts";
import type { Runtime } from "../runtime.ts";

export const DEFAULT_PORT = 2024;
const PORTS_TRIED = 20;

export type Listening = { server: ServerType; port: number };

/** Listens on the configured port, else on the first free one from 2024 on. Throws `port_taken`, `config_invalid`. */
export async function listen(runtime: Runtime, { port, host }: Config): Promise<Listening> {
  const first = port ?? DEFAULT_PORT;
  const last = port === null ? first + PORTS_TRIED : first;
  for (let candidate = first; candidate <= last; candidate++) {
    const listening = await tryListen(runtime, host, candidate);
    if (listening !== null) return listening;
  }
  const taken = port === null ? `Ports ${first} to ${last} are` : `Port ${port} is`;
  throw new AppError("port_taken", `${taken} in use by another program`, {
    fix: "Stop that program, or choose another port with PORT.",
  });
}

function tryListen(runtime: Runtime, hostname: string, port: number): Promise<Listening | null> {
  return new Promise((done, fail) => {
    const websocket = { server: createSocketServer() };
    const server = serve({ fetch: runtime.fetch, hostname, port, websocket }, (address) =>
      done({ server, port: address.port }),
    );
    server.once("error", (error: NodeJS.ErrnoException) => {
      if (error.code === "EADDRINUSE") done(null);
      else fail(toListenError(error, hostname, port));
    });
  });
}

function toListenError(error: NodeJS.ErrnoException, host: string, port: number): AppError {
  const detail = `The service cannot listen on ${host}, port ${port} (${error.code ?? error.message})`;
  const fix =
    error.code === "EACCES"
      ? "Choose a PORT above 1023."
      : "HOST must be an address of this machine, or unset to listen on this machine only.";
  return new AppError("config_invalid", detail, { fix, cause: error });
}

const WILDCARDS: Record<string, string> = { "0.0.0.0": "127.0.0.1", "::": "::1" };

export function isWildcard(host: string): boolean {
  return host in WILDCARDS;
}

/** The address under which this machine reaches the service. */
export function toUrl(host: string, port: number): string {
  const name = WILDCARDS[host] ?? host;
  return `http://${name.includes(":") ? `[${name}]` : name}:${port}`;
}
