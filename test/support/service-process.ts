// A service with the test graphs in a process of its own, to be killed or stopped from outside.
// Arguments: data folder or database URL, lease in milliseconds, further options as JSON.
import { openRedisBus } from "../../src/bus/redis-bus.ts";
import { openDatabase } from "../../src/db/open-database.ts";
import { createLog } from "../../src/telemetry/log.ts";
import { buildAsker, buildSteps, buildTokens, toCatalogue } from "./graphs.ts";
import { startTestService } from "./service.ts";
import type { SpawnOptions } from "./spawn-service.ts";
import { buildThinker } from "./thinker.ts";

const [where = "", lease = "2000", rest = "{}"] = process.argv.slice(2);
const { redisUrl, graceMs = 500, modelUrl = "http://127.0.0.1:9/v1" } = JSON.parse(rest) as SpawnOptions;
const isUrl = where.startsWith("postgres");
const db = await openDatabase({ url: isUrl ? where : null, folder: where });
const graphs = toCatalogue({
  steps: buildSteps(10),
  tokens: buildTokens(200),
  asker: buildAsker(),
  thinker: buildThinker(modelUrl),
});
const log = createLog({ level: "silent", destination: process.stderr });
const bus = redisUrl === undefined ? undefined : openRedisBus({ url: redisUrl, log });
const service = await startTestService(db, graphs, {
  leaseMs: Number(lease),
  settings: bus === undefined ? {} : { bus },
});
process.stdout.write(`ready ${service.url}\n`);
process.on("SIGTERM", () => {
  void service.close(graceMs).then(async () => {
    await bus?.close();
    await db.close();
    process.exit(0);
  });
});
