import type { RunVerbs } from "../http/verbs/runs.ts";
import { createDeleteRun, createEndRun } from "../runs/end-run.ts";
import { createGetRun, createListRuns } from "../runs/read-runs.ts";
import { createRunOutput } from "../runs/run-output.ts";
import { createStartRun } from "../runs/start-run.ts";
import { createStreamRun } from "../runs/stream-run.ts";
import type { Parts } from "./parts.ts";

export function toRunVerbs(parts: Parts): RunVerbs {
  return {
    create: createStartRun({ ...parts, executor: parts.worker, cancelActive: parts.cancelRun }),
    stream: createStreamRun(parts),
    output: createRunOutput(parts),
    list: createListRuns(parts),
    get: createGetRun(parts),
    cancel: createEndRun(parts),
    delete: createDeleteRun(parts),
  };
}
