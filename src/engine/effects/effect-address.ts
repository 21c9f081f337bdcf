import { createHash } from "node:crypto";
import type { EffectCall, EffectConfig } from "../../domain/effects.ts";
import { AppError } from "../../domain/errors.ts";

export type EffectAddress = { threadId: string; key: string };

/** Answers where an effect is noted. Calls without a key are counted, anew with each attempt at their step. */
export type AddressEffect = (config: EffectConfig, call: EffectCall) => EffectAddress;

/**
 * The id of a task follows from the checkpoint it starts at, so that a step which is repeated after a crash, by a retry
 * or with an answer has the same one, and any other step another.
 */
export function createEffectAddresses(): AddressEffect {
  const counts = new Map<string, number>();
  return function addressEffect(config, { name, key, input, within = "step" }) {
    const { thread_id: threadId, checkpoint_ns: step } = config.configurable ?? {};
    if (typeof threadId !== "string") {
      throw new AppError("malformed_request", 'An effect needs "thread_id" in the config\'s "configurable"');
    }
    const place = within === "thread" || typeof step !== "string" ? "" : step;
    const call = `${place}/${name}/${toDigest(JSON.stringify(input ?? null))}`;
    if (key !== undefined) return { threadId, key: `${call}/${key}` };
    const attempt = `${call}@${toNodeAttempt(config)}`;
    const index = counts.get(attempt) ?? 0;
    counts.set(attempt, index + 1);
    return { threadId, key: `${call}/#${index}` };
  };
}

/** What services get to recognise a repeated request by. */
export function toIdempotencyKey(tenantId: string, { threadId, key }: EffectAddress): string {
  return toDigest(`${tenantId}/${threadId}/${key}`);
}

function toNodeAttempt({ executionInfo }: EffectConfig): number {
  if (typeof executionInfo !== "object" || executionInfo === null || !("nodeAttempt" in executionInfo))
    return 1;
  return Number(executionInfo.nodeAttempt);
}

function toDigest(text: string): string {
  return createHash("sha256").update(text).digest("base64url");
}
