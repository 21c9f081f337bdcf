import { HumanMessage, SystemMessage } from "@langchain/core/messages";
import { createModelGateway } from "../../src/models/gateway.ts";
import type { ModelCall, ModelGateway, ModelSettings } from "../../src/models/model-call.ts";
import { brief, field } from "./sample-brief.ts";

export const KEY = "sk-test-0123456789";

export const clock = { now: () => new Date("2026-11-20T00:00:00Z") };

/** Long enough never to fire by itself in a test that does not want it. */
const PATIENT = { firstTokenMs: 10_000, silenceMs: 10_000, totalMs: 20_000 };

export function openGateway(url: string | null, more: Partial<ModelSettings> = {}): ModelGateway {
  const settings: ModelSettings = {
    openaiApiKey: KEY,
    openaiBaseUrl: url,
    tiers: { nano: "gpt-6-luna", mini: "gpt-5.4-mini", full: "gpt-6-sol" },
    timeouts: PATIENT,
    retry: { attempts: 3, baseMs: 1, maxWaitMs: 50 },
    ...more,
  };
  return createModelGateway({ settings, clock });
}

export function call(more: Partial<ModelCall> = {}): ModelCall {
  const request = "Write a line about filter coffee in Mysuru";
  return {
    tier: "mini",
    messages: [new SystemMessage("You write."), new HumanMessage(request)],
    brief: brief(request, { skill: { output: [field("answer", "string")] } }),
    ...more,
  };
}
