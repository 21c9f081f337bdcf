import type { Load, Measured } from "../measure/drive.ts";
import type { Workload } from "../workloads.ts";

export type TargetOptions = {
  /** Folder for CPU profiles of the servers; null for none. */
  profile: string | null;
  /** Runs that RaptorFlow executes at once. */
  concurrency: number;
  report(line: string): void;
};

/** Something that executes graphs; `start` resolves to null, after a report, when it cannot run on this machine. */
export type Target = {
  id: string;
  title: string;
  start(options: TargetOptions): Promise<StartedTarget | null>;
};

export type StartedTarget = {
  /** What is behind it, for the page: a version, a kind of storage. */
  description: string;
  measure(workload: Workload, load: Load): Promise<Measured>;
  stop(): Promise<void>;
};
