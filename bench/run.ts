// Measures RaptorFlow against the graph alone and against the least that serves it: `node bench/run.ts --help`.
import { mkdir, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import { toText } from "./error-text.ts";
import { summarise } from "./measure/summarise.ts";
import { parseOptions, USAGE, type Options } from "./options.ts";
import { currentLoad, describeMachine, toPage, toShort, type Row } from "./page.ts";
import { TARGETS } from "./targets/targets.ts";
import type { StartedTarget, Target } from "./targets/target.ts";
import { WORKLOADS } from "./workloads.ts";

const WARM_UP_SECONDS = 1;

let interrupted = false;
process.once("SIGINT", () => (interrupted = true));

/** Progress goes to stderr, so that stdout holds nothing but the page. */
const report = (line: string): void => console.error(line);

async function* measureCells(
  { title }: Target,
  started: StartedTarget,
  options: Options,
): AsyncGenerator<Row> {
  for (const workload of WORKLOADS.filter(({ id }) => options.workloads.includes(id))) {
    for (const clients of options.clients) {
      if (interrupted) return;
      const load = {
        clients,
        seconds: options.seconds,
        warmUpSeconds: Math.min(WARM_UP_SECONDS, options.seconds),
      };
      const summary = summarise(await started.measure(workload, load));
      const { perSecond, first, end } = summary;
      report(
        `${title}, ${workload.id}, ${clients} clients: ${toShort(perSecond)} runs/s,` +
          ` first ${toShort(first.p50)} ms, end ${toShort(end.p50)} ms`,
      );
      yield { workload, target: title, clients, summary };
    }
  }
}

async function main(options: Options): Promise<void> {
  const loadBefore = currentLoad();
  const rows: Row[] = [];
  const described = new Map<string, string>();
  for (const target of TARGETS.filter(({ id }) => options.targets.includes(id))) {
    if (interrupted) break;
    const { profile, concurrency } = options;
    const reportHere = (line: string): void => report(`${target.title}: ${line}`);
    const started = await target.start({ profile, concurrency, report: reportHere });
    if (started === null) continue;
    described.set(target.title, started.description);
    try {
      for await (const row of measureCells(target, started, options)) rows.push(row);
    } catch (error) {
      // What was measured so far still counts.
      reportHere(`failed: ${toText(error)}`);
      process.exitCode = 1;
    } finally {
      await started.stop();
    }
  }
  const workloads = WORKLOADS.filter(({ id }) => options.workloads.includes(id));
  const page = toPage(describeMachine(described, { ...options, loadBefore }), workloads, rows);
  console.log(page);
  if (options.out === null) return;
  await mkdir(dirname(options.out), { recursive: true });
  await writeFile(options.out, `${page}\n`);
}

try {
  const options = parseOptions(process.argv.slice(2));
  if (options === null) console.log(USAGE);
  else await main(options);
} catch (error) {
  report(toText(error));
  process.exitCode = 1;
}
