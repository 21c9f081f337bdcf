import { AsyncLocalStorage } from "node:async_hooks";
import { AsyncLocalStorageProviderSingleton } from "@langchain/core/singletons";
import type { Log } from "../telemetry/log.ts";

// The names under which LangGraph's SDK looks for its surroundings (PROTOCOL 7.3).
const LOGGER = Symbol.for("langgraph.api.sdk-logger");
const FETCH = Symbol.for("langgraph_api:fetch");
const BASE_URL = Symbol.for("langgraph_api:url");

type Fetch = (request: Request) => Response | Promise<Response>;

export type ProcessGlobals = {
  /** From here on `new Client()` inside a graph reaches this service, at the address that it has for itself. */
  connect(service: { fetch: Fetch; url: string }): void;
  /** Takes the names away again, where nobody else has taken them over since. */
  close(): void;
};

/**
 * Gives graphs their logger and a `fetch` into this process, which goes the way of every request: middleware and
 * authentication. Call it before any code of a project is loaded; `url` is the address for clients that are made before
 * the real one is known, which inside this process leads to the same place.
 */
export function installProcessGlobals({ log, url }: { log: Log; url: string }): ProcessGlobals {
  const globals: Record<symbol, unknown> = globalThis;
  let service: Fetch | undefined;
  // A run that a graph asks for is no part of that graph: it must not find the other one's surroundings around it.
  const outside = AsyncLocalStorage.snapshot();
  const loopback = async (input: string | URL | Request, init?: RequestInit): Promise<Response> => {
    const answer = service;
    if (answer === undefined) throw new TypeError("fetch failed: the service is still starting");
    return outside(() => answer(new Request(input, init)));
  };
  globals[LOGGER] = createGraphLogger(log);
  globals[FETCH] = loopback;
  // A client that is made while the project loads asks for nothing yet, but remembers the address.
  globals[BASE_URL] = url;
  return {
    connect({ fetch, url }) {
      service = fetch;
      globals[BASE_URL] = url;
    },
    close() {
      if (globals[FETCH] !== loopback) return;
      for (const name of [LOGGER, FETCH, BASE_URL]) delete globals[name];
    },
  };
}

const LEVELS = {
  error: "error",
  warn: "warn",
  help: "info",
  data: "info",
  info: "info",
  prompt: "info",
  http: "info",
  input: "info",
  verbose: "debug",
  debug: "debug",
  silly: "debug",
} as const;

type GraphLogger = Record<keyof typeof LEVELS, (message: unknown, ...rest: unknown[]) => GraphLogger>;

/** The logger behind the SDK's `getLogger()`: a message and fields, into our own log, with the place in the graph. */
function createGraphLogger(log: Log): GraphLogger {
  const logger: Partial<GraphLogger> = {};
  for (const [name, level] of Object.entries(LEVELS)) {
    logger[name as keyof typeof LEVELS] = (message, ...rest) => {
      const parts = typeof message === "string" ? rest : [message, ...rest];
      const text = typeof message === "string" ? message : "";
      log[level]({ ...toPlace(), ...Object.assign({}, ...parts.map(toFields)) }, text);
      return logger as GraphLogger;
    };
  }
  return logger as GraphLogger;
}

function toFields(part: unknown): object {
  if (part instanceof Error) return { err: part };
  return typeof part === "object" && part !== null ? part : { data: part };
}

const PLACE_KEYS = ["graph_id", "thread_id", "run_id", "langgraph_node", "langgraph_step"];

function toPlace(): object {
  const config: unknown = AsyncLocalStorageProviderSingleton.getRunnableConfig();
  if (typeof config !== "object" || config === null || !("metadata" in config)) return {};
  const metadata: object = Object(config.metadata);
  return Object.fromEntries(Object.entries(metadata).filter(([key]) => PLACE_KEYS.includes(key)));
}
