import type { ModelTier } from "../../domain/skill.ts";
import type { ModelTimeouts } from "../model-call.ts";
import type { WatchdogStage } from "../watchdog.ts";

/** What is known about a failed call, without anything secret. */
export type FailedCall = {
  error: unknown;
  stage: WatchdogStage | null;
  /** A response had begun before it failed. */
  started: boolean;
  finishReason: string | null;
  model: string;
  tier: ModelTier;
  host: string;
  hasKey: boolean;
  limits: ModelTimeouts;
};

/** The failure in words that say what to do; `secret` is cut out of what the provider said. */
export function toProblemText(call: FailedCall, secret: string | null): string {
  const text = call.stage === null ? toAnswerText(call) : toTimeoutText(call, call.stage);
  return secret === null ? text : text.replaceAll(secret, "[key]");
}

function toTimeoutText({ host, model, limits }: FailedCall, stage: WatchdogStage): string {
  switch (stage) {
    case "first-token":
      return `The model provider at ${host} sent no token of ${model} within ${toSeconds(limits.firstTokenMs)}; the request was stopped.`;
    case "silence":
      return `The model provider at ${host} fell silent in the middle of an answer for ${toSeconds(limits.silenceMs)}; the request was stopped.`;
    case "total":
      return `The model provider at ${host} did not finish within ${toSeconds(limits.totalMs)}; the request was stopped.`;
  }
}

function toAnswerText(call: FailedCall): string {
  const { error, host, model, tier, hasKey } = call;
  const status = toStatus(error);
  const setting = `RAPTORFLOW_MODEL_${tier.toUpperCase()}`;
  switch (status) {
    case 401:
      return hasKey
        ? "The model provider refused the key (401). Check OPENAI_API_KEY: it may be mistyped, expired or revoked."
        : `The model provider at ${host} asks for a key (401). Set OPENAI_API_KEY.`;
    case 403:
      return `The model provider at ${host} does not allow this key to use ${model} (403). Check the rights behind OPENAI_API_KEY or set ${setting} to another model.`;
    case 404:
      return `The model provider at ${host} does not know the model ${model} (404). Set ${setting} to a model it serves, or check OPENAI_BASE_URL.`;
    case 429:
      return isQuotaUsedUp(error)
        ? `The quota of the key at ${host} is used up (429). Add credit at the provider or use another OPENAI_API_KEY.`
        : `The model provider at ${host} is refusing requests because of its rate limit (429), also after waiting. Try again later.`;
    case null:
      return toUnansweredText(call);
    default:
      return status >= 500
        ? `The model provider at ${host} failed (${status}), also when asked again. Try again later.`
        : `The model provider at ${host} refused the request for ${model} (${status}): ${toExcerpt(error)}`;
  }
}

/** Failures without an HTTP status. */
function toUnansweredText({ error, started, finishReason, host, model }: FailedCall): string {
  if (error === null) {
    if (finishReason === null) return toCutText(host);
    if (finishReason === "content_filter")
      return `The provider's content filter at ${host} stopped the answer of ${model}.`;
    return `The model ${model} at ${host} answered with nothing that can be used.`;
  }
  if (started) return toCutText(host);
  return `The model provider at ${host} cannot be reached (${toNetworkCode(error)}). Check OPENAI_BASE_URL and the network.`;
}

function toCutText(host: string): string {
  return `The connection to the model provider at ${host} was cut in the middle of an answer.`;
}

function toStatus(error: unknown): number | null {
  return isRecord(error) && typeof error["status"] === "number" ? error["status"] : null;
}

function isQuotaUsedUp(error: unknown): boolean {
  return isRecord(error) && error["code"] === "insufficient_quota";
}

/** The first code in the chain of causes, e.g. ECONNREFUSED. */
function toNetworkCode(error: unknown): string {
  let cause = error;
  for (let depth = 0; depth < 5 && isRecord(cause); depth += 1) {
    if (typeof cause["code"] === "string") return cause["code"];
    cause = cause["cause"];
  }
  return "no connection";
}

/** What the provider said, on one line. */
function toExcerpt(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  const line = message.split("\n")[0] ?? "";
  return line.length > 300 ? `${line.slice(0, 300)}…` : line;
}

function toSeconds(ms: number): string {
  return `${ms / 1_000} s`;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}
