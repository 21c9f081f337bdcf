// One of the processes that chaos befalls. One argument: `ProcessOptions` as JSON.
import { openRedisBus } from "../../src/bus/redis-bus.ts";
import { openDatabase } from "../../src/db/open-database.ts";
import { createLog } from "../../src/telemetry/log.ts";
import { toCatalogue } from "../support/graphs.ts";
import { startTestService } from "../support/service.ts";
import type { ProcessOptions } from "./fleet.ts";
import { buildWork } from "./graph.ts";
import { createWitness } from "./witness.ts";

const { databaseUrl, redisUrl, folder, leaseMs } = JSON.parse(process.argv[2] ?? "{}") as ProcessOptions;
const log = createLog({ level: "warn", destination: process.stderr });
const db = await openDatabase({ url: databaseUrl, folder: "" });
const bus = openRedisBus({ url: redisUrl, log });
const graphs = toCatalogue({ work: buildWork(createWitness(folder)) });
const service = await startTestService(db, graphs, { leaseMs, settings: { bus, log, concurrency: 8 } });
process.stdout.write(`ready ${service.url}\n`);
process.on("SIGTERM", () => {
  void service.close(1_000).then(async () => {
    await bus.close();
    await db.close();
    process.exit(0);
  });
});
