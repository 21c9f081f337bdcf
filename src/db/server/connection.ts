import postgres from "postgres";
import { AppError } from "../../domain/errors.ts";
import type { Row } from "../database.ts";
import { DATE, INT8, TIMESTAMP, TIMESTAMPTZ, toIsoText } from "../row-types.ts";
import { toUnavailable } from "./unavailable.ts";

const JSON_TEXT = 114;
const JSON_BINARY = 3802;
/** A network that forgets a connection stays silent for a quarter of an hour. */
const LONGEST_SILENCE_MS = 30_000;
const LOOK_MS = 5_000;

export type Sql = ReturnType<typeof connect>;
export type ConnectOptions = {
  max: number;
  connection: Record<string, string>;
  onclose?: () => void;
  onnotify?: ((channel: string, payload: string) => void) | undefined;
};

export function connect(url: string, options: ConnectOptions) {
  const asText = { serialize: String };
  return postgres(url, {
    ...options,
    connect_timeout: 10,
    // The driver would close a connection after its time while statements wait for it.
    max_lifetime: null,
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

export async function unsafe<T extends Row>(
  sql: Pick<Sql, "unsafe">,
  text: string,
  values: readonly unknown[],
): Promise<T[]> {
  // The driver knows how to write all of these; its types only list the commonest.
  const parameters = values.map((value) => (value === undefined ? null : value)) as never[];
  return [...(await sql.unsafe<T[]>(text, parameters, { prepare: true }))];
}

/** The driver answers several statements with a list of rows each, a single one with its rows. */
function toRows(answered: readonly (Row | readonly Row[])[]): Row[] {
  return answered.flat();
}

/** One connection. Once lost it is over: what still waited for it is rejected. */
export type Connection = {
  query<T extends Row>(text: string, values: readonly unknown[]): Promise<T[]>;
  /** Several statements in one message, without parameters; answers the rows of all of them. */
  execute(statements: string): Promise<Row[]>;
  isLost(): boolean;
  end(): Promise<void>;
};

/**
 * The driver opens a lost connection anew and sends on it what had waited for the old one: outside the transaction,
 * without the tenant. So a client of the driver lives as long as its connection and no longer.
 */
export function openConnection(
  url: string,
  connection: Record<string, string>,
  onLost: () => void,
  onnotify?: (channel: string, payload: string) => void,
): Connection {
  let over = false;
  let waiting = 0;
  let lastSign = 0;
  const stop = (): boolean => {
    if (over) return false;
    over = true;
    clearInterval(watch);
    return true;
  };
  const lose = (): void => {
    if (!stop()) return;
    void sql.end({ timeout: 0 });
    onLost();
  };
  const watch = setInterval(() => {
    if (waiting > 0 && performance.now() - lastSign > LONGEST_SILENCE_MS) lose();
  }, LOOK_MS);
  watch.unref();
  const sql = connect(url, { max: 1, connection, onclose: lose, onnotify });

  async function perform<T>(work: () => Promise<T>): Promise<T> {
    if (over) throw new AppError("unavailable", "The connection to the database was lost");
    if (waiting === 0) lastSign = performance.now();
    waiting += 1;
    try {
      return await work();
    } catch (error) {
      // The driver itself failed, perhaps in the midst of an answer: what it would read next is anybody's guess.
      if (!(error instanceof postgres.PostgresError)) lose();
      throw toUnavailable(error);
    } finally {
      waiting -= 1;
      lastSign = performance.now();
    }
  }
  return {
    isLost: () => over,
    query: (text, values) => perform(() => unsafe(sql, text, values)),
    execute: (statements) => perform(async () => toRows(await sql.unsafe(statements).simple())),
    async end() {
      stop();
      await sql.end({ timeout: 5 });
    },
  };
}
