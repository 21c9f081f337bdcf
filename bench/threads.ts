// How fast a list of conversations is found: `node bench/threads.ts --help`.
import { performance } from "node:perf_hooks";
import { parseArgs } from "node:util";
import postgres from "postgres";
import type { Database } from "../src/db/database.ts";
import { allowAll } from "../src/domain/authorization.ts";
import { LOCAL_TENANT_ID } from "../src/domain/ids.ts";
import type { CallContext } from "../src/domain/principal.ts";
import { createSearchThreads } from "../src/threads/search-threads.ts";
import { fillThreads } from "./lists/fill-threads.ts";
import { LISTS, type List } from "./lists/lists.ts";
import { describeComputer } from "./storage/computer.ts";
import { openScratchDatabase } from "./storage/scratch-database.ts";

const USAGE = `node bench/threads.ts [options]

  --threads N  threads of one tenant (100000)
  --times N    searches of each kind (40)
  --explain    the plan of the first list as well

A page of a hundred threads and the exact total, in one statement, from asking the database to the JSON text of the
reply. RAPTORFLOW_BENCH_DATABASE_URL names a PostgreSQL, which is measured as it is loaded and after a vacuum, as
autovacuum keeps it; without it the database is the embedded one.`;

const ctx: CallContext = {
  principal: { tenantId: LOCAL_TENANT_ID, identity: "bench", permissions: [], user: null },
  authorize: allowAll,
  requestId: "bench",
};

async function measure(db: Database, { title, input }: List, times: number): Promise<string> {
  const search = createSearchThreads({ db });
  const spent: number[] = [];
  let found = { rows: 0, total: 0, bytes: 0 };
  for (let round = 0; round < times; round++) {
    const begun = performance.now();
    const { rows, total } = await search({ ctx, input });
    const bytes = JSON.stringify(rows).length;
    spent.push(performance.now() - begun);
    found = { rows: rows.length, total, bytes };
  }
  spent.sort((left, right) => left - right);
  const at = (share: number): string => (spent[Math.floor(share * (spent.length - 1))] ?? 0).toFixed(1);
  const size = `${(found.bytes / 1024).toFixed(0)} KB`;
  return `| ${[title, found.rows, found.total, size, at(0.5), at(0.95), at(1)].join(" | ")} |`;
}

async function measureAll(db: Database, heading: string, times: number): Promise<void> {
  console.log(`\n## ${heading}\n`);
  console.log("| list | rows | total | reply | p50 ms | p95 ms | max ms |\n|---|--:|--:|--:|--:|--:|--:|");
  for (const list of LISTS) console.log(await measure(db, list, times));
}

/** The plan of the very statement, caught on its way to the database. */
async function explain(db: Database): Promise<void> {
  const caught: { text: string; values: readonly unknown[] }[] = [];
  const spy: Database = {
    ...db,
    run(tenantId, text, values = []) {
      caught.push({ text, values });
      return db.run(tenantId, text, values);
    },
  };
  const [list] = LISTS;
  if (list !== undefined) await createSearchThreads({ db: spy })({ ctx, input: list.input });
  for (const { text, values } of caught) {
    const plan = await db.run(LOCAL_TENANT_ID, `explain (analyze, buffers) ${text}`, values);
    console.log(`\n\`\`\`\n${plan.map((row) => String(Object.values(row)[0])).join("\n")}\n\`\`\``);
  }
}

async function vacuum(url: string): Promise<void> {
  const owner = postgres(url, { max: 1, onnotice: () => {} });
  await owner.unsafe("vacuum analyze threads");
  await owner.end();
}

async function main(threads: number, times: number, withPlan: boolean): Promise<void> {
  const { db, url, close } = await openScratchDatabase();
  try {
    const begun = performance.now();
    await fillThreads(db, threads);
    const seconds = ((performance.now() - begun) / 1000).toFixed(0);
    console.log(
      `# Lists of ${threads} threads\n\n${describeComputer(db.description)}; filled in ${seconds} s`,
    );
    await measureAll(db, "As loaded", times);
    if (url !== null) {
      await vacuum(url);
      await measureAll(db, "After a vacuum", times);
    }
    if (withPlan) await explain(db);
  } finally {
    await close();
  }
}

const { values } = parseArgs({
  options: {
    threads: { type: "string", default: "100000" },
    times: { type: "string", default: "40" },
    explain: { type: "boolean", default: false },
    help: { type: "boolean", default: false },
  },
});
if (values.help) console.log(USAGE);
else await main(Number(values.threads), Number(values.times), values.explain);
