import { pino, type Logger } from "pino";
import { createReadableStream } from "./readable-stream.ts";

export type Log = Pick<Logger, "debug" | "info" | "warn" | "error"> & {
  child(fields: Record<string, unknown>): Log;
};

type LogOptions = {
  level: "debug" | "info" | "warn" | "error" | "silent";
  destination: NodeJS.WritableStream & { isTTY?: boolean };
};

/** Keys whose values never reach the log, wherever they stand. */
const SECRETS = ["authorization", "cookie", "api_key", "apiKey", "x-api-key", "password", "token", "secret"];

/** One JSON object a line, or lines for people when the destination is a terminal. */
export function createLog({ level, destination }: LogOptions): Log {
  const paths = SECRETS.flatMap((key) =>
    key.includes("-") ? [`["${key}"]`, `*["${key}"]`] : [key, `*.${key}`],
  );
  return pino(
    {
      level,
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
      redact: { paths, censor: "[secret]" },
    },
    destination.isTTY === true ? createReadableStream(destination) : destination,
  );
}
