import { Client } from "@langchain/langgraph-sdk";
import { z } from "zod";
import type { Config } from "../config.ts";
import { readServiceUrl } from "./service-file.ts";

const DEFAULT_URL = "http://127.0.0.1:2024";
const HELLO_TIMEOUT_MS = 3_000;
const REQUEST_TIMEOUT_MS = 60_000;

export type Connection = {
  url: string;
  client: Client;
  /** JSON of RaptorFlow's own API below /api/v1; throws `ServiceError`. */
  request(method: "GET" | "PUT" | "POST", path: string, body?: unknown): Promise<unknown>;
};

/** Nobody answers where the service should be. */
export class NoServiceError extends Error {
  readonly url: string;

  constructor(url: string, cause: unknown) {
    super(`no RaptorFlow service answers at ${url}`, { cause });
    this.name = "NoServiceError";
    this.url = url;
  }
}

/** The service refused; `lines` are its words, the fields that are wrong among them. */
export class ServiceError extends Error {
  readonly status: number;
  readonly lines: string[];

  constructor(status: number, lines: string[]) {
    super(lines.join("\n"));
    this.name = "ServiceError";
    this.status = status;
    this.lines = lines;
  }
}

/** Finds the service and says hello; throws `NoServiceError`. `url` is the one that the command line names. */
export async function connect(
  config: Pick<Config, "url" | "apiKey" | "dataFolder">,
  url: string | null,
): Promise<Connection> {
  const address = await findService(url ?? config.url, config.dataFolder);
  const headers: Record<string, string> = config.apiKey === null ? {} : { "x-api-key": config.apiKey };
  return {
    url: address,
    // An explicit null keeps the SDK from sending keys of other products that it finds in the environment.
    client: new Client({
      apiUrl: address,
      apiKey: null,
      defaultHeaders: headers,
      callerOptions: { maxRetries: 1 },
    }),
    async request(method, path, body) {
      const response = await fetch(`${address}/api/v1${path}`, {
        method,
        headers: { ...headers, ...(body === undefined ? {} : { "content-type": "application/json" }) },
        body: body === undefined ? null : JSON.stringify(body),
        signal: AbortSignal.timeout(REQUEST_TIMEOUT_MS),
      });
      const text = await response.text();
      if (!response.ok) throw new ServiceError(response.status, toRefusalLines(response.status, text));
      return text === "" ? null : JSON.parse(text);
    },
  };
}

/** The address that was named, else the one that the service left in the data folder, else the usual one. */
async function findService(named: string | null, dataFolder: string): Promise<string> {
  const left = named === null ? await readServiceUrl(dataFolder) : null;
  if (left !== null && (await answers(left))) return left;
  const address = (named ?? DEFAULT_URL).replace(/\/+$/, "");
  await sayHello(address);
  return address;
}

/** A killed service leaves its file behind. */
async function answers(url: string): Promise<boolean> {
  return sayHello(url).then(
    () => true,
    () => false,
  );
}

async function sayHello(url: string): Promise<void> {
  try {
    const response = await fetch(`${url}/ok`, { signal: AbortSignal.timeout(HELLO_TIMEOUT_MS) });
    const body = await response.text();
    if (response.status === 403) throw new ServiceError(403, toRefusalLines(403, body));
    if (!response.ok) throw new Error(`/ok answered ${response.status}`);
  } catch (error) {
    throw error instanceof ServiceError ? error : new NoServiceError(url, error);
  }
}

const Refusal = z.object({
  detail: z.string(),
  fix: z.string().optional(),
  errors: z.array(z.object({ path: z.string(), message: z.string() })).optional(),
});

/** The words of an error body; an unreadable one is shown as it is. */
export function toRefusalLines(status: number, body: string): string[] {
  const parsed = Refusal.safeParse(tryJson(body));
  if (!parsed.success) return [`the service answered ${status}: ${body.slice(0, 300)}`];
  const { detail, fix, errors = [] } = parsed.data;
  return [
    detail,
    ...errors
      .filter(({ message }) => !detail.includes(message))
      .map(({ path, message }) => `  ${path}: ${message}`),
    ...(fix === undefined ? [] : [fix]),
  ];
}

function tryJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
