import { extractInputs } from "../../src/agents/inputs/extract-inputs.ts";
import type { Foundation } from "../../src/domain/foundation.ts";
import type { GraphDeps } from "../deps.ts";
import type { Order } from "../lord/state.ts";
import type { ProgressShare } from "../progress.ts";
import { toExecutedPercent } from "./executed-percent.ts";
import { listReadySteps } from "./ready-steps.ts";
import { requirePlan } from "./required-state.ts";
import type { QueenValues } from "./state.ts";
import { toOrder } from "./to-order.ts";

type WaveDeps = Pick<GraphDeps, "skills" | "foundations" | "models">;

/**
 * The steps that begin now, as orders. At most one of them will have to ask the person: an answer in plain words does
 * not say which of two questions it is for.
 */
export function createNextWave({ skills, foundations, models }: WaveDeps) {
  function willAsk(
    { skill: id, request, perception, inputs, earlier_inputs: earlier }: Order,
    foundation: Foundation | null,
  ): boolean {
    const skill = skills.current().find(id);
    if (skill === undefined) return false;
    const { missing } = extractInputs({ skill, text: request, perception, foundation, given: inputs });
    return missing.some((field) => earlier[field.name] === undefined);
  }

  return async function nextWave(state: QueenValues, tenantId: string): Promise<Order[]> {
    const plan = requirePlan(state);
    const ready = listReadySteps(plan, state.results);
    if (ready.length === 0) return [];
    const foundation = await foundations.get(tenantId);
    const quotesEarlier = models.describe().provider !== "offline";
    const orders = ready.map((step) => toOrder(state, step, { share: null, quotesEarlier }));
    const asking = orders.filter((order) => willAsk(order, foundation));
    const wave = orders.filter((order) => !asking.includes(order) || order === asking[0]);
    const [only] = wave;
    return wave.length === 1 && only !== undefined
      ? [{ ...only, share: toShare(state, plan.steps.length) }]
      : wave;
  };
}

/** Steps side by side report no progress of their own: their numbers would interleave. */
function toShare({ results }: QueenValues, total: number): ProgressShare {
  return { from: toExecutedPercent(results.length, total), to: toExecutedPercent(results.length + 1, total) };
}
