// A service with the test graphs in a process of its own, to be killed or stopped from outside.
// Arguments: data folder or database URL, lease in milliseconds.
import { openDatabase } from "../../src/db/open-database.ts";
import { buildAsker, buildSteps, buildTokens, toCatalogue } from "./graphs.ts";
import { startTestService } from "./service.ts";

const [where = "", lease = "2000"] = process.argv.slice(2);
const isUrl = where.startsWith("postgres");
const db = await openDatabase({ url: isUrl ? where : null, folder: where });
const graphs = toCatalogue({ steps: buildSteps(10), tokens: buildTokens(200), asker: buildAsker() });
const service = await startTestService(db, graphs, { leaseMs: Number(lease) });
process.stdout.write(`ready ${service.url}\n`);
process.on("SIGTERM", () => {
  void service.close().then(async () => {
    await db.close();
    process.exit(0);
  });
});
