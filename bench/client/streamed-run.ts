import { performance } from "node:perf_hooks";
import type { Sample } from "../measure/drive.ts";
import type { Workload } from "../workloads.ts";
import { createFrameReader, type Frame } from "./frame-reader.ts";
import type { HttpClient } from "./http-client.ts";

/**
 * Starts a run and reads its stream up to `end`. The first event is the first that comes from the graph, so `metadata`
 * does not count. Throws when a run fails or streams another number of events than its graph emits.
 */
export async function streamRun(http: HttpClient, workload: Workload, threadId: string): Promise<Sample> {
  const begun = performance.now();
  let firstMs: number | null = null;
  let endMs: number | null = null;
  let events = 0;
  let status: unknown;
  const read = createFrameReader(({ event, data }: Frame) => {
    if (event === "metadata") return;
    firstMs ??= performance.now() - begun;
    if (event === workload.event) events += 1;
    if (event === "error") throw new Error(`${workload.id}: ${JSON.stringify(data)}`);
    if (event === "end") {
      endMs = performance.now() - begun;
      status = typeof data === "object" && data !== null && "status" in data ? data.status : undefined;
    }
  });
  await http.postStream(
    `/threads/${threadId}/runs/stream`,
    { assistant_id: workload.graphId, input: workload.input, stream_mode: [workload.streamMode] },
    read,
  );
  if (firstMs === null || endMs === null || status !== "success" || events !== workload.events) {
    throw new Error(
      `${workload.id}: ${events} of ${workload.events} ${workload.event} events, status ${String(status)}`,
    );
  }
  return { firstMs, endMs };
}
