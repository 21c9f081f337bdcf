import { AppError, isAppError } from "../domain/errors.ts";
import { toSqlState } from "./database.ts";

/** Out of disk, memory or other resources; input or output failed. */
const NO_ROOM = /^(53(?!300)...|58030)$/;

/** An error of the database that has no room as `unavailable`: the same again may work. Any other stays what it is. */
export function toRoomless(error: unknown): unknown {
  if (!NO_ROOM.test(toSqlState(error) ?? "")) return error;
  return new AppError("unavailable", "The database has no room", { cause: error });
}

/** Why the same may work later: the database is away, or has no room; null when it will fail again. */
export function toPassingFailure(error: unknown): "away" | "full" | null {
  if (!isAppError(error, "unavailable")) return null;
  return NO_ROOM.test(toSqlState(error.cause) ?? "") ? "full" : "away";
}
