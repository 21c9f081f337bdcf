import { interrupt } from "@langchain/langgraph";
import type { Database } from "../../db/database.ts";
import {
  EffectUnknownError,
  type EffectCall,
  type EffectConfig,
  type Effects,
} from "../../domain/effects.ts";
import { toRunContext, type RunContext } from "../../domain/run-context.ts";
import { createEffectAddresses, toIdempotencyKey, type EffectAddress } from "./effect-address.ts";
import { createEffectRows } from "./effect-rows.ts";

type Known = { isDone: true; result: unknown } | { isDone: false; attempt: number };

/**
 * The effects of one attempt at a run: each is noted before it begins and after it ended, under the run's claim, so
 * that a step which is repeated gets the result that was noted. One statement before the act, one after.
 */
export function createEffectLedger({ db }: { db: Database }): Effects {
  const rows = createEffectRows({ db });
  const toAddress = createEffectAddresses();

  async function begin(context: RunContext, address: EffectAddress, call: EffectCall): Promise<Known> {
    const standing = await rows.begin(context, address, call.name);
    if (standing.status === "done") return { isDone: true, result: standing.result };
    if (standing.status === "begun") return { isDone: false, attempt: 1 };
    const { onUnknown = "fail" } = call;
    if (onUnknown === "fail") throw new EffectUnknownError(call.name);
    if (onUnknown === "ask" && askWhetherDone(call.name)) {
      await rows.settle(context, address, standing.attempt);
      return { isDone: true, result: null };
    }
    await rows.again(context, address, standing.attempt);
    return { isDone: false, attempt: standing.attempt + 1 };
  }

  /** What a thrown error leaves: nothing, unless it is the run that is being stopped, or the act itself cannot tell. */
  async function fail(
    context: RunContext,
    address: EffectAddress,
    error: unknown,
    { signal }: EffectConfig,
  ): Promise<void> {
    if (error instanceof EffectUnknownError || signal?.aborted === true) return;
    await rows.forget(context, address);
  }

  return {
    async once<Result>(
      config: EffectConfig,
      call: EffectCall,
      act: Parameters<Effects["once"]>[2],
    ): Promise<Result> {
      const context = toRunContext(config);
      const address = toAddress(config, call);
      const known = await begin(context, address, call);
      // The result is the one that the same act came to before.
      if (known.isDone) return known.result as Result;
      let result: unknown;
      try {
        result = await act({
          idempotencyKey: toIdempotencyKey(context.tenantId, address),
          attempt: known.attempt,
        });
      } catch (error) {
        await fail(context, address, error, config);
        throw error;
      }
      await rows.finish(context, address, result);
      return result as Result;
    },
  };
}

const DONE = /^\s*(done|yes|y)\b/i;
const AGAIN = /^\s*(again|retry|no|n)\b/i;

/** Asks until the answer is one of the two; the person is told what to write. */
function askWhetherDone(name: string): boolean {
  const question = `"${name}" was begun and broken off. Did it take effect? Answer "done", or "again" to repeat it.`;
  const missing = [{ name: "outcome", type: "enum(done, again)", description: "Whether it took effect" }];
  for (;;) {
    const answer: unknown = interrupt({ kind: "question", question, missing });
    const text = toText(answer);
    if (DONE.test(text)) return true;
    if (AGAIN.test(text)) return false;
  }
}

function toText(answer: unknown): string {
  if (typeof answer === "string") return answer;
  if (typeof answer === "boolean") return answer ? "done" : "again";
  return typeof answer === "object" && answer !== null && "outcome" in answer ? String(answer.outcome) : "";
}
