import { randomBytes } from "node:crypto";
import { cp, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import postgres from "postgres";
import { inject } from "vitest";
import type { Database } from "../../src/db/database.ts";
import { openEmbeddedDatabase } from "../../src/db/embedded/open.ts";
import { migrate } from "../../src/db/migrate.ts";
import { openServerDatabase } from "../../src/db/server/open.ts";

/** Only this variable asks for a server; a developer's own DATABASE_URL is never touched by a test. */
export const SERVER_URL = process.env["RAPTORFLOW_TEST_DATABASE_URL"];

/** A folder on a file system of about 100 MB, e.g. `mount -t tmpfs -o size=100m tmpfs <folder>`. */
export const SMALL_DISK = process.env["RAPTORFLOW_TEST_SMALL_DISK"];

/** Creates a database on the server, empty or from a template, and returns its URL with a way to drop it. */
export async function createServerDatabase(
  serverUrl: string,
  template = "template1",
): Promise<{ url: string; drop(): Promise<void> }> {
  const name = `test_${randomBytes(6).toString("hex")}`;
  const admin = postgres(serverUrl, { max: 1, onnotice: () => {} });
  await admin.unsafe(`create database ${name} template ${template}`);
  const url = new URL(serverUrl);
  url.pathname = `/${name}`;
  return {
    url: url.href,
    async drop() {
      await admin.unsafe(`drop database if exists ${name} with (force)`);
      await admin.end();
    },
  };
}

/** A fresh migrated database for one test file: embedded, or on the server that was asked for. */
export async function openTestDatabase(): Promise<Database> {
  const template = inject("template");
  return SERVER_URL === undefined ? openCopiedFolder(template) : openCopiedDatabase(SERVER_URL, template);
}

async function openCopiedFolder(template: string): Promise<Database> {
  const dataDir = await mkdtemp(join(tmpdir(), "raptorflow-test-"));
  await cp(template, dataDir, { recursive: true });
  const database = await openEmbeddedDatabase({ dataDir, migrate });
  return withAfterClose(database, () => rm(dataDir, { recursive: true, force: true }));
}

async function openCopiedDatabase(serverUrl: string, template: string): Promise<Database> {
  const { url, drop } = await createServerDatabase(serverUrl, template);
  return withAfterClose(await openServerDatabase({ url, migrate }), drop);
}

function withAfterClose(database: Database, after: () => Promise<void>): Database {
  return {
    ...database,
    async close() {
      await database.close();
      await after();
    },
  };
}
