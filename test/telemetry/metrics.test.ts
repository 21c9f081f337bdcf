import { describe, expect, it } from "vitest";
import { createMetrics } from "../../src/telemetry/metrics.ts";

const open = (waiting: number | null = 3) =>
  createMetrics({
    version: "1.2.3",
    load: () => ({ running: 2, slots: 10 }),
    waiting: async () => waiting,
  });

describe("the numbers of a process", () => {
  it("count requests by route and runs by outcome, and tell the load when they are read", async () => {
    const metrics = open();
    metrics.onRequest({ method: "GET", route: "/threads/:thread_id", status: 200, seconds: 0.02 });
    metrics.onRunEnd({ graphId: "queen", outcome: "success", seconds: 1.5 });
    const over = metrics.onOpen();
    metrics.onOpen();
    over();
    const { contentType, text } = await metrics.read("prometheus");
    expect(contentType).toMatch(/^text\/plain/);
    for (const line of [
      'raptorflow_info{version="1.2.3"} 1',
      'raptorflow_http_request_seconds_count{method="GET",route="/threads/:thread_id",status="200"} 1',
      'raptorflow_run_seconds_count{graph="queen",outcome="success"} 1',
      "raptorflow_open_streams 1",
      "raptorflow_runs_running 2",
      "raptorflow_run_slots 10",
      "raptorflow_runs_waiting 3",
    ]) {
      expect(text.split("\n")).toContain(line);
    }
  });

  it("are JSON on request, two processes' numbers apart, and whole when the database does not answer", async () => {
    const [one, other] = [open(null), open()];
    one.onRunEnd({ graphId: "queen", outcome: "error", seconds: 1 });
    const names: unknown = JSON.parse((await one.read("json")).text).map(
      ({ name }: { name: string }) => name,
    );
    expect(names).toContain("raptorflow_run_seconds");
    expect((await other.read("prometheus")).text).not.toContain('outcome="error"');
  });
});
