import { AppError } from "../../src/domain/errors.ts";
import type { SwarmTask, SwarmValues } from "./state.ts";

export function requireTask(state: Pick<SwarmValues, "task">): SwarmTask {
  if (state.task === null) throw new AppError("internal", "A swarm node was started without a task.");
  return state.task;
}
