import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

/** A request as it came over the wire. */
export type StandInRequest = {
  body: Record<string, unknown>;
  authorization: string | null;
  path: string;
};

export type StandInUsage = { prompt_tokens: number; completion_tokens: number; cached_tokens?: number };

export type StandInReply =
  /** An answer in pieces, then its usage when the request asked for it (`null`: never reported). */
  | { kind: "text"; pieces: string[]; usage?: StandInUsage | null; finish?: string; gate?: Promise<unknown> }
  | { kind: "tool-calls"; calls: { name: string; args: Record<string, unknown> }[]; usage?: StandInUsage }
  | {
      kind: "error";
      status: number;
      code?: string;
      message?: string;
      param?: string;
      headers?: Record<string, string>;
    }
  /** The socket dies after the pieces. */
  | { kind: "cut"; pieces: string[] }
  /** The stream ends in order, but without a reason for the end. */
  | { kind: "unfinished"; pieces: string[] }
  /** Nothing comes after the pieces, and the connection stays open until the client leaves. */
  | { kind: "silent"; pieces: string[] }
  /** The socket dies before there is an answer. */
  | { kind: "drop" };

export type StandInStep = StandInReply & {
  /** Throws when the request is not the expected one. */
  expect?: (request: StandInRequest) => void;
};

export type OpenAiStandIn = {
  /** For OPENAI_BASE_URL. */
  url: string;
  host: string;
  requests: StandInRequest[];
  /** Adds steps; each answers one request, in order. */
  script(...steps: StandInStep[]): void;
  /** Resolves when a client left a request before its answer was complete. */
  aborted(): Promise<void>;
  /** Throws when a request came that no step expected, when an expectation failed, or when a step was not used. */
  verify(): void;
  close(): Promise<void>;
};

const USAGE: StandInUsage = { prompt_tokens: 100, completion_tokens: 20 };

type Options = {
  /** Answers what the script does not, e.g. in a journey of many calls. */
  otherwise?: (request: StandInRequest) => StandInReply;
};

/** A server on loopback that speaks Chat Completions, with and without streaming, as its script says. */
export async function createOpenAiStandIn({ otherwise }: Options = {}): Promise<OpenAiStandIn> {
  const steps: StandInStep[] = [];
  const requests: StandInRequest[] = [];
  const complaints: string[] = [];
  const aborts = Promise.withResolvers<void>();

  async function answer(incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
    const request = await readRequest(incoming);
    requests.push(request);
    const step: StandInStep | undefined = steps.shift() ?? otherwise?.(request);
    outgoing.on("close", () => {
      if (!outgoing.writableFinished && step?.kind !== "cut" && step?.kind !== "drop") aborts.resolve();
    });
    try {
      checkProtocol(request);
      if (step === undefined) throw new Error(`request ${requests.length} was not expected`);
      step.expect?.(request);
    } catch (error) {
      complaints.push(error instanceof Error ? error.message : String(error));
      sendError(outgoing, { status: 400, message: complaints.at(-1) });
      return;
    }
    await send(outgoing, step, request);
  }

  const server = createServer((incoming, outgoing) => {
    answer(incoming, outgoing).catch((error: unknown) => {
      complaints.push(String(error));
      outgoing.destroy();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const host = `127.0.0.1:${(server.address() as AddressInfo).port}`;

  return {
    url: `http://${host}/v1`,
    host,
    requests,
    script: (...more) => void steps.push(...more),
    aborted: () => aborts.promise,
    verify: () => {
      const unused = steps.map(({ kind }) => `step ${kind} was not used`);
      const wrong = [...complaints, ...unused];
      if (wrong.length > 0) throw new Error(`OpenAI stand-in: ${wrong.join("; ")}`);
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function readRequest(incoming: IncomingMessage): Promise<StandInRequest> {
  const parts: Buffer[] = [];
  for await (const part of incoming) parts.push(Buffer.from(part));
  const body: unknown = JSON.parse(Buffer.concat(parts).toString("utf8") || "{}");
  return {
    body: isRecord(body) ? body : {},
    authorization: incoming.headers.authorization ?? null,
    path: `${incoming.method} ${incoming.url}`,
  };
}

/** What the provider itself would refuse. */
function checkProtocol({ body, path }: StandInRequest): void {
  if (path !== "POST /v1/chat/completions") throw new Error(`${path} is not Chat Completions`);
  if (typeof body["model"] !== "string") throw new Error("model is missing");
  if (!Array.isArray(body["messages"]) || body["messages"].length === 0)
    throw new Error("messages are missing");
  const format = body["response_format"];
  if (isRecord(format) && format["type"] === "json_schema") {
    const named = format["json_schema"];
    if (!isRecord(named) || typeof named["name"] !== "string" || !isRecord(named["schema"])) {
      throw new Error("response_format.json_schema needs a name and a schema");
    }
  }
  for (const tool of Array.isArray(body["tools"]) ? body["tools"] : []) {
    const named: unknown = isRecord(tool) ? tool["function"] : null;
    if (!isRecord(named) || !/^[\w-]{1,64}$/.test(String(named["name"])))
      throw new Error("a tool has no valid name");
  }
}

async function send(outgoing: ServerResponse, reply: StandInReply, { body }: StandInRequest): Promise<void> {
  if (reply.kind === "drop") return void outgoing.destroy();
  if (reply.kind === "error") return sendError(outgoing, reply);
  if (body["stream"] !== true) return sendWhole(outgoing, reply, body);
  const chunk = createChunk(body);
  const write = (data: unknown): void =>
    void outgoing.write(`data: ${typeof data === "string" ? data : JSON.stringify(data)}\n\n`);
  outgoing.writeHead(200, { "content-type": "text/event-stream" });
  write(chunk({ role: "assistant", content: "" }));
  if (reply.kind === "tool-calls") {
    reply.calls.forEach((call, index) => writeToolCall(write, chunk, call, index));
  } else {
    if (reply.kind === "text") await reply.gate;
    for (const content of reply.pieces) write(chunk({ content }));
  }
  if (reply.kind === "silent") return;
  if (reply.kind === "cut") {
    // The bytes go out before the socket dies.
    return void setTimeout(() => outgoing.destroy(), 20);
  }
  if (reply.kind === "unfinished") return void outgoing.end();
  write(chunk({}, reply.kind === "text" ? (reply.finish ?? "stop") : "tool_calls"));
  const wantsUsage = isRecord(body["stream_options"]) && body["stream_options"]["include_usage"] === true;
  if (wantsUsage && reply.usage !== null)
    write({ ...chunk({}), choices: [], usage: toUsage(reply.usage ?? USAGE) });
  write("[DONE]");
  outgoing.end();
}

type Chunk = (delta: Record<string, unknown>, finish?: string) => Record<string, unknown>;

/** As some compatible servers do, every answer has the same id. */
function createChunk(body: Record<string, unknown>): Chunk {
  return (delta, finish) => ({
    id: "chatcmpl-1",
    object: "chat.completion.chunk",
    created: 1_790_000_000,
    model: body["model"],
    choices: [{ index: 0, delta, finish_reason: finish ?? null }],
  });
}

/** Arguments come in halves, as they do from the provider. */
function writeToolCall(
  write: (data: unknown) => void,
  chunk: Chunk,
  { name, args }: { name: string; args: Record<string, unknown> },
  index: number,
): void {
  const text = JSON.stringify(args);
  const half = Math.ceil(text.length / 2);
  const id = `call_${index + 1}`;
  write(
    chunk({
      tool_calls: [{ index, id, type: "function", function: { name, arguments: text.slice(0, half) } }],
    }),
  );
  write(chunk({ tool_calls: [{ index, function: { arguments: text.slice(half) } }] }));
}

function sendWhole(
  outgoing: ServerResponse,
  reply: Exclude<StandInReply, { kind: "drop" } | { kind: "error" }>,
  body: Record<string, unknown>,
): void {
  if (reply.kind === "silent") return;
  const calls = reply.kind === "tool-calls" ? reply.calls : [];
  const tool_calls = calls.map(({ name, args }, index) => {
    return { id: `call_${index + 1}`, type: "function", function: { name, arguments: JSON.stringify(args) } };
  });
  const content = reply.kind === "tool-calls" ? null : reply.pieces.join("");
  const message = { role: "assistant", content, ...(tool_calls.length > 0 && { tool_calls }) };
  const usage = "usage" in reply && reply.usage ? reply.usage : USAGE;
  const choices = [{ index: 0, message, finish_reason: tool_calls.length > 0 ? "tool_calls" : "stop" }];
  const whole = {
    id: "chatcmpl-1",
    object: "chat.completion",
    model: body["model"],
    choices,
    usage: toUsage(usage),
  };
  outgoing.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify(whole));
}

function sendError(
  outgoing: ServerResponse,
  { status, code, message, param, headers }: Omit<Extract<StandInReply, { kind: "error" }>, "kind">,
): void {
  const error = {
    message: message ?? `status ${status}`,
    type: "error",
    param: param ?? null,
    code: code ?? null,
  };
  outgoing
    .writeHead(status, { "content-type": "application/json", ...headers })
    .end(JSON.stringify({ error }));
}

function toUsage({
  prompt_tokens,
  completion_tokens,
  cached_tokens = 0,
}: StandInUsage): Record<string, unknown> {
  const total_tokens = prompt_tokens + completion_tokens;
  return { prompt_tokens, completion_tokens, total_tokens, prompt_tokens_details: { cached_tokens } };
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
