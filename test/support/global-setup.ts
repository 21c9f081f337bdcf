import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TestProject } from "vitest/node";
import type { Database } from "../../src/db/database.ts";
import { openEmbeddedDatabase } from "../../src/db/embedded/open.ts";
import { migrate } from "../../src/db/migrate.ts";
import { openServerDatabase } from "../../src/db/server/open.ts";
import { openBoss } from "../../src/jobs/open-boss.ts";
import { createServerDatabase, SERVER_URL } from "./database.ts";

declare module "vitest" {
  export interface ProvidedContext {
    /** A migrated database to copy: a folder, or the name of a database on the server. */
    template: string;
  }
}

/** Migrates once; every test file gets a copy. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  if (SERVER_URL !== undefined) {
    const { url, drop } = await createServerDatabase(SERVER_URL);
    await prepare(await openServerDatabase({ url, migrate }));
    project.provide("template", new URL(url).pathname.slice(1));
    return drop;
  }
  const folder = await mkdtemp(join(tmpdir(), "raptorflow-template-"));
  await prepare(await openEmbeddedDatabase({ dataDir: folder, migrate }));
  project.provide("template", folder);
  return () => rm(folder, { recursive: true, force: true });
}

/** The tables of the job queue, which a service makes behind its start, are there already. */
async function prepare(db: Database): Promise<void> {
  const boss = await openBoss({ db, scheduled: false, onJob() {}, onTrouble() {} });
  await boss.stop({ graceful: false, close: false });
  await db.close();
}
