import { randomBytes } from "node:crypto";
import postgres from "postgres";
import type { Database } from "../../src/db/database.ts";
import { openEmbeddedDatabase } from "../../src/db/embedded/open.ts";
import { migrate } from "../../src/db/migrate.ts";
import { openServerDatabase } from "../../src/db/server/open.ts";

/** Only this variable asks for a server; a developer's own DATABASE_URL is never touched by a test. */
export const SERVER_URL = process.env["RAPTORFLOW_TEST_DATABASE_URL"];

/** Creates an empty database on the server and returns its URL with a way to drop it. */
export async function createServerDatabase(serverUrl: string): Promise<{ url: string; drop(): Promise<void> }> {
  const name = `test_${randomBytes(6).toString("hex")}`;
  const admin = postgres(serverUrl, { max: 1, onnotice: () => {} });
  await admin.unsafe(`create database ${name}`);
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
  if (SERVER_URL === undefined) return openEmbeddedDatabase({ dataDir: null, migrate });
  const { url, drop } = await createServerDatabase(SERVER_URL);
  const database = await openServerDatabase({ url, migrate });
  return {
    ...database,
    async close() {
      await database.close();
      await drop();
    },
  };
}
