import type { Session } from "../db/database.ts";

/** A table of tenants' data, as an archive holds it: every column in its text form. */
export type ArchiveTable = { name: string; columns: { name: string; type: string }[] };

/** Tables inside the wall with the columns that are stored; generated ones come back by themselves. */
export async function listTables({ query }: Session): Promise<ArchiveTable[]> {
  const rows = await query<{ name: string; column: string; type: string }>(
    `select c.relname as name, a.attname as column, format_type(a.atttypid, a.atttypmod) as type
     from pg_class c
     join pg_namespace n on n.oid = c.relnamespace
     join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and a.attgenerated = ''
     where n.nspname = 'public' and c.relkind = 'r'
       and exists (select 1 from pg_attribute t where t.attrelid = c.oid and t.attname = 'tenant_id')
     order by c.relname, a.attnum`,
  );
  const tables = new Map<string, ArchiveTable>();
  for (const { name, column, type } of rows) {
    const table = tables.get(name) ?? { name, columns: [] };
    table.columns.push({ name: column, type });
    tables.set(name, table);
  }
  return [...tables.values()];
}

/** A name out of a catalogue or a file, as SQL. */
export function quote(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}
