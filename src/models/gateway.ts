import { AIMessage, type AIMessageChunk } from "@langchain/core/messages";
import type { RunnableConfig } from "@langchain/core/runnables";
import type { Usage } from "../domain/answer.ts";
import type { Clock } from "../domain/clock.ts";
import { type NewId, newId as createId } from "../domain/ids.ts";
import { MODEL_TIERS, type ModelTier } from "../domain/skill.ts";
import { countMessageTokens, countTokens } from "./count-tokens.ts";
import type { Completion, ModelCall, ModelGateway, ModelLog, ModelSettings } from "./model-call.ts";
import { OFFLINE_MODEL, OfflineChatModel } from "./offline/offline-chat-model.ts";
import { createAskOpenAi } from "./openai/ask-openai.ts";
import { parseJsonAnswer } from "./openai/response-format.ts";
import { findPrice, findShutdown, toCost } from "./price-book.ts";
import { toTierModels } from "./tier-models.ts";

const SHUTDOWN_WARNING_DAYS = 30;

type ModelGatewayDeps = {
  settings: ModelSettings;
  clock: Clock;
  log?: ModelLog;
  newId?: NewId;
  /** 0 to 1; spreads retries. */
  random?: () => number;
};

/**
 * The one way to a model:
 *
 *   complete -> no key and no base URL -> offline model
 *            -> provider -> answer
 *                        -> failure   -> offline model, degraded, with the problem in words
 */
export function createModelGateway(deps: ModelGatewayDeps): ModelGateway {
  const { settings, clock, log, newId = createId, random = Math.random } = deps;
  const hasProvider = settings.openaiApiKey !== null || settings.openaiBaseUrl !== null;
  const models = toTierModels(settings.tiers);
  const offline = new OfflineChatModel({ clock, newId });
  const askOpenAi = hasProvider ? createAskOpenAi({ settings, clock, newId, random }) : null;
  if (hasProvider) warnOfShutdowns(models, clock, log);

  async function answerOffline(
    call: ModelCall,
    config: RunnableConfig,
    problem: string | null,
  ): Promise<AIMessage> {
    const options = { ...config, brief: call.brief, tools: call.tools ?? [], reason: { problem } };
    let whole: AIMessageChunk | undefined;
    for await (const chunk of await offline.stream(call.messages, options))
      whole = whole === undefined ? chunk : whole.concat(chunk);
    config.signal?.throwIfAborted();
    return new AIMessage({
      id: whole?.id ?? `run-${newId()}`,
      content: whole?.text ?? "",
      tool_calls: whole?.tool_calls,
      usage_metadata: whole?.usage_metadata,
      response_metadata: {
        model_name: OFFLINE_MODEL,
        finish_reason: whole?.response_metadata["finish_reason"],
      },
    });
  }

  /** What a real model used; estimated when it answered in full and did not say. */
  function toUsage(call: ModelCall, model: string, message: AIMessage | AIMessageChunk, ms: number): Usage {
    const said = message.usage_metadata;
    const input = said?.input_tokens ?? countMessageTokens(call.messages);
    const output = said?.output_tokens ?? countTokens(message.text);
    const cachedInput = said?.input_token_details?.cache_read ?? 0;
    const price = findPrice(model, call.tier, clock.now());
    return {
      tokens: { input, output },
      cost_microusd: toCost(price, { input, cachedInput, output }),
      ms,
      models: [model],
    };
  }

  async function complete(call: ModelCall, given: RunnableConfig): Promise<Completion> {
    const began = clock.now().getTime();
    const elapsed = (): number => clock.now().getTime() - began;
    const config = toCallConfig(given, call.silent === true);
    config.signal?.throwIfAborted();
    const model = models[call.tier];
    const answer = askOpenAi === null ? null : await askOpenAi(call, model, config);
    if (answer?.ok === true) {
      const { message } = answer;
      const usage = toUsage(call, model, message, elapsed());
      return { message, usage, degraded: null, ...readParsed(call, message, answer.problem) };
    }
    const problem = answer?.problem ?? null;
    if (problem !== null)
      log?.warn({ model, tier: call.tier, problem }, "model provider failed, answering offline");
    const message = await answerOffline(call, config, problem);
    const usage = toOfflineUsage(message, elapsed());
    if (answer === null) return { message, usage, degraded: null, problem: null };
    const partial = answer.partial?.usage_metadata === undefined ? null : answer.partial;
    const spent = partial === null ? usage : addSpent(usage, toUsage(call, model, partial, 0));
    return { message, usage: spent, degraded: { reason: "provider" }, problem };
  }

  return {
    complete,
    describe: () => ({
      provider: hasProvider ? "openai" : "offline",
      tiers: hasProvider ? { ...models } : { nano: OFFLINE_MODEL, mini: OFFLINE_MODEL, full: OFFLINE_MODEL },
    }),
    estimate: (tier, tokens) =>
      hasProvider ? toCost(findPrice(models[tier], tier, clock.now()), tokens) : 0,
  };
}

/** A config for one model run: ids and names of the surrounding run are not its own. */
function toCallConfig(config: RunnableConfig, isSilent: boolean): RunnableConfig {
  const { runId: _runId, runName: _runName, ...rest } = config;
  return isSilent ? { ...rest, tags: [...(rest.tags ?? []), "nostream"] } : rest;
}

function readParsed(
  call: ModelCall,
  message: AIMessage,
  problem: string | null,
): Pick<Completion, "parsed" | "problem"> {
  if (call.schema === undefined || (message.tool_calls?.length ?? 0) > 0) return { problem };
  const parsed = parseJsonAnswer(message.text);
  return {
    parsed,
    problem: problem ?? (parsed === undefined ? "The model did not answer with JSON." : null),
  };
}

/** Offline tokens are an estimate, free of charge. */
function toOfflineUsage(message: AIMessage, ms: number): Usage {
  const { input_tokens = 0, output_tokens = 0 } = message.usage_metadata ?? {};
  return {
    tokens: { input: input_tokens, output: output_tokens },
    cost_microusd: 0,
    ms,
    models: [OFFLINE_MODEL],
  };
}

function addSpent(usage: Usage, spent: Usage): Usage {
  const input = usage.tokens.input + spent.tokens.input;
  const output = usage.tokens.output + spent.tokens.output;
  return {
    ...usage,
    tokens: { input, output },
    cost_microusd: spent.cost_microusd,
    models: [...spent.models, ...usage.models],
  };
}

function warnOfShutdowns(models: Record<ModelTier, string>, clock: Clock, log: ModelLog | undefined): void {
  const soon = new Date(clock.now().getTime() + SHUTDOWN_WARNING_DAYS * 86_400_000)
    .toISOString()
    .slice(0, 10);
  for (const tier of MODEL_TIERS) {
    const shutdown = findShutdown(models[tier]);
    if (shutdown === null || shutdown > soon) continue;
    log?.warn(
      { tier, model: models[tier], shutdown },
      "the provider switches this model off; set another one for the tier",
    );
  }
}
