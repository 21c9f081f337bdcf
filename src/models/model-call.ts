import type { AIMessage, BaseMessage } from "@langchain/core/messages";
import type { RunnableConfig } from "@langchain/core/runnables";
import type { Degraded, Usage } from "../domain/answer.ts";
import type { Brief } from "../domain/brief.ts";
import type { Microusd } from "../domain/money.ts";
import type { ModelTier } from "../domain/skill.ts";

export type ModelTool = { name: string; description: string; schema: Record<string, unknown> };

export type ModelCall = {
  tier: ModelTier;
  messages: BaseMessage[];
  /** The same knowledge as data: what the offline model composes from. */
  brief: Brief;
  tools?: ModelTool[];
  /** A JSON schema: the answer is wanted as JSON, `Completion.parsed` holds it. */
  schema?: Record<string, unknown>;
  temperature?: number;
  maxOutputTokens?: number;
  /** Bound of the whole call; can only shorten what the settings allow. */
  timeoutMs?: number;
  /** Keeps the tokens out of the `messages` stream. */
  silent?: boolean;
};

export type Completion = {
  message: AIMessage;
  /** The answer as JSON when a schema was given and a real model kept to it; the offline model writes Markdown. */
  parsed?: unknown;
  usage: Usage;
  degraded: Degraded;
  /** What went wrong, for people; null when nothing did. Never holds a key. */
  problem: string | null;
};

export type ModelGateway = {
  /**
   * Streams tokens through the callbacks of `config`, so that LangGraph's `messages` mode shows them. A failing
   * provider is answered by the offline model; the only rejection is that of `config.signal`.
   */
  complete(call: ModelCall, config: RunnableConfig): Promise<Completion>;
  describe(): { provider: "offline" | "openai"; tiers: Record<ModelTier, string> };
  /** What a call would cost at today's price of the tier's model; 0 offline. */
  estimate(tier: ModelTier, tokens: { input: number; output: number }): Microusd;
};

export type ModelTimeouts = {
  /** From the request to the first token, for each attempt. */
  firstTokenMs: number;
  /** Between two tokens. */
  silenceMs: number;
  /** The whole call with its attempts and waits. */
  totalMs: number;
};

export type RetrySettings = {
  /** Requests made at most, the first included. */
  attempts: number;
  /** Wait before the second request; doubles, with jitter. */
  baseMs: number;
  /** A provider that asks for a longer wait than this is not asked again. */
  maxWaitMs: number;
};

export type ModelSettings = {
  openaiApiKey: string | null;
  openaiBaseUrl: string | null;
  /** Model names; a tier without one has the default of `tier-models.ts`. */
  tiers: Partial<Record<ModelTier, string | null>>;
  timeouts: ModelTimeouts;
  retry?: RetrySettings;
};

/** The part of a logger that this room uses. */
export type ModelLog = { warn(fields: Record<string, unknown>, message: string): void };
