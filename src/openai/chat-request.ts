import { z } from "zod";
import { AppError } from "../domain/errors.ts";
import { threadPath } from "../http/path-ids.ts";
import { validate } from "../http/validate.ts";

const ContentPart = z.union([
  z.object({ type: z.literal("text"), text: z.string() }),
  z.object({ type: z.literal("image_url"), image_url: z.object({ url: z.string() }).loose() }),
  z.object({ type: z.literal("refusal"), refusal: z.string() }),
]);
export type ContentPart = z.infer<typeof ContentPart>;

const ChatMessage = z.object({
  role: z.enum(["system", "developer", "user", "assistant", "tool", "function"]),
  content: z.union([z.string(), z.array(ContentPart)]).nullish(),
  name: z.string().nullish(),
});
export type ChatMessage = z.infer<typeof ChatMessage>;

/** The part of a chat completion request that means something here; sampling settings and tools are the skill's own. */
export const ChatBody = z.object({
  model: z.string().min(1),
  messages: z.array(ChatMessage).min(1),
  stream: z.boolean().nullish(),
  stream_options: z.object({ include_usage: z.boolean().nullish() }).nullish(),
  metadata: z.record(z.string(), z.unknown()).nullish(),
  user: z.string().nullish(),
  n: z.number().nullish(),
  logprobs: z.boolean().nullish(),
  response_format: z.object({ type: z.string() }).nullish(),
  tool_choice: z.unknown().optional(),
});

export type ChatRequest = {
  model: string;
  messages: ChatMessage[];
  stream: boolean;
  includeUsage: boolean;
  /** The caller's own words for who it speaks for. */
  user: string | null;
  metadata: Record<string, unknown>;
  /** null: the messages are all there is. */
  threadId: string | null;
};

/** Reads a request; what would change the answer and is not done here is refused, never passed over. */
export function parseChatRequest(body: unknown, headers: Headers): ChatRequest {
  const { metadata, ...request } = validate(ChatBody, body);
  refuse(request);
  const { thread_id: named, ...rest } = metadata ?? {};
  const threadId = headers.get("x-thread-id") ?? (typeof named === "string" ? named : null);
  return {
    model: request.model,
    messages: request.messages,
    stream: request.stream ?? false,
    includeUsage: request.stream_options?.include_usage ?? false,
    user: request.user ?? null,
    metadata: rest,
    threadId: threadId === null ? null : toThreadId(threadId),
  };
}

function toThreadId(text: string): string {
  const id = threadPath.shape.thread_id.safeParse(text);
  if (id.success) return id.data;
  throw toInvalid("metadata.thread_id", "the id of a thread is a UUID", "Send a UUID of your choice.");
}

function refuse({
  n,
  logprobs,
  response_format: format,
  tool_choice: choice,
}: z.infer<typeof ChatBody>): void {
  if (n !== null && n !== undefined && n !== 1)
    throw toInvalid("n", "there is one answer to a request", "Leave n out, or send the request again.");
  if (logprobs === true)
    throw toInvalid("logprobs", "probabilities of tokens are not known here", "Leave logprobs out.");
  if (format && format.type !== "text")
    throw toInvalid(
      "response_format",
      "the form of the answer is the assistant's",
      "Leave response_format out.",
    );
  // Clients send their tools with every request; only one that insists on a call would wait for it in vain.
  if (choice === "required" || (typeof choice === "object" && choice !== null))
    throw toInvalid("tool_choice", "an assistant calls its own tools only", 'Send "auto", or leave it out.');
}

export function toInvalid(path: string, message: string, fix: string): AppError {
  return new AppError("validation_failed", `${path}: ${message}`, { fix, errors: [{ path, message }] });
}
