import { AppError } from "../../domain/errors.ts";
import { toSqlState } from "../database.ts";

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
/** Of the server: connection exceptions, too many connections, shutting down, starting up. */
const SERVER_AWAY = /^(08...|53300|57P0[1-5])$/;

/** An error of the connection as `unavailable`, which means: the same again may work. Any other stays what it is. */
export function toUnavailable(error: unknown): unknown {
  const code = toSqlState(error);
  if (code === null || (!NO_CONNECTION.has(code) && !SERVER_AWAY.test(code))) return error;
  return new AppError("unavailable", "The database cannot be reached", { cause: error });
}
