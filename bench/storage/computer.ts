import { cpus, loadavg, totalmem } from "node:os";

/** Facts that the numbers depend on. */
export function describeComputer(database: string): string {
  const processors = cpus();
  return [
    `- ${new Date().toISOString().slice(0, 16).replace("T", " ")} UTC, Node ${process.version}, ${database}`,
    `- ${processors[0]?.model.trim() ?? "unknown processor"}, ${processors.length} cores, ${(totalmem() / 2 ** 30).toFixed(0)} GB; load average ${(loadavg()[0] ?? 0).toFixed(1)}`,
  ].join("\n");
}
