import { describe, expect, it } from "vitest";
import { listReadySteps } from "../../../graphs/queen/ready-steps.ts";
import { toFailedOutcome } from "../../../graphs/swarm/failed-outcome.ts";
import type { PlanStep } from "../../../src/domain/route.ts";

function step(id: string, ...dependsOn: string[]): PlanStep {
  return {
    id,
    skill: "s",
    inputs: {},
    depends_on: dependsOn,
    parallel_group: 1,
    cost_microusd: 0,
    risk: "low",
  };
}

function ready(steps: PlanStep[], done: string[] = []): string[] {
  const task = { ref: { id: "s", hash: "" }, inputs: {} } as never;
  const results = done.map((id) => ({ ...toFailedOutcome(task, "failed"), step: id }));
  return listReadySteps({ steps, reasoning: "", requires_approval: false }, results).map(({ id }) => id);
}

describe("listReadySteps", () => {
  it("begins with everything that waits for nothing", () => {
    expect(ready([step("a"), step("b"), step("c", "a", "b")])).toEqual(["a", "b"]);
  });

  it("holds a step until all it waits for have ended, well or not", () => {
    const steps = [step("a"), step("b"), step("c", "a", "b")];
    expect(ready(steps, ["a"])).toEqual(["b"]);
    expect(ready(steps, ["a", "b"])).toEqual(["c"]);
  });

  it("does not wait for a step that was taken out of the plan", () => {
    expect(ready([step("c", "gone")])).toEqual(["c"]);
  });

  it("breaks a circle instead of standing still", () => {
    expect(ready([step("a", "b"), step("b", "a")])).toEqual(["a"]);
  });

  it("ends when all steps have ended", () => {
    expect(ready([step("a")], ["a"])).toEqual([]);
  });
});
