import OpenAI from "openai";
import { openTestDatabase } from "../support/database.ts";
import {
  buildAsker,
  buildEcho,
  buildFailing,
  buildSteps,
  buildTokens,
  toCatalogue,
} from "../support/graphs.ts";
import { startTestService, type TestService } from "../support/service.ts";
import { buildAgreement, buildDrafts, buildTwoQuestions } from "./graphs.ts";

const KEY = "sk-test";

export type Said = OpenAI.ChatCompletionMessageParam;
type Extra = Partial<Omit<OpenAI.ChatCompletionCreateParams, "stream">>;

export type ChatService = {
  service: TestService;
  openai: OpenAI;
  /** The text of a whole answer. */
  ask(model: string, messages: Said[], extra?: Extra): Promise<string>;
  /** The chunks of a streamed one, and its text. */
  listen(
    model: string,
    messages: Said[],
    extra?: Extra,
  ): Promise<{ chunks: OpenAI.ChatCompletionChunk[]; text: string }>;
  /** A request as no client would send it. */
  post(body: unknown, signal?: AbortSignal): Promise<Response>;
  close(): Promise<void>;
};

/** A service with a key, and the official client of the protocol. */
export async function openChatService(): Promise<ChatService> {
  const db = await openTestDatabase();
  const graphs = {
    echo: buildEcho(),
    asker: buildAsker(),
    failing: buildFailing(),
    steps: buildSteps(2),
    tokens: buildTokens(8),
    slow: buildTokens(2_000, 20),
    drafts: buildDrafts(),
    agreement: buildAgreement(),
    curious: buildTwoQuestions(),
  };
  const options = { apiKey: KEY, heartbeatMs: 20 };
  const service = await startTestService(db, toCatalogue(graphs), options);
  const openai = new OpenAI({ baseURL: `${service.url}/v1`, apiKey: KEY, maxRetries: 0 });
  return {
    service,
    openai,
    async ask(model, messages, extra = {}) {
      const completion = await openai.chat.completions.create({ model, messages, ...extra, stream: false });
      return completion.choices[0]?.message.content ?? "";
    },
    async listen(model, messages, extra = {}) {
      const chunks: OpenAI.ChatCompletionChunk[] = [];
      const stream = await openai.chat.completions.create({ model, messages, ...extra, stream: true });
      for await (const chunk of stream) chunks.push(chunk);
      return { chunks, text: chunks.map(({ choices }) => choices[0]?.delta.content ?? "").join("") };
    },
    post: (body, signal) =>
      fetch(`${service.url}/v1/chat/completions`, {
        method: "POST",
        headers: { authorization: `Bearer ${KEY}` },
        body: typeof body === "string" ? body : JSON.stringify(body),
        ...(signal === undefined ? {} : { signal }),
      }),
    async close() {
      await service.close();
      await db.close();
    },
  };
}

export const user = (content: string): Said => ({ role: "user", content });
export const assistant = (content: string): Said => ({ role: "assistant", content });
