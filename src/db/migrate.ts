import { createHash } from "node:crypto";
import { readFile, readdir } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { AppError } from "../domain/errors.ts";
import type { OwnerSession } from "./database.ts";

const FOLDER = fileURLToPath(new URL("../../drizzle/", import.meta.url));
const FRAME = "before.sql and after.sql";

type Migration = { name: string; sql: string };

/** Names of the migrations this build knows, oldest first. */
export async function listMigrations(): Promise<string[]> {
  const files = await readdir(FOLDER);
  return files
    .filter((file) => /^\d+_.*\.sql$/.test(file))
    .toSorted()
    .map((file) => file.slice(0, -".sql".length));
}

/**
 * Brings the schema up to date as its owner. Safe with several processes: one works, the others wait and find nothing
 * to do. Throws `data_folder_newer` when a newer build has been here.
 */
export async function migrate(owner: OwnerSession): Promise<void> {
  await owner.query("select pg_advisory_lock(hashtextextended('raptorflow.migrate', 0))");
  try {
    await bringUpToDate(owner);
  } finally {
    await owner.query("select pg_advisory_unlock(hashtextextended('raptorflow.migrate', 0))");
  }
}

async function bringUpToDate(owner: OwnerSession): Promise<void> {
  const names = await listMigrations();
  const applied = await readJournal(owner);
  refuseNewer(
    names,
    [...applied.keys()].filter((name) => name !== FRAME),
  );

  const before = await readFile(`${FOLDER}before.sql`, "utf8");
  const after = await readFile(`${FOLDER}after.sql`, "utf8");
  const frameHash = createHash("sha256").update(before).update(after).digest("hex");
  const pending = names.filter((name) => !applied.has(name));
  if (pending.length === 0 && applied.get(FRAME) === frameHash) return;

  await owner.execute(before);
  for (const name of pending)
    await apply(owner, { name, sql: await readFile(`${FOLDER}${name}.sql`, "utf8") });
  await inTransaction(owner, `${after}; ${toJournalEntry(FRAME, frameHash)}`);
}

async function readJournal(owner: OwnerSession): Promise<Map<string, string>> {
  const [journal] = await owner.query<{ found: boolean }>(
    "select to_regclass('raptorflow_migrations.journal') is not null as found",
  );
  if (journal?.found !== true) return new Map();
  const rows = await owner.query<{ name: string; hash: string }>(
    "select name, hash from raptorflow_migrations.journal",
  );
  return new Map(rows.map(({ name, hash }) => [name, hash]));
}

function refuseNewer(known: string[], applied: string[]): void {
  const unknown = applied.filter((name) => !known.includes(name));
  if (unknown.length === 0) return;
  throw new AppError(
    "data_folder_newer",
    `The database was used by a newer RaptorFlow (it knows ${unknown.join(", ")})`,
    {
      fix: "Run that version or a newer one, or point this one at another database or data folder.",
    },
  );
}

async function apply(owner: OwnerSession, { name, sql }: Migration): Promise<void> {
  const statements = sql.replaceAll("--> statement-breakpoint", "");
  const hash = createHash("sha256").update(sql).digest("hex");
  await inTransaction(owner, `${statements}; ${toJournalEntry(name, hash)}`);
}

async function inTransaction(owner: OwnerSession, statements: string): Promise<void> {
  try {
    await owner.execute(`begin; ${statements}; commit;`);
  } catch (error) {
    await owner.execute("rollback");
    throw error;
  }
}

function toJournalEntry(name: string, hash: string): string {
  return `insert into raptorflow_migrations.journal (name, hash) values ('${name}', '${hash}')
    on conflict (name) do update set hash = excluded.hash, applied_at = now()`;
}
