export type Row = Record<string, unknown>;

/**
 * Runs parameterised SQL (`$1` …). Rows are objects; int8 arrives as a number, timestamptz as ISO 8601 text with
 * milliseconds and `Z`, jsonb parsed, bytea as bytes. Pass JSON as text and cast it (`$1::jsonb`).
 */
export type Session = {
  query<T extends Row>(text: string, values?: readonly unknown[]): Promise<T[]>;
};

export type Database = {
  kind: "embedded" | "server";
  /** For people, e.g. "embedded Postgres" or "Postgres 17.2 at db.example". */
  description: string;
  /** One statement in a transaction of its own, inside the tenant. */
  run<T extends Row>(tenantId: string, text: string, values?: readonly unknown[]): Promise<T[]>;
  /**
   * Several statements, all or none, inside the tenant. The embedded database has one connection, which the work
   * holds until it returns: await nothing but the session in it. A `snapshot` only reads, and all at one moment.
   */
  transaction<T>(
    tenantId: string,
    work: (session: Session) => Promise<T>,
    options?: { snapshot: boolean },
  ): Promise<T>;
  /** Outside any tenant: row-level security shows nothing, only the definer functions answer. */
  system<T extends Row>(text: string, values?: readonly unknown[]): Promise<T[]>;
  /**
   * The job queue's own session: it works as the owner of the schema `raptorflow_jobs` and can touch nothing else. One
   * statement with values, or several without; answers the rows of all of them.
   */
  jobs<T extends Row>(text: string, values?: readonly unknown[]): Promise<T[]>;
  /** `onGap`: the connection was lost meanwhile, and with it perhaps some notifications. */
  listen(
    channel: string,
    onPayload: (payload: string) => void,
    onGap?: () => void,
  ): Promise<() => Promise<void>>;
  close(): Promise<void>;
};

/** What a driver offers to migrations: several statements at once, as the owner of the schema. */
export type OwnerSession = Session & { execute(statements: string): Promise<void> };

/** The SQLSTATE of a driver's error, e.g. "23505" for a broken unique index. */
export function toSqlState(error: unknown): string | null {
  return typeof error === "object" && error !== null && "code" in error && typeof error.code === "string"
    ? error.code
    : null;
}
