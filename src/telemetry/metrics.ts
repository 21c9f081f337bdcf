import { collectDefaultMetrics, Gauge, Histogram, Registry } from "prom-client";

type FinishedRun = { graphId: string; outcome: string; seconds: number };
type AnsweredRequest = { method: string; route: string; status: number; seconds: number };

/** What the worker can say of itself at any time. */
export type WorkerLoad = { running: number; slots: number };

export type Metrics = {
  onRequest(request: AnsweredRequest): void;
  onRunEnd(run: FinishedRun): void;
  /** An open stream or a reply that waits; the answer tells that it is over. */
  onOpen(): () => void;
  /** Text exposition format, or a list of metrics. */
  read(format: "prometheus" | "json"): Promise<{ contentType: string; text: string }>;
};

type MetricsDeps = {
  version: string;
  load(): WorkerLoad;
  /** Runs that are due and wait, up to some bound; null when the database does not answer. */
  waiting(): Promise<number | null>;
};

const RUN_SECONDS = [0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 180, 600];
const REQUEST_SECONDS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10];

/** Counters of this process; those of several are added up by whoever collects them. */
export function createMetrics({ version, load, waiting }: MetricsDeps): Metrics {
  const register = new Registry();
  const registers = [register];
  collectDefaultMetrics({ register });
  new Gauge({ name: "raptorflow_info", help: "Always 1", labelNames: ["version"], registers }).set(
    { version },
    1,
  );
  const requests = new Histogram({
    name: "raptorflow_http_request_seconds",
    help: "Time to the head of a reply",
    labelNames: ["method", "route", "status"],
    buckets: REQUEST_SECONDS,
    registers,
  });
  const runs = new Histogram({
    name: "raptorflow_run_seconds",
    help: "Execution of a run by this process",
    labelNames: ["graph", "outcome"],
    buckets: RUN_SECONDS,
    registers,
  });
  const streams = new Gauge({ name: "raptorflow_open_streams", help: "Replies under way", registers });
  addWorkerGauges({ registers, load, waiting });
  return {
    onRequest: ({ method, route, status, seconds }) => requests.observe({ method, route, status }, seconds),
    onRunEnd: ({ graphId, outcome, seconds }) => runs.observe({ graph: graphId, outcome }, seconds),
    onOpen() {
      streams.inc();
      return () => streams.dec();
    },
    async read(format) {
      if (format === "prometheus")
        return { contentType: register.contentType, text: await register.metrics() };
      return { contentType: "application/json", text: JSON.stringify(await register.getMetricsAsJSON()) };
    },
  };
}

function addWorkerGauges({
  registers,
  load,
  waiting,
}: Pick<MetricsDeps, "load" | "waiting"> & { registers: Registry[] }): void {
  new Gauge({
    name: "raptorflow_runs_running",
    help: "Runs that this process executes",
    registers,
    collect() {
      this.set(load().running);
    },
  });
  new Gauge({
    name: "raptorflow_run_slots",
    help: "Runs that this process executes at most",
    registers,
    collect() {
      this.set(load().slots);
    },
  });
  new Gauge({
    name: "raptorflow_runs_waiting",
    help: "Threads whose next run is due and waits for a worker, counted up to 1000",
    registers,
    async collect() {
      const count = await waiting();
      if (count !== null) this.set(count);
    },
  });
}
