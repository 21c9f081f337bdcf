import { AppError } from "../../domain/errors.ts";
import type { Database, OwnerSession, Row } from "../database.ts";
import { APP_ROLE, JOBS_ROLE } from "../roles.ts";
import { connect, openConnection, unsafe, type Connection } from "./connection.ts";
import { createEars, type Ears } from "./ears.ts";
import { createLanes, type Lanes } from "./lanes.ts";
import { createPool, type Pool } from "./pool.ts";

/** Connections for single statements, and for transactions, look-ups across tenants and notifications. */
const LANES = 12;
const POOL_SIZE = 8;
/** For the job queue: its workers take turns. */
const JOBS_POOL_SIZE = 2;
const OLDEST_VERSION = 150_000;

type ServerOptions = { url: string; migrate(owner: OwnerSession): Promise<void> };

/** A real Postgres. Every connection works as the role that owns nothing. */
export async function openServerDatabase({ url, migrate }: ServerOptions): Promise<Database> {
  const description = await prepare(url, migrate);
  // Nobody's locks outlive a process that stands still.
  const connection = {
    role: APP_ROLE,
    TimeZone: "UTC",
    idle_in_transaction_session_timeout: "30000",
    plan_cache_mode: "force_generic_plan",
    jit: "off",
  };
  const open = (onLost: () => void): Connection => openConnection(url, connection, onLost);
  const pool = createPool({ count: POOL_SIZE, open });
  await refuseOtherRole(pool);
  const ears = createEars({ open: (onNotify, onLost) => openConnection(url, connection, onLost, onNotify) });
  const jobs = createPool({
    count: JOBS_POOL_SIZE,
    open: (onLost) => openConnection(url, { ...connection, role: JOBS_ROLE }, onLost),
  });
  return toDatabase({ pool, lanes: createLanes({ count: LANES, open }), ears, jobs }, description);
}

/** A pooler in between may drop what a connection asks for at its start, and with it the wall. */
async function refuseOtherRole(pool: Pool): Promise<void> {
  const [row] = await pool.use(({ query }) => query<{ role: string }>("select current_user as role", []));
  if (row?.role === APP_ROLE) return;
  throw new AppError(
    "config_invalid",
    `The database lets the service work as ${row?.role ?? "nobody"}, not as ${APP_ROLE}`,
    {
      fix: "Connect to Postgres itself: a pooler that ignores the start-up parameter role takes down the wall between tenants.",
    },
  );
}

async function prepare(url: string, migrate: ServerOptions["migrate"]): Promise<string> {
  const sql = connect(url, { max: 1, connection: { TimeZone: "UTC" } });
  try {
    const [server] = await sql<{ version: number; words: string }[]>`
      select current_setting('server_version_num')::int as version, current_setting('server_version') as words`;
    if (server === undefined || server.version < OLDEST_VERSION) {
      throw new AppError(
        "config_invalid",
        `DATABASE_URL is Postgres ${server?.words ?? "of unknown version"}`,
        {
          fix: "Use Postgres 15 or newer, with pgvector.",
        },
      );
    }
    await migrate({
      query: <T extends Row>(text: string, values: readonly unknown[] = []) => unsafe<T>(sql, text, values),
      execute: async (statements) => {
        await sql.unsafe(statements).simple();
      },
    });
    return `Postgres ${server.words} at ${new URL(url).host}`;
  } finally {
    await sql.end({ timeout: 5 });
  }
}

const UUID = /^[0-9a-f-]{36}$/i;

/** The tenant stands in the statement itself, so that it travels together with `begin`. */
function toBegin(tenantId: string, isSnapshot: boolean): string {
  if (!UUID.test(tenantId)) throw new AppError("internal", "A tenant id must be a UUID");
  const how = isSnapshot ? " isolation level repeatable read read only" : "";
  return `begin${how}; select set_config('app.tenant_id', '${tenantId}', true)`;
}

type Ways = { pool: Pool; lanes: Lanes; ears: Ears; jobs: Pool };

function toDatabase({ pool, lanes, ears, jobs }: Ways, description: string): Database {
  const database: Database = {
    kind: "server",
    description,
    system: (text, values = []) => pool.use(({ query }) => query(text, values)),
    run: (tenantId, text, values = []) => lanes.run(tenantId, text, values),
    jobs: (text, values = []) => jobs.use((connection) => queryOrExecute(connection, text, values)),
    transaction: (tenantId, work, { snapshot } = { snapshot: false }) =>
      pool.use(async (connection) => {
        await connection.execute(toBegin(tenantId, snapshot));
        try {
          const result = await work({ query: (text, values = []) => connection.query(text, values) });
          await connection.execute("commit");
          return result;
        } catch (error) {
          if (!connection.isLost()) await connection.execute("rollback");
          throw error;
        }
      }),
    listen: (channel, onPayload, onGap = () => {}) => ears.listen(channel, { onPayload, onGap }),
    async close() {
      await Promise.all([lanes.end(), pool.end(), ears.end(), jobs.end()]);
    },
  };
  return database;
}

async function queryOrExecute<T extends Row>(
  connection: Connection,
  text: string,
  values: readonly unknown[],
): Promise<T[]> {
  if (values.length > 0) return connection.query<T>(text, values);
  try {
    return (await connection.execute(text)) as T[];
  } catch (error) {
    // Statements that begin a transaction among them leave it open when they fail.
    if (!connection.isLost()) await connection.execute("rollback");
    throw error;
  }
}
