import { sql, type BuildColumns, type BuildExtraConfigColumns } from "drizzle-orm";
import {
  pgPolicy,
  pgRole,
  pgTable,
  uuid,
  type PgColumnBuilderBase,
  type PgTableExtraConfigValue,
  type PgTableWithColumns,
} from "drizzle-orm/pg-core";
import { APP_ROLE } from "./roles.ts";

const appRole = pgRole(APP_ROLE).existing();
const sameTenant = sql`tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid)`;

const tenantColumn = { tenantId: uuid("tenant_id").notNull() };
type WithTenant<Columns> = Columns & typeof tenantColumn;
type TenantTable<Name extends string, Columns extends Record<string, PgColumnBuilderBase>> = Omit<
  PgTableWithColumns<{
    name: Name;
    schema: undefined;
    columns: BuildColumns<Name, WithTenant<Columns>, "pg">;
    dialect: "pg";
  }>,
  "enableRLS"
>;

/**
 * A table inside the wall: it gets `tenant_id`, row-level security and the one policy that every table of ours has.
 * `drizzle/after.sql` forces the policy on the owner as well.
 */
export function tenantTable<Name extends string, Columns extends Record<string, PgColumnBuilderBase>>(
  name: Name,
  columns: Columns,
  extras: (table: BuildExtraConfigColumns<Name, WithTenant<Columns>, "pg">) => PgTableExtraConfigValue[],
): TenantTable<Name, Columns> {
  return pgTable(name, { ...tenantColumn, ...columns } as WithTenant<Columns>, (table) => [
    pgPolicy("tenant_isolation", { for: "all", to: appRole, using: sameTenant, withCheck: sameTenant }),
    ...extras(table),
  ]).enableRLS();
}
