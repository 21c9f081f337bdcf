import type { Database, Session } from "../db/database.ts";
import { listMigrations } from "../db/migrate.ts";
import { AppError } from "../domain/errors.ts";
import { isEnd, isHeader, isSection, readArchive, type ArchiveRow, type Header } from "./archive-line.ts";
import { listTables, quote, type ArchiveTable } from "./archive-table.ts";

type ImportOptions = {
  db: Database;
  file: string;
  onProgress(progress: { tenant: string; table: string; rows: number }): void;
};

const BATCH_ROWS = 200;
const BATCH_CHARACTERS = 2_000_000;
/** What a service writes by itself when it first starts. */
const MADE_AT_START = new Set(["assistants", "assistant_versions"]);

/**
 * Puts an archive into a database that holds nothing yet; each tenant comes whole or not at all. Throws
 * `config_invalid` for a damaged file, `data_folder_newer` for one of a newer build, `not_empty` otherwise.
 */
export async function importArchive({
  db,
  file,
  onProgress,
}: ImportOptions): Promise<{ tenants: number; rows: number }> {
  const header = await checkArchive(file);
  for (const tenant of header.tenants) await refuseData(db, tenant);
  let rows = 0;
  for (const tenant of header.tenants) {
    rows += await db.transaction(tenant, async (session) => {
      const here = await listTables(session);
      for (const table of here.filter(({ name }) => MADE_AT_START.has(name)))
        await session.query(`delete from ${quote(table.name)} where tenant_id = $1::uuid`, [tenant]);
      return importTenant(session, { file, tenant, here, onProgress });
    });
  }
  return { tenants: header.tenants.length, rows };
}

/** Reads the file to its end before anything is written. */
async function checkArchive(file: string): Promise<Header> {
  let header: Header | null = null;
  let rows = 0;
  for await (const line of readArchive(file)) {
    if (Array.isArray(line)) rows += 1;
    else if (isHeader(line)) header = line;
    else if (isEnd(line) && line.rows !== rows)
      throw new AppError("config_invalid", `${file} holds ${rows} rows of ${line.rows}`);
  }
  if (header === null) throw new AppError("config_invalid", `${file} is empty`);
  const known = new Set(await listMigrations());
  const unknown = header.migrations.filter((name) => !known.has(name));
  if (unknown.length > 0)
    throw new AppError(
      "data_folder_newer",
      `${file} is of a newer RaptorFlow (it knows ${unknown.join(", ")})`,
      {
        fix: "Import it with that version or a newer one.",
      },
    );
  return header;
}

async function refuseData(db: Database, tenant: string): Promise<void> {
  const found = await db.transaction(tenant, async (session) => {
    const tables = await listTables(session);
    for (const { name } of tables.filter((table) => !MADE_AT_START.has(table.name))) {
      const [row] = await session.query(`select 1 from ${quote(name)} limit 1`);
      if (row !== undefined) return name;
    }
    return null;
  });
  if (found === null) return;
  throw new AppError("not_empty", `The database already holds data of tenant ${tenant} (table ${found})`, {
    fix: "Import into a new database or an empty data folder.",
  });
}

type TenantImport = { file: string; tenant: string; here: ArchiveTable[] } & Pick<
  ImportOptions,
  "onProgress"
>;

async function importTenant(
  session: Session,
  { file, tenant, here, onProgress }: TenantImport,
): Promise<number> {
  let header: Header | null = null;
  let insert: ReturnType<typeof createInsert> | null = null;
  let total = 0;
  const finish = async (): Promise<void> => {
    const done = await insert?.finish();
    if (done === undefined) return;
    total += done.rows;
    onProgress({ tenant, ...done });
  };
  for await (const line of readArchive(file)) {
    if (Array.isArray(line)) await insert?.add(line);
    else if (isHeader(line)) header = line;
    else {
      await finish();
      insert = null;
      if (isSection(line) && line.tenant === tenant && header !== null)
        insert = createInsert(session, findTable(header.tables, line.table), here);
    }
  }
  return total;
}

function findTable(tables: readonly ArchiveTable[], name: string): ArchiveTable {
  const table = tables.find((each) => each.name === name);
  if (table === undefined)
    throw new AppError("config_invalid", `The archive's header does not know table ${name}`);
  return table;
}

/** Rows in batches; columns that this build no longer has are left out. */
function createInsert({ query }: Session, table: ArchiveTable, here: readonly ArchiveTable[]) {
  const target = findTable(here, table.name);
  const kept = table.columns
    .map((column, index) => ({ index, column: target.columns.find(({ name }) => name === column.name) }))
    .flatMap(({ index, column }) => (column === undefined ? [] : [{ index, ...column }]));
  const names = kept.map(({ name }) => quote(name)).join(", ");
  // One parameter, whose texts arrive as they are; in an array drivers differ over what is null.
  const casts = kept.map(({ index, type }) => `(r.texts ->> ${index})::${type}`).join(", ");
  const statement = `insert into ${quote(table.name)} (${names}) select ${casts} from jsonb_array_elements($1::jsonb) as r (texts)`;
  let batch: ArchiveRow[] = [];
  let characters = 0;
  let rows = 0;

  async function flush(): Promise<void> {
    if (batch.length === 0) return;
    const texts = JSON.stringify(batch);
    rows += batch.length;
    batch = [];
    characters = 0;
    await query(statement, [texts]);
  }
  return {
    async add(row: ArchiveRow): Promise<void> {
      batch.push(row);
      for (const text of row) characters += text?.length ?? 0;
      if (batch.length >= BATCH_ROWS || characters >= BATCH_CHARACTERS) await flush();
    },
    async finish(): Promise<{ table: string; rows: number }> {
      await flush();
      return { table: table.name, rows };
    },
  };
}
