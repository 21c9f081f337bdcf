import type { LangGraphRunnableConfig } from "@langchain/langgraph";
import { AppError } from "../../../src/domain/errors.ts";
import { toRunContext } from "../../../src/domain/run-context.ts";
import type { SkillRef } from "../../../src/domain/skill.ts";
import type { GraphDeps } from "../../deps.ts";
import { emit } from "../../progress.ts";
import { toFailedOutcome } from "../../swarm/failed-outcome.ts";
import type { LordUpdate, LordValues } from "../state.ts";

/** Fixes the version of the skill for this run and keeps its text, so that the run can resume with it. */
export function createAssignNode({ skills, skillVersions }: Pick<GraphDeps, "skills" | "skillVersions">) {
  async function pin(tenantId: string, reference: string): Promise<SkillRef | null> {
    const skill = skills.current().find(reference);
    if (skill === undefined) return null;
    await skillVersions.keep(tenantId, skill);
    return { id: skill.id, hash: skill.hash };
  }

  return async function assign(state: LordValues, config: LangGraphRunnableConfig): Promise<LordUpdate> {
    if (state.order === null) throw new AppError("internal", "A lord was started without an order.");
    const { skill, ref: given, ...order } = state.order;
    const ref = given ?? (await pin(toRunContext(config).tenantId, skill));
    emit(config, { type: "step-start", step: order.step, skill });
    if (ref !== null) return { task: { ...order, ref } };
    emit(config, { type: "step-end", step: order.step, skill, ok: false });
    const failure = `The skill ${skill} is not loaded, so its step was left out.`;
    return {
      results: [toFailedOutcome({ ...order, ref: { id: skill, hash: "" } }, failure)],
      errors: [failure],
    };
  };
}
