import postgres from "postgres";
import { AppError } from "../../domain/errors.ts";
import type { Database, OwnerSession, Row, Session } from "../database.ts";
import { DATE, INT8, TIMESTAMP, TIMESTAMPTZ, toIsoText } from "../row-types.ts";
import { APP_ROLE } from "../tenant-table.ts";
import { createLanes, type Lanes } from "./lanes.ts";
import { toUnavailable } from "./unavailable.ts";

const JSON_TEXT = 114;
const JSON_BINARY = 3802;
/** Connections for single statements, and for transactions, look-ups across tenants and notifications. */
const LANES = 12;
const POOL_SIZE = 8;
const OLDEST_VERSION = 150_000;

type ServerOptions = { url: string; migrate(owner: OwnerSession): Promise<void> };
type Sql = ReturnType<typeof connect>;

/** A real Postgres. Every connection works as the role that owns nothing. */
export async function openServerDatabase({ url, migrate }: ServerOptions): Promise<Database> {
  const description = await prepare(url, migrate);
  const connection = { role: APP_ROLE, TimeZone: "UTC" };
  const lanes = createLanes({
    count: LANES,
    open(onclose) {
      const sql = connect(url, { max: 1, connection, onclose });
      return { query: (text, values) => unsafe(sql, text, values), end: () => sql.end({ timeout: 5 }) };
    },
  });
  return toDatabase(connect(url, { max: POOL_SIZE, connection }), lanes, description);
}

type ConnectOptions = { max: number; connection: Record<string, string>; onclose?: () => void };

function connect(url: string, options: ConnectOptions) {
  const asText = { serialize: String };
  return postgres(url, {
    ...options,
    connect_timeout: 10,
    onnotice: () => {},
    connection: { application_name: "raptorflow", ...options.connection },
    types: {
      int8: { to: INT8, from: [INT8], parse: Number, ...asText },
      moment: { to: TIMESTAMPTZ, from: [TIMESTAMP, TIMESTAMPTZ], parse: toIsoText, ...asText },
      day: { to: DATE, from: [DATE], parse: String, ...asText },
      // JSON arrives as text already: the driver would encode it a second time.
      json: { to: JSON_TEXT, from: [JSON_TEXT], parse: JSON.parse, ...asText },
      jsonb: { to: JSON_BINARY, from: [JSON_BINARY], parse: JSON.parse, ...asText },
    },
  });
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

async function unsafe<T extends Row>(
  sql: Pick<Sql, "unsafe">,
  text: string,
  values: readonly unknown[],
): Promise<T[]> {
  // The driver knows how to write all of these; its types only list the commonest.
  const parameters = values.map((value) => (value === undefined ? null : value)) as never[];
  try {
    return [...(await sql.unsafe<T[]>(text, parameters, { prepare: true }))];
  } catch (error) {
    throw toUnavailable(error);
  }
}

const UUID = /^[0-9a-f-]{36}$/i;

/** The tenant stands in the statement itself, so that it travels together with `begin`. */
function toBegin(tenantId: string): string {
  if (!UUID.test(tenantId)) throw new AppError("internal", "A tenant id must be a UUID");
  return `begin; select set_config('app.tenant_id', '${tenantId}', true)`;
}

function toDatabase(sql: Sql, lanes: Lanes, description: string): Database {
  const database: Database = {
    kind: "server",
    description,
    system: (text, values = []) => unsafe(sql, text, values),
    run: (tenantId, text, values = []) => lanes.run(tenantId, text, values),
    async transaction(tenantId, work) {
      const begin = toBegin(tenantId);
      const connection = await sql.reserve();
      const session: Session = { query: (text, values = []) => unsafe(connection, text, values) };
      try {
        await connection.unsafe(begin).simple();
        try {
          const result = await work(session);
          await connection.unsafe("commit").simple();
          return result;
        } catch (error) {
          // On a lost connection there is nothing to roll back.
          await connection
            .unsafe("rollback")
            .simple()
            .catch(() => undefined);
          throw toUnavailable(error);
        }
      } finally {
        connection.release();
      }
    },
    async listen(channel, onPayload) {
      const { unlisten } = await sql.listen(channel, onPayload);
      return unlisten;
    },
    async notify(channel, payload) {
      await sql.notify(channel, payload);
    },
    async close() {
      await Promise.all([lanes.end(), sql.end({ timeout: 5 })]);
    },
  };
  return database;
}
