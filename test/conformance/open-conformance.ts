import type { Client } from "@langchain/langgraph-sdk";
import { openRedisBus } from "../../src/bus/redis-bus.ts";
import type { Database } from "../../src/db/database.ts";
import type { AnyGraph } from "../../src/domain/ports.ts";
import { createLog } from "../../src/telemetry/log.ts";
import { openTestDatabase } from "../support/database.ts";
import { toCatalogue } from "../support/graphs.ts";
import { createRedisUrl, REDIS_SERVER } from "../support/redis.ts";
import { startTestService, type TestService } from "../support/service.ts";

type Options = NonNullable<Parameters<typeof startTestService>[2]>;

export type Conformance = {
  url: string;
  client: Client;
  db: Database;
  /** The first process of the service. */
  main: TestService;
  /** Another process on the same database, and on the same Redis if there is one. */
  startAnother(graphs?: Record<string, AnyGraph>, options?: Options): Promise<TestService>;
  close(): Promise<void>;
};

const silent = createLog({ level: "silent", destination: process.stderr });

/** A service on a database of its own; on a server's database with Redis, when one is named. */
export async function openConformance(
  graphs: Record<string, AnyGraph>,
  options: Options = {},
): Promise<Conformance> {
  const db = await openTestDatabase();
  const redisUrl = REDIS_SERVER === undefined || db.kind === "embedded" ? null : createRedisUrl();
  const closers: (() => Promise<void>)[] = [() => db.close()];
  async function start(served = graphs, { settings, ...rest }: Options = options): Promise<TestService> {
    const bus = redisUrl === null ? undefined : openRedisBus({ url: redisUrl, log: silent });
    if (bus !== undefined) closers.push(() => bus.close());
    const more = { ...settings, ...(bus === undefined ? {} : { bus }) };
    const service = await startTestService(db, toCatalogue(served), { ...rest, settings: more });
    let closed: Promise<void> | null = null;
    const close = (graceMs?: number): Promise<void> => (closed ??= service.close(graceMs));
    closers.push(close);
    return { ...service, close };
  }
  const main = await start();
  return {
    url: main.url,
    client: main.client,
    main,
    db,
    startAnother: start,
    async close() {
      for (const close of closers.toReversed()) await close();
    },
  };
}

export const say = (content: string) => ({ messages: [{ type: "human", id: `said-${content}`, content }] });

/** For ids that nobody has. */
export const NOBODY = "019a9d00-0000-7000-8000-000000000000";
