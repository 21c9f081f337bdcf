import { createApp, type AppDeps } from "../../../src/http/app.ts";
import type { HttpSettings } from "../../../src/http/http-settings.ts";
import type { Script } from "./memory-runs.ts";
import { createMemoryVerbs, type MemoryVerbs } from "./memory-verbs.ts";

export type LogLine = { level: "info" | "warn" | "error"; fields: Record<string, unknown>; message: string };

type Options = Partial<
  Pick<AppDeps, "heartbeatMs" | "closing" | "health" | "authenticate" | "userApp" | "extensions">
> & {
  settings?: Partial<HttpSettings>;
  script?: Partial<Script>;
};

export type Sent = { status: number; headers: Headers; text: string; json: unknown };

export type TestApp = MemoryVerbs & {
  app: ReturnType<typeof createApp>;
  lines: LogLine[];
  /** A body that is no text is sent as JSON. */
  send(method: string, path: string, body?: unknown, headers?: Record<string, string>): Promise<Sent>;
  /** Creates a thread and answers its id. */
  createThread(): Promise<string>;
};

const SETTINGS: HttpSettings = {
  version: "1.2.3",
  langgraphVersion: "1.4.17",
  apiKey: null,
  host: "127.0.0.1",
  url: null,
  hosts: [],
  origins: [],
};

export function createTestApp({ settings, script, ...options }: Options = {}): TestApp {
  const memory = createMemoryVerbs(script);
  const lines: LogLine[] = [];
  const log = {
    info: (fields: Record<string, unknown>, message: string) =>
      void lines.push({ level: "info", fields, message }),
    warn: (fields: Record<string, unknown>, message: string) =>
      void lines.push({ level: "warn", fields, message }),
    error: (fields: Record<string, unknown>, message: string) =>
      void lines.push({ level: "error", fields, message }),
  };
  let ids = 0;
  const app = createApp({
    verbs: memory.verbs,
    settings: { ...SETTINGS, ...settings },
    clock: { now: () => new Date("2026-11-20T09:00:00Z") },
    newId: () => `request-${++ids}`,
    log,
    health: {
      check: async () => ({ healthy: true, services: { database: { status: "UP" } } }),
      isReady: () => true,
    },
    ...options,
  });

  async function send(
    method: string,
    path: string,
    body?: unknown,
    headers: Record<string, string> = {},
  ): Promise<Sent> {
    const init = { method, headers, ...(body === undefined ? {} : { body: toBody(body) }) };
    const response = await app.request(path, init);
    const text = await response.text();
    return { status: response.status, headers: response.headers, text, json: toJson(text) };
  }

  return {
    ...memory,
    app,
    lines,
    send,
    async createThread() {
      await send("POST", "/threads", { thread_id: THREAD_ID });
      return THREAD_ID;
    },
  };
}

export const THREAD_ID = "0198c1d2-7f00-7a11-8b22-5d3f00000001";
export const OTHER_ID = "0198c1d2-7f00-7a11-8b22-5d3f00000002";

function toBody(body: unknown): string | Uint8Array<ArrayBuffer> {
  return typeof body === "string" || body instanceof Uint8Array ? (body as string) : JSON.stringify(body);
}

function toJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
