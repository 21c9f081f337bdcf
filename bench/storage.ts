// What a long conversation takes up in the database: `node bench/storage.ts --help`.
import { parseArgs } from "node:util";
import type { Database } from "../src/db/database.ts";
import { allowAll } from "../src/domain/authorization.ts";
import { systemClock } from "../src/domain/clock.ts";
import { LOCAL_TENANT_ID, newId } from "../src/domain/ids.ts";
import type { CallContext } from "../src/domain/principal.ts";
import { createTrimLog } from "../src/engine/trim-log.ts";
import { createProtocol, KEPT_LOG_BYTES, type Protocol } from "../src/protocol/create-protocol.ts";
import { createLog } from "../src/telemetry/log.ts";
import { describeComputer } from "./storage/computer.ts";
import { CONVERSATIONS, toQuestion } from "./storage/graphs.ts";
import { openScratchDatabase } from "./storage/scratch-database.ts";

const USAGE = `node bench/storage.ts [options]

  --turns N    turns of each conversation (200)
  --only NAME  ${Object.keys(CONVERSATIONS).join(" or ")}; all without it

Prints what GET /threads/:id/storage says along the way, and the event log as a sweep leaves it. RAPTORFLOW_BENCH_DATABASE_URL names a PostgreSQL; without it
the database is the embedded one, in a folder of its own.`;

type Row = { turn: number; state: number; bytes: number; parts: number[]; log: number };

const ctx: CallContext = {
  principal: { tenantId: LOCAL_TENANT_ID, identity: "bench", permissions: [], user: null },
  authorize: allowAll,
  requestId: "bench",
};

async function talk({ verbs }: Protocol, db: Database, graphId: string, turns: number): Promise<Row[]> {
  const { thread_id: threadId } = await verbs.threads.create({ ctx, input: {} });
  const trimLog = createTrimLog({ db, keepBytes: KEPT_LOG_BYTES });
  const rows: Row[] = [];
  const shown = new Set([
    1,
    ...Array.from({ length: 8 }, (_, index) => Math.round(((index + 1) * turns) / 8)),
  ]);
  for (let turn = 1; turn <= turns; turn++) {
    const body = { assistant_id: graphId, input: { messages: [toQuestion(turn)] } };
    const run = await verbs.runs.create({ ctx, input: { threadId, body, headers: {} } });
    const state = await verbs.runs.output({ ctx, input: { threadId, runId: run.run_id } });
    if (!shown.has(turn)) continue;
    await trimLog(LOCAL_TENANT_ID, threadId);
    const storage = await verbs.threads.storage({ ctx, input: { threadId } });
    const { checkpoints, channel_values: values, pending_writes: writes } = storage;
    rows.push({
      turn,
      state: JSON.stringify(state).length,
      bytes: storage.total_bytes,
      parts: [checkpoints.bytes, values.bytes, writes.bytes],
      log: await measureLog(db, threadId),
    });
  }
  return rows;
}

async function measureLog(db: Database, threadId: string): Promise<number> {
  const [row] = await db.run<{ bytes: number | null }>(
    LOCAL_TENANT_ID,
    "select sum(pg_column_size(data)) as bytes from thread_events where tenant_id = $1 and thread_id = $2",
    [LOCAL_TENANT_ID, threadId],
  );
  return row?.bytes ?? 0;
}

function toTable(rows: Row[]): string {
  const kilobytes = (bytes: number): string => (bytes / 1024).toFixed(bytes < 102_400 ? 1 : 0);
  const lines = rows.map(({ turn, state, bytes, parts, log }, index) => {
    const before = rows[index - 1] ?? { turn: 0, bytes: 0 };
    const perTurn = (bytes - before.bytes) / (turn - before.turn);
    return `| ${[turn, kilobytes(state), kilobytes(bytes), kilobytes(perTurn), ...parts.map(kilobytes), kilobytes(log)].join(" | ")} |`;
  });
  return [
    "| turn | state KB | storage KB | KB per turn since | checkpoints | values | writes | event log KB |",
    "|--:|--:|--:|--:|--:|--:|--:|--:|",
    ...lines,
  ].join("\n");
}

async function main(turns: number, only: string | undefined): Promise<void> {
  const { db, close } = await openScratchDatabase();
  try {
    const graphs = {
      ids: () => Object.keys(CONVERSATIONS),
      has: (graphId: string) => graphId in CONVERSATIONS,
      describe: () => ({ description: null }),
      async open(graphId: string) {
        const found = CONVERSATIONS[graphId];
        if (found === undefined) throw new Error(`No graph ${graphId}`);
        return found.graph;
      },
    };
    const log = createLog({ level: "warn", destination: process.stderr });
    const seams = { db, clock: systemClock, newId, log, graphs };
    const protocol = await createProtocol({
      ...seams,
      concurrency: 4,
      leaseMs: 10_000,
      apiUrl: null,
      version: "bench",
    });
    await protocol.worker.start();
    console.log(`# Storage of a conversation\n\n${describeComputer(db.description)}`);
    for (const [graphId, { title }] of Object.entries(CONVERSATIONS)) {
      if (only !== undefined && only !== graphId) continue;
      console.log(`\n## ${title}\n\n${toTable(await talk(protocol, db, graphId, turns))}`);
    }
    await protocol.worker.drain(1_000);
    await protocol.close();
  } finally {
    await close();
  }
}

const { values } = parseArgs({
  options: {
    turns: { type: "string", default: "200" },
    only: { type: "string" },
    help: { type: "boolean", default: false },
  },
});
if (values.help) console.log(USAGE);
else await main(Number(values.turns), values.only);
