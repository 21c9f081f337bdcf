import { AppError } from "../../domain/errors.ts";
import { toSqlState } from "../database.ts";
import { toRoomless } from "../passing.ts";

/** Of the driver and the system: there is no connection. */
const NO_CONNECTION = new Set([
  "CONNECTION_CLOSED",
  "CONNECTION_DESTROYED",
  "CONNECTION_ENDED",
  "CONNECT_TIMEOUT",
  "ECONNREFUSED",
  "ECONNRESET",
  "EPIPE",
  "ETIMEDOUT",
]);
/** Of the server: connection exceptions, too many connections, shutting down, starting up, read-only in a failover. */
const SERVER_AWAY = /^(08...|53300|57P0[1-5]|25006)$/;

/** An error of the connection, or of a lack of room, as `unavailable`, which means: the same again may work. Any other stays what it is. */
export function toUnavailable(error: unknown): unknown {
  const code = toSqlState(error);
  if (code === null || (!NO_CONNECTION.has(code) && !SERVER_AWAY.test(code))) return toRoomless(error);
  return new AppError("unavailable", "The database cannot be reached", { cause: error });
}
