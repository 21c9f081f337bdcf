import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Database } from "../../src/db/database.ts";
import { openDatabase } from "../../src/db/open-database.ts";
import { createFreshDatabase } from "../postgres/fresh-database.ts";

type Scratch = { db: Database; /** null: embedded. */ url: string | null; close(): Promise<void> };

/** An empty database that is gone afterwards: on the server that the environment names, else the embedded one. */
export async function openScratchDatabase(): Promise<Scratch> {
  const server = process.env["RAPTORFLOW_BENCH_DATABASE_URL"];
  if (server !== undefined && server !== "") {
    const { url, drop } = await createFreshDatabase(server);
    const db = await openDatabase({ url, folder: "" });
    return { db, url, close: () => db.close().then(drop) };
  }
  const folder = await mkdtemp(join(tmpdir(), "raptorflow-bench-"));
  const db = await openDatabase({ url: null, folder });
  return { db, url: null, close: () => db.close().then(() => rm(folder, { recursive: true, force: true })) };
}
