import { readFileSync } from "node:fs";
import { cpus, loadavg, totalmem } from "node:os";
import type { Summary } from "./measure/summarise.ts";
import { YARDSTICK } from "./targets/targets.ts";
import type { Workload } from "./workloads.ts";

export type Row = { workload: Workload; target: string; clients: number; summary: Summary };

/** Facts that the numbers depend on. `described` is what each target said of itself. */
export function describeMachine(
  described: ReadonlyMap<string, string>,
  options: { seconds: number; concurrency: number; loadBefore: number },
): string {
  const processors = cpus();
  const gigabytes = (totalmem() / 2 ** 30).toFixed(0);
  const load = `${options.loadBefore.toFixed(1)} before the start, ${currentLoad().toFixed(1)} at the end`;
  return [
    `- ${new Date().toISOString().slice(0, 16).replace("T", " ")} UTC`,
    `- ${processors[0]?.model.trim() ?? "unknown processor"}, ${processors.length} cores shared by client, server and database; ${gigabytes} GB`,
    `- Node ${process.version}, LangGraph ${readVersion("@langchain/langgraph")}, PGlite ${readVersion("@electric-sql/pglite")}`,
    ...Array.from(described, ([target, description]) => `- ${target}: ${description}`),
    `- about ${options.seconds} s a cell; RaptorFlow executes ${options.concurrency} runs at once; load average ${load}`,
  ].join("\n");
}

/** Average of the last minute, this bench included: before the start it tells what else the machine does. */
export function currentLoad(): number {
  return loadavg()[0] ?? Number.NaN;
}

const EXPLANATION = `x is the number of runs per second in relation to the yardstick, a bare Hono endpoint on the stock Postgres checkpointer
with one INSERT and one UPDATE. Each client has one run at a time, each run a thread of its own that was made before. The first event is the first from
the graph. CPU is that of the server process (with PGlite, without PostgreSQL); SQL counts the statements of the
service, without begin and commit.`;

const HEAD = [
  "| target | clients | runs/s | x | first event p50 | p95 | end p50 | p95 | CPU ms/run | SQL/run | runs |",
  "|---|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|",
].join("\n");

/** A Markdown page: the machine, then a table for each workload. */
export function toPage(machine: string, workloads: readonly Workload[], rows: readonly Row[]): string {
  const tables = workloads.map((workload) => {
    const mine = rows.filter((row) => row.workload === workload);
    return `## ${workload.title}\n\n${[HEAD, ...mine.map((row) => toLine(row, findYardstick(mine, row)))].join("\n")}`;
  });
  return ["# Bench", machine, ...tables, EXPLANATION].join("\n\n");
}

function findYardstick(rows: readonly Row[], { clients }: Row): number | null {
  const found = rows.find((row) => row.target === YARDSTICK && row.clients === clients);
  return found?.summary.perSecond ?? null;
}

function toLine({ target, clients, summary }: Row, yardstick: number | null): string {
  const { perSecond, first, end, cpuMsPerRun, statementsPerRun, runs } = summary;
  const cells = [
    target,
    clients,
    toShort(perSecond),
    yardstick === null ? "" : (perSecond / yardstick).toFixed(2),
    ...[first.p50, first.p95, end.p50, end.p95].map(toShort),
    toShort(cpuMsPerRun),
    statementsPerRun === null ? "" : statementsPerRun.toFixed(1),
    runs,
  ];
  return `| ${cells.join(" | ")} |`;
}

/** Three digits that count. */
export function toShort(value: number): string {
  if (value >= 100) return value.toFixed(0);
  return value >= 10 ? value.toFixed(1) : value.toFixed(2);
}

function readVersion(name: string): string {
  const manifest: unknown = JSON.parse(
    readFileSync(new URL(`../node_modules/${name}/package.json`, import.meta.url), "utf8"),
  );
  return typeof manifest === "object" && manifest !== null && "version" in manifest
    ? String(manifest.version)
    : "unknown";
}
