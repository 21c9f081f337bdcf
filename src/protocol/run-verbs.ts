import type { RunVerbs } from "../http/verbs/runs.ts";
import { createDeleteRun, createEndRun } from "../runs/end-run.ts";
import { createEndRuns } from "../runs/end-runs.ts";
import { createPlaceRuns } from "../runs/place-runs.ts";
import { createPlanRun } from "../runs/plan-run.ts";
import { createGetRun, createListRuns } from "../runs/read-runs.ts";
import { createRunOutput } from "../runs/run-output.ts";
import { createPlaceRun, createStartBatch, createStartRun } from "../runs/start-run.ts";
import { createStreamRun } from "../runs/stream-run.ts";
import type { Parts } from "./parts.ts";

export function toRunVerbs(parts: Parts): RunVerbs {
  const starting = toStarting(parts);
  return {
    create: createStartRun(starting),
    createMany: createStartBatch(starting),
    place: createPlaceRun(starting),
    stream: createStreamRun(parts),
    output: createRunOutput(parts),
    list: createListRuns(parts),
    get: createGetRun(parts),
    cancel: createEndRun(parts),
    cancelMany: createEndRuns(parts),
    delete: createDeleteRun(parts),
  };
}

function toStarting(parts: Parts) {
  const placing = { db: parts.db, executor: parts.worker, cancelActive: parts.cancelRun };
  return { planRun: createPlanRun(parts), placeRuns: createPlaceRuns(placing) };
}
