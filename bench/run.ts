// Measures RaptorFlow against the graph alone and against the least that serves it: `node bench/run.ts --help`.
import { mkdir, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import { toText } from "./error-text.ts";
import type { Measured } from "./measure/drive.ts";
import { summarise } from "./measure/summarise.ts";
import { parseOptions, USAGE, type Options } from "./options.ts";
import { currentLoad, describeMachine, toPage, toShort, type Row } from "./page.ts";
import { TARGETS } from "./targets/targets.ts";
import type { StartedTarget } from "./targets/target.ts";
import { WORKLOADS } from "./workloads.ts";

const WARM_UP_SECONDS = 1;

let interrupted = false;
process.once("SIGINT", () => (interrupted = true));

/** Progress goes to stderr, so that stdout holds nothing but the page. */
const report = (line: string): void => console.error(line);

type Running = { title: string; started: StartedTarget };

/**
 * One cell after the other, and in each the targets by turns: what else the machine does meanwhile slows them alike, so
 * that they can be compared.
 */
async function* measureCells(running: readonly Running[], options: Options): AsyncGenerator<Row> {
  for (const workload of WORKLOADS.filter(({ id }) => options.workloads.includes(id))) {
    for (const clients of options.clients) {
      const measured = running.map((): Measured[] => []);
      for (let round = 0; round < options.rounds && !interrupted; round++) {
        const load = {
          clients,
          seconds: options.seconds / options.rounds,
          warmUpSeconds: Math.min(WARM_UP_SECONDS, options.seconds),
        };
        for (const [index, { started }] of running.entries())
          measured[index]?.push(await started.measure(workload, load));
      }
      for (const [index, { title }] of running.entries()) {
        const rounds = measured[index] ?? [];
        if (rounds.length === 0) return;
        const summary = summarise(rounds);
        report(
          `${title}, ${workload.id}, ${clients} clients: ${toShort(summary.perSecond)} runs/s,` +
            ` first ${toShort(summary.first.p50)} ms, end ${toShort(summary.end.p50)} ms`,
        );
        yield { workload, target: title, clients, summary };
      }
    }
  }
}

async function startAll({ targets, profile, concurrency }: Options): Promise<Running[]> {
  const running: Running[] = [];
  for (const target of TARGETS.filter(({ id }) => targets.includes(id))) {
    const reportHere = (line: string): void => report(`${target.title}: ${line}`);
    const started = await target.start({ profile, concurrency, report: reportHere });
    if (started !== null) running.push({ title: target.title, started });
  }
  return running;
}

async function main(options: Options): Promise<void> {
  const loadBefore = currentLoad();
  const rows: Row[] = [];
  const running = await startAll(options);
  try {
    for await (const row of measureCells(running, options)) rows.push(row);
  } catch (error) {
    // What was measured so far still counts.
    report(`failed: ${toText(error)}`);
    process.exitCode = 1;
  } finally {
    for (const { started } of running) await started.stop();
  }
  const workloads = WORKLOADS.filter(({ id }) => options.workloads.includes(id));
  const described = new Map(running.map(({ title, started }) => [title, started.description]));
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
