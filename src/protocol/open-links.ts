import { createSilentBus, type Bus } from "../bus/bus.ts";
import { createSignals, type Signals } from "../bus/signals.ts";
import type { Database } from "../db/database.ts";
import { createHub, type Hub } from "../log/hub.ts";
import type { ProtocolOptions } from "./parts.ts";

/** What links the processes of one database: wake-ups, and live rows. */
export async function openLinks({
  db,
  log,
  bus = createSilentBus(),
}: Pick<ProtocolOptions, "db" | "log" | "bus">): Promise<{ hub: Hub; signals: Signals }> {
  const onTrouble = (err: unknown): void => log.warn({ err }, "trouble between processes");
  const ours = toOwnBus(bus, await findInstallation(db));
  const signals = createSignals({ db, bus: ours, onTrouble });
  const hub = createHub({ db, bus: ours, signals, onTrouble });
  await hub.start();
  return { hub, signals };
}

/** Ids of tenants and threads are unique in one database only, and several may share a Redis. */
function toOwnBus(bus: Bus, installation: string): Bus {
  return {
    ...bus,
    publish: (channel, message) => bus.publish(`${installation}:${channel}`, message),
    subscribe: (channel, listener) => bus.subscribe(`${installation}:${channel}`, listener),
  };
}

/** The server's own number where it may be asked for, else that of the database alone. */
async function findInstallation(db: Database): Promise<string> {
  if (db.kind === "embedded") return "embedded";
  const [database] = await db.system<{ oid: number }>(
    "select oid::int8 as oid from pg_database where datname = current_database()",
  );
  const servers = await db
    .system<{ id: string }>("select system_identifier::text as id from pg_control_system()")
    .catch(() => []);
  return `${servers[0]?.id ?? "server"}.${database?.oid ?? 0}`;
}
